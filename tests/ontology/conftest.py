from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from rdflib import Dataset

from ontology.catalogue import Catalogue
from ontology.store import open_dataset
from tests.shared import FACTS


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The shipped ontology; tests that change it open their own."""
    return open_dataset()


@pytest.fixture(scope="session")
def catalogue(dataset: Dataset) -> Catalogue:
    return Catalogue.load(dataset)


@pytest.fixture(scope="session")
def sheet() -> Callable[[str], Any]:
    """Reads one of the fact sheets; the test is skipped where they are absent."""

    def read(name: str) -> Any:
        path = FACTS / f"{name}.yaml"
        if not path.exists():
            pytest.skip(f"{path} is not here")
        return yaml.safe_load(path.read_text("utf-8"))

    return read
