from __future__ import annotations

import hashlib
import json
import warnings
from datetime import UTC, datetime

import pytest

from api.conformance.bill import bill
from indexer.model_files import BUNDLED_SHA256
from tests.shared import ROOT

MADE = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made() -> bytes:
    return bill(MADE)


def test_it_is_valid_cyclonedx(made: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("cyclonedx")
        pytest.importorskip("jsonschema")
        from cyclonedx.exception import MissingOptionalDependencyException
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator

        try:
            problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(made.decode())
        except MissingOptionalDependencyException:
            pytest.skip("cyclonedx-python-lib lacks its json-validation extra")
    assert problem is None, repr(problem)


def test_models_and_data_carry_their_hashes(made: bytes) -> None:
    parts = {part["bom-ref"]: part for part in json.loads(made)["components"]}
    assert parts["model/all-MiniLM-L6-v2"]["hashes"][0]["content"] == BUNDLED_SHA256
    heads = hashlib.sha256((ROOT / "bot/understand/trained/heads.npz").read_bytes()).hexdigest()
    assert parts["model/signpost-heads"]["hashes"][0]["content"] == heads
    assert {"data/ontology", "data/digest", "data/phrases"} <= parts.keys()


def test_direct_and_inner_packages_are_listed_once(made: bytes) -> None:
    document = json.loads(made)
    names = [part["name"].lower().replace("_", "-") for part in document["components"] if part["type"] == "library"]
    assert len(names) == len(set(names))
    assert {"fastapi", "starlette", "sqlalchemy", "rdflib"} <= set(names)
    assert document["dependencies"][0]["dependsOn"] == [part["bom-ref"] for part in document["components"]]


def test_the_same_installation_makes_the_same_bill(made: bytes) -> None:
    assert bill(MADE) == made
