"""The waiting questions, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from bot.slack.inbox import Inbox
from bot.state.answers import Answers
from bot.state.conversations import SqlConversations
from bot.state.engine import open_engine, reading, writing
from bot.state.migrate import upgrade
from bot.state.tables import ANSWER, CONVERSATION, TURN
from tests.bot.state.conftest import answer, postgres, postgres_url

__all__ = ["postgres", "postgres_url"]


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    made = open_engine(tmp_path, url)
    upgrade(made)
    yield made
    made.dispose()


def test_of_many_deliveries_at_once_one_is_new(engine: Engine) -> None:
    inboxes = [Inbox(engine) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda n: inboxes[n % 4].take("k", "lane", {"n": n}), range(12)))
    assert sum(taken) == 1


def test_of_many_workers_each_gets_a_question_of_its_own(engine: Engine) -> None:
    inbox = Inbox(engine)
    for number in range(12):
        inbox.take(f"k{number}", f"lane{number}", {})
    with ThreadPoolExecutor(4) as pool:
        jobs = [job for job in pool.map(lambda _: inbox.claim(), range(16)) if job]
    while len(jobs) < 12 and (job := inbox.claim()):  # SKIP LOCKED may have passed one by
        jobs.append(job)
    assert len({job.id for job in jobs}) == len(jobs) == 12


def test_one_question_of_a_conversation_at_a_time_in_order(engine: Engine) -> None:
    inbox = Inbox(engine)
    for number in range(3):
        inbox.take(f"k{number}", "lane", {"n": number})
    for number in range(3):
        job = inbox.claim()
        assert job is not None
        assert job.body == {"n": number}
        assert inbox.claim() is None
        inbox.finish(job)


def test_what_was_noted_is_there_for_the_next_attempt(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.take("k", "lane", {"text": "a\x00b"})
    job = inbox.claim()
    assert job is not None
    assert inbox.note(job, tried=True, answer_id="a", posted_ts="1.5")
    assert inbox.posted() == {"1.5"}
    inbox.postpone(job, 0)
    again = inbox.claim()
    assert again is not None
    assert (again.attempts, again.tried, again.answer_id, again.posted_ts) == (2, True, "a", "1.5")
    assert again.body == {"text": "ab"}


def test_a_lease_that_ran_out_is_taken_over_and_a_postponed_question_waits(engine: Engine) -> None:
    inbox = Inbox(engine, lease=-1)
    inbox.take("k", "lane", {})
    first = inbox.claim()
    assert first is not None
    assert inbox.claim() is not None
    inbox.postpone(first, 60)
    assert inbox.claim() is None


def test_a_question_is_never_taken_for_one_that_was_withdrawn_before_it(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.take("old", "lane", {})
    old = inbox.claim()
    assert old is not None
    inbox.withdraw("old")
    inbox.take("new", "lane", {})  # SQLite gives it the same number
    assert not inbox.note(old, tried=True)
    inbox.finish(old)
    assert inbox.waiting() == 1


def test_a_withdrawn_question_is_gone_for_whoever_works_on_it(engine: Engine) -> None:
    inbox = Inbox(engine)
    inbox.take("k", "lane", {})
    job = inbox.claim()
    assert job is not None
    inbox.withdraw("k")
    assert not inbox.note(job, tried=True)
    assert not inbox.waits(job)
    assert not inbox.take("k", "lane", {}), "a retry of a deleted message is not answered either"
    assert inbox.waiting() == 0


def test_what_was_said_in_slack_goes_after_the_configured_time_and_nothing_else(engine: Engine) -> None:
    kept, answers = SqlConversations(engine), Answers(engine)
    for conversation in ("slack:T:C:1.5", "slack:T:C:2.5", "from-the-api"):
        made = answer(conversation)
        kept.remember(made)
        answers.save(made)
    old = datetime.now(UTC) - timedelta(days=8)
    with writing(engine) as connection:
        connection.execute(update(TURN).where(TURN.c.conversation_id != "slack:T:C:2.5").values(asked=old))
        connection.execute(update(ANSWER).where(ANSWER.c.conversation_id != "slack:T:C:2.5").values(created=old))
    Inbox(engine).purge(7)
    with reading(engine) as connection:
        for column in (TURN.c.conversation_id, ANSWER.c.conversation_id, CONVERSATION.c.id):
            assert set(connection.execute(select(column)).scalars()) == {"slack:T:C:2.5", "from-the-api"}
