from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.answer import Judged, Making, Outcome, Path
from bot.fault import Kind
from bot.state.audit import Audit
from tests.bot.state.conftest import answer


def test_an_answer_is_logged_by_what_it_cites_not_by_its_words(engine: Engine) -> None:
    audit, given = Audit(engine), answer(question="a private matter")
    audit.answered("anonymous", given)
    (entry,) = audit.read()
    assert (entry.who, entry.action, entry.subject) == ("anonymous", "ask", given.id)
    assert entry.details == {"status": "answered", "path": "template", "cited": ["provision/5.4.1"]}
    assert "private" not in str(entry)


def test_a_question_is_logged_only_when_that_is_switched_on(engine: Engine) -> None:
    audit = Audit(engine)
    audit.answered("anonymous", answer(question="a private matter"), tells=True)
    assert audit.read()[0].details["question"] == "a private matter"


def test_what_a_model_did_is_logged_without_its_words(engine: Engine) -> None:
    made = Making(
        "openai:m", "write-1, repair-1", 2, 1, 3, ("“a private matter” is no quote",), 700, 70, 12.5, "", 0.02
    )
    audit = Audit(engine)
    audit.answered("anonymous", replace(answer(), path=Path.MODEL, making=made))
    details = audit.read()[0].details
    assert details["path"] == "model"
    assert details["llm"] == {
        "model": "openai:m", "prompt": "write-1, repair-1", "kept": 2, "repaired": 1, "dropped": 3, "faults": 1,
        "tokens_in": 700, "tokens_out": 70, "milliseconds": 12.5, "failure": "", "cost": 0.02,
    }  # fmt: skip
    assert "private" not in str(details)


def test_each_sentence_of_a_model_is_logged_by_its_verdict(engine: Engine) -> None:
    verdicts = (Judged(Outcome.KEPT), Judged(Outcome.DROPPED, (Kind.STRENGTH, Kind.NUMBER)))
    made = Making("openai:m", "write-1", 1, 0, 1, ("“a private matter” is no quote",), verdicts=verdicts)
    audit = Audit(engine)
    audit.answered("anonymous", replace(answer(), path=Path.MODEL, making=made))
    assert audit.read()[0].details["llm"]["verdicts"] == [
        {"verdict": "kept", "reasons": []},
        {"verdict": "dropped", "reasons": ["strength", "number"]},
    ]
    assert "private" not in str(audit.read())


def test_lines_come_latest_first_and_from_a_moment_on(engine: Engine) -> None:
    audit = Audit(engine)
    for number in range(3):
        audit.record("key:ops", "delete", f"c{number}")
    assert [e.subject for e in audit.read(limit=2)] == ["c2", "c1"]
    assert audit.read(since=datetime.now(UTC) + timedelta(hours=1)) == ()
    assert audit.purge() == 0
    assert audit.purge(keep_days=-1) == 3
