"""Workers outlive what they work on; what is kept of an answer; what another attempt finds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.errors import StateUnavailable
from bot.slack.inbox import Inbox
from bot.slack.mock import MockSlack
from bot.slack.payloads import command, mention, message
from bot.state.answers import Answers
from bot.state.audit import Audit
from tests.bot.slack.conftest import Running, SlowAdviser

BODIES: list[dict[str, Any]] = [
    {"surface": "telepathy", "team": "T", "channel": "C", "user": "U", "text": "x"},
    {"surface": "mention"},
    {},
]


@pytest.mark.parametrize("body", BODIES)
def test_a_question_that_cannot_be_read_ends_itself_and_no_worker(
    start: Callable[..., Running], slack: MockSlack, caplog: pytest.LogCaptureFixture, body: dict[str, Any]
) -> None:
    running = start(workers=1)
    with caplog.at_level(logging.ERROR, "bot.slack.desk"):
        assert running.app.desk.inbox.take("odd", "lane", body)
        slack.wait(lambda: running.waiting == 0)
    assert "cannot be read by this version" in caplog.text
    running.post(mention("5.4.1", slack.say("C1", "U1", "5.4.1").ts))
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.by_bot()) == 1
    caplog.clear()


@pytest.mark.parametrize("error", [RuntimeError("bug"), StateUnavailable("out")])
@pytest.mark.parametrize("method", ["claim", "finish"])
def test_whatever_the_inbox_raises_the_worker_goes_on(
    start: Callable[..., Running], slack: MockSlack, caplog: pytest.LogCaptureFixture, method: str, error: Exception
) -> None:
    running = start(workers=1, lease=0.2)
    inbox = running.app.desk.inbox
    real, left = getattr(inbox, method), [error]

    def once(*args: Any) -> Any:
        if left:
            raise left.pop()
        return real(*args)

    setattr(inbox, method, once)
    for text in ("5.4.1", "5.4.2"):
        running.post(mention(text, slack.say("C1", "U1", text).ts))
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.by_bot()) == 2
    assert left == []
    caplog.clear()


def test_an_answer_is_kept_with_its_evidence_and_the_log_says_who_got_it(
    start: Callable[..., Running], slack: MockSlack, engine: Engine
) -> None:
    running = start(evidence=lambda answer: [{"id": f"{c.kind}/{c.id}", "text": "words"} for c in answer.citations])
    running.post(mention("5.4.1", slack.say("C1", "U7", "5.4.1").ts, user="U7"))
    running.post(command("5.4.2", slack.response_url("C1", "U8"), user="U8"))
    slack.wait(lambda: running.waiting == 0)
    lines = Audit(engine).read()
    assert {(line.who, line.action) for line in lines} == {
        ("slack:T0SIGNPOST/U7", "ask"),
        ("slack:T0SIGNPOST/U8", "ask"),
    }
    for line in lines:
        kept = Answers(engine).get(line.subject)
        assert [passage["id"] for passage in kept["evidence"]] == line.details["cited"]
        assert kept["evidence"]
        assert "question" not in line.details


def test_the_question_stands_in_the_log_only_when_that_is_switched_on(
    start: Callable[..., Running], slack: MockSlack, engine: Engine
) -> None:
    running = start(tells=True)
    running.post(mention("5.4.1", slack.say("C1", "U1", "5.4.1").ts))
    slack.wait(lambda: running.waiting == 0)
    assert [line.details["question"] for line in Audit(engine).read()] == ["5.4.1"]


@pytest.mark.parametrize("broken", ["the adviser", "keeping"])
def test_another_attempt_still_has_the_threads_earlier_messages(
    running: Running, slack: MockSlack, adviser: SlowAdviser, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    if broken == "the adviser":
        adviser.broken = 1
    else:
        real, left = running.app.desk.answers.save, [RuntimeError("full")]

        def save(*args: Any) -> None:
            if left:
                raise left.pop()
            real(*args)

        running.app.desk.answers.save = save  # type: ignore[method-assign]
    root = slack.say("C1", "U2", "Our data custodian role is unclear to everybody here.")
    asked = slack.say("C1", "U1", "what does the Code say about this?", root.ts)
    running.post(mention(asked.text, asked.ts, thread=root.ts))
    slack.wait(lambda: running.waiting == 0)
    assert len(adviser.asked) == 2
    assert all("data custodian role is unclear" in question for question in adviser.asked)
    again = slack.say("C1", "U1", "and this?", root.ts)
    running.post(mention(again.text, again.ts, thread=root.ts))
    slack.wait(lambda: running.waiting == 0)
    assert adviser.asked[2] == "and this?"
    caplog.clear()


def test_a_retry_or_duplicate_finds_its_key_for_seven_days_whatever_is_kept_else(engine: Engine) -> None:
    inbox = Inbox(engine)
    assert inbox.take("k", "lane", {})
    now = datetime.now(UTC)
    inbox.purge(1, now + timedelta(days=6.9))
    assert not inbox.take("k", "lane", {})
    inbox.purge(30, now + timedelta(days=7.1))
    assert inbox.take("k", "lane", {})


def test_while_it_runs_what_is_too_old_goes_without_anybody_asking(
    start: Callable[..., Running], slack: MockSlack, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    purged = []
    real = Inbox.purge
    monkeypatch.setattr("bot.slack.desk.TIDY_EVERY", 0.01)
    monkeypatch.setattr(Inbox, "purge", lambda inbox, days: purged.append(days) or real(inbox, days))
    start(keep_days=3)
    slack.wait(lambda: len(purged) > 2)
    assert set(purged) == {3}


def test_a_direct_message_is_named_in_the_log_as_well(running: Running, slack: MockSlack, engine: Engine) -> None:
    running.post(message("5.4.1", slack.say("D1", "U1", "5.4.1").ts, channel="D1", kind="im"))
    slack.wait(lambda: running.waiting == 0)
    assert [line.who for line in Audit(engine).read()] == ["slack:T0SIGNPOST/U1"]


def test_an_acknowledgement_does_not_queue_behind_the_workers_database_calls(
    running: Running, slack: MockSlack
) -> None:
    gate = threading.Event()
    desk = running.app.desk

    async def hold() -> None:
        await desk.offload(gate.wait)

    async def begin() -> None:
        desk.spawn(hold())

    running.run(begin())
    try:
        root = slack.say("C1", "U1", "5.4.1")
        assert running.post(mention("5.4.1", root.ts)).status == 200
        more = slack.say("C1", "U1", "5.4.2", root.ts)
        assert running.post(message("5.4.2", more.ts, thread=root.ts)).status == 200
        assert running.waiting == 2
    finally:
        gate.set()
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.by_bot()) == 2
