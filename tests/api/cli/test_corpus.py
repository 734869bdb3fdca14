from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from ontology.catalogue import Catalogue
from tests.corpus import invented


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def signpost(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_fetch_from_a_file_reports_what_was_loaded_and_list_and_verify_show_it(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "code.html"
    file.write_text(invented.page(Catalogue.load()), encoding="utf-8")
    loaded = signpost("corpus", "fetch", "--from", str(file), "--no-index", "--json")
    assert loaded.exit_code == 0
    assert json.loads(loaded.stdout)["summary"] == "72 of 72 provisions, word for word"
    again = signpost("corpus", "fetch", "code", "--from", str(file), "--no-index")
    assert "(unchanged)" in again.stdout
    assert "code: 72 of 72" in signpost("corpus", "list").stdout
    assert json.loads(signpost("corpus", "verify", "--json").stdout)["whole"] is True
    assert signpost("corpus", "remove", "code", "--no-index").stdout == "code is removed.\n"
    assert "Nothing is loaded." in signpost("corpus", "verify").stdout


def test_a_changed_page_exits_with_1_and_a_diff(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "code.html"
    file.write_text(invented.page(Catalogue.load(), without=("3.2",)), encoding="utf-8")
    refused = signpost("corpus", "fetch", "--from", str(file))
    assert refused.exit_code == 1
    assert "\n- 3.2 " in refused.stderr
    assert refused.stdout == ""


def test_add_names_what_failed_and_exits_with_1_although_the_rest_went_in(home: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_text("Tea.")
    (docs / "b.pdf").write_bytes(b"no")
    added = signpost("corpus", "add", str(docs), "--collection", "tea", "--no-index", "--json")
    assert added.exit_code == 1
    assert json.loads(added.stdout)["added"] == [str(docs / "a.md")]
    assert "b.pdf was not added." in added.stderr
    (docs / "b.pdf").unlink()
    assert signpost("corpus", "add", "--collection", "tea", "--no-index").exit_code == 0
    stored = next((home / "corpus" / "passages").iterdir())
    stored.write_text("x")
    harmed = signpost("corpus", "verify")
    assert harmed.exit_code == 1
    assert "missing or altered" in harmed.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("fetch", "nope"),
        ("add", "x", "--collection", "../x"),
        ("remove", "nope"),
        ("fetch", "--from", "/nowhere/x.html"),
    ],
)
def test_mistakes_are_sentences(home: Path, words: tuple[str, ...]) -> None:
    result = signpost("corpus", *words)
    assert result.exit_code == 1
    assert result.stderr.strip().splitlines()[-1].startswith("signpost: ")
    assert "Traceback" not in result.output
