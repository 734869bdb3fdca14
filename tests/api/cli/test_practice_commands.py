"""Assessments, checklists and exports in a terminal, each in a process's place, over one home folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from ontology.catalogue import Catalogue


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> Path:
    monkeypatch.setattr(Catalogue, "load", lambda: catalogue)  # reading it for every command is all that takes time
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    return tmp_path


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_from_a_description_to_gaps_and_back_from_a_file(home: Path) -> None:
    started = _run("assess", "new", "Ward bot", "--for", "we host a bought-in assistant for nurses")
    assert started.exit_code == 0, started.output
    identifier = started.stdout.strip()
    assert "roles: system-operator" in started.stderr
    done = _run("assess", "set", identifier, "5.4.1", "--status", "partly", "--owner", "Kim", "--due", "2026-05-31")
    assert done.stdout == "5.4.1 is partly (version 1).\n"
    out = home / "list.csv"
    assert _run("export", "csv", "--assessment", identifier, "--out", str(out)).exit_code == 0
    out.write_text(out.read_text("utf-8-sig").replace("partly met", "met"), encoding="utf-8")
    assert _run("assess", "import", identifier, str(out)).stdout == "1 provisions changed: 5.4.1\n"
    assert "1 of 50 met" in _run("assess", "gaps", identifier).stdout
    history = json.loads(_run("assess", "history", identifier, "--json").stdout)
    assert [change["after"]["status"] for change in history] == ["partly", "met"]
    assert "Better: 5.4.1 not assessed -> met" in _run("assess", "compare", identifier, "2025-01-01").stdout
    assert "Ward bot" in _run("assess", "list").stdout
    assert _run("assess", "show", identifier, "--at", "2025-01-01", "--json").exit_code == 0
    assert _run("assess", "delete", identifier).exit_code == 0
    gone = _run("assess", "show", identifier)
    assert gone.exit_code == 1
    assert gone.stderr.startswith("signpost: There is no assessment")


def test_a_stale_version_and_a_bad_file_say_so(home: Path) -> None:
    identifier = _run("assess", "new", "a").stdout.strip()
    _run("assess", "set", identifier, "5.1", "--status", "met")
    stale = _run("assess", "set", identifier, "5.1", "--status", "open", "--version", "0")
    assert stale.exit_code == 1
    assert "has been changed" in stale.stderr
    bad = home / "bad.csv"
    bad.write_text("Provision,Status\n5.1,done\n")
    answer = _run("assess", "import", identifier, str(bad))
    assert answer.exit_code == 1
    assert "Row 2, column Status" in answer.stderr
    assert answer.stdout == ""
    assert _run("assess", "import", identifier, str(home / "absent.csv")).exit_code == 1


def test_a_checklist_says_on_standard_error_how_it_read(home: Path) -> None:
    found = _run("checklist", "we fine-tune an open model and host it for hospitals")
    assert found.stdout.startswith("# What the Code asks of Developers, System Operators")
    assert "Read role/developer from “fine-tune”." in found.stderr
    listed = json.loads(_run("checklist", "--role", "data-custodian", "--format", "json").stdout)
    assert listed["roles"] == ["data-custodian"]
    assert _run("checklist").exit_code == 1


def test_exports_go_to_a_file_or_standard_output(home: Path) -> None:
    assert json.loads(_run("export", "oscal-profile", "--role", "end-user").stdout)["profile"]
    written = _run("export", "xlsx", "--out", str(home / "a.xlsx"))
    assert written.stdout == ""
    assert (home / "a.xlsx").read_bytes().startswith(b"PK")
    unknown = _run("export", "sarif")
    assert unknown.exit_code == 1
    assert "There is no format" in unknown.stderr


def test_a_crosswalk_and_conformance_and_the_bill_print(home: Path) -> None:
    assert "MEASURE 2.7" in _run("crosswalk", "nist-ai-rmf", "measure 2.7").stdout
    assert json.loads(_run("crosswalk", "owasp-llm-2026", "--json").stdout)["rows"]
    assert _run("crosswalk", "moon").exit_code == 1
    assert len(json.loads(_run("conformance", "--json").stdout)["provisions"]) == 72
    assert "by our own reading" in _run("conformance").stdout
    assert json.loads(_run("sbom").stdout)["bomFormat"] == "CycloneDX"
