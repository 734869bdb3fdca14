"""What all tests share: the real catalogue, and a real index that is built once for the whole run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from api.settings import Settings
from api.wiring import House
from bot.adviser import Adviser
from bot.llm import provider
from ontology.catalogue import Catalogue

settings.register_profile("signpost", deadline=None)  # time never decides a test
settings.load_profile("signpost")
provider.forbid()


@pytest.fixture(scope="session")
def whole_catalogue() -> Catalogue:
    """The shipped ontology, read from its Turtle files."""
    return Catalogue.load()


@pytest.fixture(scope="session")
def real_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A wired house over a real index; under SIGNPOST_HOME when that is set, so that CI builds it once."""
    home = Path(os.environ.get("SIGNPOST_HOME") or tmp_path_factory.mktemp("home"))
    return House(Settings(home=home))


@pytest.fixture(scope="session")
def adviser(real_house: House) -> Adviser:
    """The adviser as it ships, with conversations in memory."""
    return Adviser.over(real_house.catalogue, real_house.index)
