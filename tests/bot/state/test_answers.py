from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from bot.errors import ConversationUnknown, FeedbackInvalid
from bot.state.answers import Answers
from bot.state.engine import writing
from bot.state.tables import ANSWER
from tests.bot.state.conftest import answer


def test_an_answer_comes_back_with_its_evidence(engine: Engine) -> None:
    given, answers = answer(), Answers(engine)
    answers.save(given, [{"id": "provision/5.4.1", "text": "nul \x00 gone"}])
    found = answers.get(given.id)
    assert {key: found[key] for key in given.to_json()} == given.to_json()
    assert found["evidence"] == [{"id": "provision/5.4.1", "text": "nul  gone"}]
    assert found["question"] == given.frame.question
    assert datetime.fromisoformat(found["created"]) == given.created


def test_saving_again_replaces(engine: Engine) -> None:
    given, answers = answer(), Answers(engine)
    answers.save(given, [{"id": "a"}])
    answers.save(given, [{"id": "b"}])
    assert answers.get(given.id)["evidence"] == [{"id": "b"}]


def test_feedback_is_kept_with_its_answer(engine: Engine) -> None:
    given, answers = answer(), Answers(engine)
    answers.save(given)
    answers.feedback(given.id, "down", "misses 5.4")
    answers.feedback(given.id, "up")
    assert [(f.verdict, f.comment) for f in answers.said(given.id)] == [("up", ""), ("down", "misses 5.4")]
    assert answers.said("another") == ()


def test_feedback_needs_a_known_answer_a_verdict_and_a_short_comment(engine: Engine) -> None:
    given, answers = answer(), Answers(engine)
    answers.save(given)
    with pytest.raises(ConversationUnknown, match="No answer"):
        answers.feedback("nobody", "up")
    with pytest.raises(FeedbackInvalid, match="“up” or “down”"):
        answers.feedback(given.id, "sideways")
    with pytest.raises(FeedbackInvalid, match="2000 characters"):
        answers.feedback(given.id, "up", "x" * 2001)
    assert answers.said() == ()


def test_an_old_answer_is_gone(engine: Engine) -> None:
    given, answers = answer(), Answers(engine, keep_days=30)
    answers.save(given)
    with writing(engine) as connection:
        connection.execute(update(ANSWER).values(created=datetime.now(UTC) - timedelta(days=31)))
    with pytest.raises(ConversationUnknown):
        answers.get(given.id)
    assert answers.purge() == 1
