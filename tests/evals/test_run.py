from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import Any

import pytest

from bot.frame import Frame, Intent
from evals import figures, outcome, run
from evals.errors import SetInvalid
from evals.run import Ground
from evals.sets import Question
from tests.evals.conftest import Say, ScriptedAdviser

TOPIC = Question(id="X-1", category="topic", question="Patches?", must=("11.1",), may=("11.2",))
FACT = Question(id="X-2", category="fact", question="Law?", facts=(("voluntary",),))
OUTSIDE = Question(id="X-3", category="out-of-scope", question="Weather?", refuse=True)
FOLLOWING = Question(id="X-4", category="follow-up", question="And then?", turns=("First?", "Second?"), must=("5.4",))


@pytest.fixture
def adviser(say: Say) -> ScriptedAdviser:
    script = {
        "Patches?": say("11.1", related=["11.2"]),
        "Law?": say(text="It is voluntary."),
        "And then?": say("5.4", "9.1"),
    }
    return ScriptedAdviser(script, say())


def test_right_answers_are_right_and_refusals_count_without_citations(adviser: ScriptedAdviser, ground: Ground) -> None:
    found = run.run(adviser, ground, [TOPIC, FACT, OUTSIDE])
    assert [o.right for o in found] == [True, True, True]
    assert [o.f1 for o in found] == [1.0, None, None]
    assert found[0].ranked == ("11.1", "11.2")


def test_turns_go_first_in_one_conversation_of_their_own(adviser: ScriptedAdviser, ground: Ground) -> None:
    run.run(adviser, ground, [FOLLOWING, FOLLOWING, TOPIC])
    words = [question for question, _ in adviser.asked]
    rooms = [conversation for _, conversation in adviser.asked]
    assert words == ["First?", "Second?", "And then?"] * 2 + ["Patches?"]
    assert rooms[0] == rooms[1] == rooms[2] != rooms[3]
    assert rooms[6] is None


def test_a_refusal_that_should_be_an_answer_is_wrong_and_counted(say: Say, ground: Ground) -> None:
    found = run.run(ScriptedAdviser({}, say()), ground, [TOPIC, FACT, OUTSIDE])
    assert [o.right for o in found] == [False, False, True]
    assert figures.of(found)["over_refusal"] == 1.0
    assert figures.of(found)["f1"] == 0.0


def test_an_answer_that_should_be_a_refusal_is_wrong(say: Say, ground: Ground) -> None:
    found = run.run(ScriptedAdviser({}, say("5.4")), ground, [OUTSIDE])
    assert not found[0].right
    assert figures.of(found)["refusal_recall"] == 0.0


def test_a_wrong_set_fails_before_the_adviser_is_asked(adviser: ScriptedAdviser, ground: Ground) -> None:
    with pytest.raises(SetInvalid):
        run.run(adviser, ground, [TOPIC, TOPIC.model_copy(update={"must": ("15.1",)})])
    assert adviser.asked == []


def test_figures_are_kept_apart_by_category(adviser: ScriptedAdviser, ground: Ground) -> None:
    rows = figures.summary(run.run(adviser, ground, [TOPIC, FOLLOWING]))
    assert rows["topic"]["f1"] == 1.0
    assert rows["follow-up"]["f1"] == pytest.approx(2 / 3)
    assert rows["all"]["f1"] == pytest.approx(5 / 6)
    assert "noisy" not in rows


def test_failures_are_shown_with_what_was_wanted_and_what_came(adviser: ScriptedAdviser, ground: Ground) -> None:
    text = figures.failures(run.run(adviser, ground, [TOPIC, FOLLOWING]), explain=True)
    assert "X-1" not in text
    assert "must 5.4; got 5.4 9.1, F1 0.67" in text
    assert "intent" in text


def test_principles_are_cited_as_p_and_other_kinds_not_counted(say: Say) -> None:
    assert outcome.cited(say("P7", "5.4", "P7").citations) == ("P7", "5.4")


def test_the_short_form_hands_over_to_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[str, Any] = {}

    def record(command: list[str], env: dict[str, str], check: bool) -> subprocess.CompletedProcess[str]:
        heard.update(command=command, env=env)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", record)
    assert run.main(["--home", "/tmp/x", "--set", "dev"]) == 3
    assert heard["command"][-4:] == ["eval", "--no-peers", "--set", "dev"]
    assert heard["env"]["SIGNPOST_HOME"] == "/tmp/x"


def test_the_stated_chance_of_declining_is_held_against_what_was_right(say: Say, ground: Ground) -> None:
    sure, unsure = (replace(say(), frame=Frame("?", Intent.OUTSIDE, decline_score=score)) for score in (0.95, 0.05))
    script = {"Weather?": sure, "Patches?": unsure}
    outcomes = run.run(ScriptedAdviser(script, say()), ground, [OUTSIDE, TOPIC])
    assert figures.of(outcomes)["calibration_error"] == pytest.approx(0.05)
