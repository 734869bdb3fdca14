from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.practice.assessments import Assessments
from bot.state.engine import open_engine
from bot.state.migrate import upgrade
from ontology.catalogue import Catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(tmp_path)
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def assessments(engine: Engine, catalogue: Catalogue) -> Assessments:
    return Assessments(engine, catalogue)
