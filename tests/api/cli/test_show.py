from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from ontology.catalogue import Catalogue
from tests.corpus import printed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path / "home"))
    return tmp_path


def signpost(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_without_the_guide_only_our_examples_are_shown(home: Path) -> None:
    facts = json.loads(signpost("show", "5.4.1", "--json").stdout)
    assert facts["examples"]
    assert "implementation_guide" not in facts
    assert "implementation guide" not in signpost("show", "5.4.1").stdout


def test_the_guides_measures_stand_before_our_examples(home: Path, whole_catalogue: Catalogue) -> None:
    file = home / "guide.pdf"
    file.write_bytes(printed.guide(list(whole_catalogue.provisions)[:40]))
    assert signpost("corpus", "fetch", "guide", "--from", str(file), "--no-index").exit_code == 0
    facts = json.loads(signpost("show", "5.4.1", "--json").stdout)
    assert list(facts).index("implementation_guide") < list(facts).index("examples")
    first = facts["implementation_guide"][0]
    assert (first["part"], first["says"]) == ("Example measures", "General: count the teapots of 5.4.1.")
    assert first["where"].startswith("page ")
    assert "Open Government Licence v3.0" in facts["attribution"]
    shown = signpost("show", "5.4.1").stdout
    assert shown.index("count the teapots") < shown.index("\nexamples")
