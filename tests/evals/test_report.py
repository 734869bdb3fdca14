from __future__ import annotations

import re
from pathlib import Path

import pytest

from evals import plots, report
from evals.errors import RunInvalid
from evals.run import Ground
from evals.sets import Question
from evals.trial import Trial, hold
from indexer.retriever import Retriever
from tests.evals.conftest import Say, ScriptedAdviser

HOSTILE = "<script>alert(1)</script> Patches & “updates”?"
QUESTIONS = [
    Question(id="X-1", category="topic", question=HOSTILE, must=("11.1",)),
    Question(id="X-2", category="out-of-scope", question="Weather?", refuse=True),
]


@pytest.fixture
def wrong(say: Say, ground: Ground, retriever: Retriever) -> Trial:
    return hold("x", QUESTIONS, ScriptedAdviser({}, say("5.4")), ground, retriever, with_peers=False)


@pytest.fixture
def right(say: Say, ground: Ground, retriever: Retriever) -> Trial:
    return hold("x", QUESTIONS, ScriptedAdviser({HOSTILE: say("11.1")}, say()), ground, retriever, with_peers=False)


def test_the_page_loads_nothing_and_shows_what_failed_and_why(wrong: Trial) -> None:
    page = report.html(wrong)
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert "<script" not in page
    assert "must 11.1; got 5.4" in page
    assert "decline; got 5.4" in page
    assert "&#34;intent&#34;: &#34;topic&#34;" in page
    assert page.count("<svg") == 3


def test_a_second_report_shows_what_turned(tmp_path: Path, wrong: Trial, right: Trial) -> None:
    report.write(right, tmp_path)
    page = report.write(wrong, tmp_path).read_text(encoding="utf-8")
    assert "No longer right: X-1, X-2" in page
    assert "Now right: X-1, X-2" in report.write(right, tmp_path).read_text(encoding="utf-8")


def test_a_run_of_another_set_is_not_compared(
    tmp_path: Path, wrong: Trial, say: Say, ground: Ground, retriever: Retriever
) -> None:
    report.write(wrong, tmp_path)
    other = hold("y", QUESTIONS, ScriptedAdviser({}, say()), ground, retriever, with_peers=False)
    assert "Since the last run" not in report.write(other, tmp_path).read_text(encoding="utf-8")


def test_a_perfect_run_has_nothing_to_explain(right: Trial) -> None:
    assert "Nothing." in report.html(right)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, wrong: Trial) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunInvalid, match="cannot be written"):
        report.write(wrong, tmp_path / "file")


def test_bars_stand_for_values_and_names_are_escaped() -> None:
    plot = plots.bars({"<ours>": {"topic": 1.0, "noisy": None}}, "a & b")
    assert 'height="190.0"' in plot.svg
    assert "&lt;ours&gt;" in plot.svg
    assert "<ours>" not in plot.svg


def test_a_histogram_counts_the_top_value_in_the_last_bin() -> None:
    assert "0.9–1.0: 2" in plots.histogram([1.0, 0.95, 0.1], "x").svg
