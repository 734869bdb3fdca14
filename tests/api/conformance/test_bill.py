from __future__ import annotations

import hashlib
import json
import warnings
from datetime import UTC, datetime

import pytest

from api.conformance.bill import bill
from api.conformance.models import TRAINED
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
    heads = hashlib.sha256((ROOT / "bot/trained/heads.npz").read_bytes()).hexdigest()
    assert parts["model/signpost-heads"]["hashes"][0]["content"] == heads
    assert {"data/ontology", "data/digest", "data/phrases"} <= parts.keys()
    taught = {dataset["name"] for dataset in parts["data/phrases"]["data"]}
    assert {"topics.jsonl", "parts.yaml", "stories.yaml"} <= taught


def test_every_trained_file_that_ships_is_listed(made: bytes) -> None:
    shipped = {file.name for file in (ROOT / "bot/trained").iterdir() if file.is_file()} - {"report.json"}
    assert shipped == set(TRAINED)
    parts = {part["bom-ref"]: part for part in json.loads(made)["components"]}
    for file in (*(ROOT / "bot/trained" / name for name in shipped), ROOT / "indexer/data/fusion.json"):
        assert (
            parts[f"model/signpost-{file.stem}"]["hashes"][0]["content"]
            == hashlib.sha256(file.read_bytes()).hexdigest()
        )


def test_what_was_learned_from_others_names_its_sources(made: bytes) -> None:
    """A fusion that is learned anew without a new record of what from would be a claim that nobody can check."""
    folder = ROOT / "indexer/data"
    recorded = json.loads((folder / "fusion-sources.json").read_text())
    assert recorded["sha256"] == hashlib.sha256((folder / "fusion.json").read_bytes()).hexdigest()
    parts = {part["bom-ref"]: part for part in json.loads(made)["components"]}
    refs = [dataset["ref"] for dataset in parts["model/signpost-fusion"]["modelCard"]["modelParameters"]["datasets"]]
    assert refs == ["data/obliqa"]
    source = parts["data/obliqa"]
    assert source["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert "ADGM" in source["description"]
    assert "none of them are part of this project" in parts["model/all-MiniLM-L6-v2"]["description"]


def test_direct_and_inner_packages_are_listed_once(made: bytes) -> None:
    document = json.loads(made)
    names = [part["name"].lower().replace("_", "-") for part in document["components"] if part["type"] == "library"]
    assert len(names) == len(set(names))
    assert {"fastapi", "starlette", "sqlalchemy", "rdflib"} <= set(names)
    assert document["dependencies"][0]["dependsOn"] == [part["bom-ref"] for part in document["components"]]


def test_the_same_installation_makes_the_same_bill(made: bytes) -> None:
    assert bill(MADE) == made
