from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli import app, terminal
from bot.answer import Answer, Status
from bot.frame import Frame, Intent
from corpus import digest
from evals import peers
from ontology.catalogue import Catalogue

SET = """
- {id: X-1, category: out-of-scope, question: "Weather?", refuse: true}
- {id: X-2, category: fact, question: "Law?", facts: [[voluntary]]}
"""


class Adviser:
    """Says that the Code is voluntary to a question about law, and declines the rest."""

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        law = "Law" in question
        status, text = (Status.ANSWERED, "It is voluntary.") if law else (Status.REFUSED, "Not in the Code.")
        return Answer(status, text, (), (), "c", Frame(question, Intent.FACT))


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Catalogue.load()
    retriever = SimpleNamespace(passages=digest.passages(catalogue), encoder=SimpleNamespace(weights_sha256="e"))
    house = SimpleNamespace(catalogue=catalogue, adviser=Adviser(), index=SimpleNamespace(retriever=retriever))
    monkeypatch.setattr(terminal, "house", lambda: house)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "set.yaml"
    file.write_text(SET)
    return file


def evaluate(questions: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["eval", "--set", str(questions), "--no-peers", *words])


def test_figures_are_printed_and_progress_stays_off_standard_output(questions: Path) -> None:
    found = evaluate(questions)
    assert found.exit_code == 0
    assert "refusal_recall" in found.stdout
    assert "Every question is right." in found.stdout
    assert "2 of 2 questions" in found.stderr


def test_json_is_the_record(questions: Path) -> None:
    found = json.loads(evaluate(questions, "--json").stdout)
    assert found["systems"]["Signpost"]["all"]["facts"] == 1.0
    assert found["results"]["X-1"] == {"right": True, "cited": [], "refused": True}


def test_a_saved_run_is_the_same_the_next_time(questions: Path, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    evaluate(questions, "--save", str(file))
    found = evaluate(questions, "--against", str(file), "--report", str(tmp_path / "out"))
    assert "Every figure is the same to three decimals." in found.stdout
    assert (tmp_path / "out" / "report.html").is_file()


def test_the_gate_fails_with_a_sentence(questions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evals import gate

    bounds: dict[str, Any] = {str(questions): {"at_least": {"fact": {"facts": 1.0}}}}
    monkeypatch.setattr(gate, "floors", lambda: bounds)
    assert evaluate(questions, "--gate").exit_code == 0
    bounds[str(questions)]["at_most"] = {"all": {"right": 0.5}}
    failed = evaluate(questions, "--gate")
    assert failed.exit_code == 1
    assert "above the ceiling of 0.500" in failed.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--set", "nonesuch"], "no question set"),
        (["--id", "X-9"], "No question"),
        (["--against", "nowhere.json"], "not a stored run"),
    ],
)
def test_a_wrong_call_gets_a_sentence(questions: Path, words: list[str], says: str) -> None:
    found = evaluate(questions, *words)
    assert found.exit_code == 1
    assert says in found.stderr
    assert "Traceback" not in found.output


def test_without_the_recipes_packages_it_is_left_out(questions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "installed", lambda: False)
    found = CliRunner().invoke(app, ["eval", "--set", str(questions)])
    assert found.exit_code == 0
    assert "signpost-adviser[evals]" in found.stderr
