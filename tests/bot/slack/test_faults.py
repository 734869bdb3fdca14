"""Slack fails, says no, or loses a reply; the database is out; the adviser breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot.slack.mock import Fault, MockSlack
from bot.slack.payloads import command, mention, message
from bot.state.tables import SLACK_JOB
from tests.bot.slack.conftest import Running, SlowAdviser


def _first(fault: str, *methods: str, times: int = 1) -> Callable[[str, Any], str | None]:
    left = {"n": times}

    def fails(method: str, _: Any) -> str | None:
        if method in methods and left["n"]:
            left["n"] -= 1
            return fault
        return None

    return fails


POSTS = ("chat.startStream", "chat.stopStream", "chat.postMessage")


@pytest.mark.parametrize("method", POSTS)
@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER, Fault.CUT, Fault.LIMITED, "internal_error"])
def test_whatever_fails_the_answer_comes_once_and_whole(
    start: Callable[..., Running], slack: MockSlack, adviser: SlowAdviser, method: str, fault: str
) -> None:
    running = start(stream=method != "chat.postMessage")
    slack.fault = _first(fault, method)
    asked = slack.say("C1", "U1", "what must a developer do?")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    (answer,) = slack.by_bot()
    assert answer.metadata
    assert not answer.streaming
    assert "quotes" in str(answer.blocks)
    assert len(adviser.asked) == 1


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER, Fault.CUT, Fault.LIMITED])
def test_a_private_reply_comes_once(running: Running, slack: MockSlack, fault: str) -> None:
    slack.fault = _first(fault, "response_url")
    running.post(command("5.4.1", slack.response_url("C1", "U1")))
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.by_bot()) == 1


def test_a_reply_at_the_top_of_a_direct_message_is_found_again(running: Running, slack: MockSlack) -> None:
    slack.fault = _first(Fault.AFTER, "chat.postMessage")
    asked = slack.say("D1", "U1", "5.4.1")
    running.post(message(asked.text, asked.ts, channel="D1", kind="im"))
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.by_bot()) == 1
    assert slack.of("conversations.history")


def test_while_slack_is_down_questions_wait_and_are_then_answered(
    running: Running, slack: MockSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fault = lambda *_: Fault.BEFORE
    with caplog.at_level(logging.WARNING, "bot.slack.desk"):
        for n in range(3):
            asked = slack.say("C1", "U1", f"5.4.{n + 1}")
            assert running.post(mention(asked.text, asked.ts)).status == 200
        slack.wait(lambda: len([r for r in caplog.records if "answer waits" in r.getMessage()]) >= 3)
    assert running.waiting == 3
    slack.fault = None
    slack.wait(lambda: running.waiting == 0, 30)
    assert sorted(m.thread for m in slack.by_bot()) == sorted(m.ts for m in slack.said if m.user == "U1")


def test_questions_outlive_the_process(start: Callable[..., Running], slack: MockSlack, adviser: SlowAdviser) -> None:
    first = start()
    slack.fault = lambda *_: Fault.BEFORE
    asked = slack.say("C1", "U1", "5.4.1")
    first.post(mention(asked.text, asked.ts))
    slack.wait(lambda: slack.of("users.info"))
    first.run(first.app.stop())
    slack.fault = None
    second = start()
    slack.wait(lambda: second.waiting == 0, 20)
    assert len(slack.by_bot()) == 1


def test_an_answer_that_comes_late_says_so(running: Running, slack: MockSlack, engine: Any) -> None:
    from datetime import UTC, datetime, timedelta

    slack.fault = _first(Fault.BEFORE, "users.info", times=3)
    real = running.app.desk.inbox.claim

    def older() -> Any:
        job = real()
        return job and job.having(taken=datetime.now(UTC) - timedelta(minutes=5))

    running.app.desk.inbox.claim = older  # type: ignore[method-assign]
    asked = slack.say("C1", "U1", "5.4.1")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    assert "comes late" in str(slack.by_bot()[0].blocks)


@pytest.mark.parametrize("error", ["channel_not_found", "is_archived", "restricted_action", "not_in_channel"])
def test_where_there_is_no_place_for_an_answer_it_is_let_go(
    start: Callable[..., Running], slack: MockSlack, error: str
) -> None:
    running = start(stream=False)
    slack.fault = _first(error, "chat.postMessage", times=9)
    asked = slack.say("C1", "U1", "5.4.1")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.of("chat.postMessage")) == 1


def test_blocks_that_slack_refuses_are_sent_as_plain_text(start: Callable[..., Running], slack: MockSlack) -> None:
    running = start(stream=False)
    slack.fault = _first("msg_blocks_too_long", "chat.postMessage")
    asked = slack.say("C1", "U1", "5.4.1")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    (answer,) = slack.by_bot()
    assert answer.blocks == []
    assert "5.4.1" in answer.text


def test_a_revoked_token_ends_it_with_a_sentence_for_the_operator(
    running: Running, slack: MockSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fault = lambda *_: "token_revoked"
    asked = slack.say("C1", "U1", "5.4.1")
    with caplog.at_level(logging.ERROR, "bot.slack.desk"):
        running.post(mention(asked.text, asked.ts))
        slack.wait(lambda: running.waiting == 0)
    assert "SLACK_BOT_TOKEN" in caplog.text


def test_an_answer_that_breaks_is_tried_again_then_owned_up_to(
    running: Running, slack: MockSlack, adviser: SlowAdviser, caplog: pytest.LogCaptureFixture
) -> None:
    adviser.broken = 1
    asked = slack.say("C1", "U1", "5.4.1")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    assert "5.4.1" in slack.by_bot()[0].text
    adviser.broken = 9
    again = slack.say("C1", "U1", "5.4.2")
    running.post(mention(again.text, again.ts))
    slack.wait(lambda: len(slack.by_bot()) == 2)
    told = slack.by_bot()[1]
    assert told.to == "U1"
    assert "not with your question" in told.text
    assert "secret" not in told.text
    caplog.clear()


def test_without_the_database_slack_gets_no_acknowledgement_and_sends_again(
    running: Running, slack: MockSlack, engine: Any
) -> None:
    asked = slack.say("C1", "U1", "5.4.1")
    payload = mention(asked.text, asked.ts)
    with engine.begin() as connection:
        SLACK_JOB.drop(connection)
    assert running.post(payload).status == 503
    with engine.begin() as connection:
        SLACK_JOB.create(connection)
    assert running.post(payload).status == 200
    slack.wait(lambda: len(slack.by_bot()) == 1)


def test_another_process_takes_up_what_a_dead_one_left(
    start: Callable[..., Running], slack: MockSlack, engine: Any
) -> None:
    from datetime import UTC, datetime, timedelta

    running = start()
    dead = running.app.desk.inbox
    asked = slack.say("C1", "U1", "5.4.1")
    with engine.begin() as connection:  # as a process leaves it that died after it began to post
        from bot.slack.question import Question, Surface

        question = Question(
            Surface.MENTION, "T0SIGNPOST", "C1", "U1", "5.4.1", ts=asked.ts, thread=asked.ts, rooted=True
        )
        connection.execute(
            SLACK_JOB.insert().values(
                key=question.key, lane="l", taken=datetime.now(UTC), not_before=datetime.now(UTC),
                leased_until=datetime.now(UTC) - timedelta(seconds=1), attempts=1, answer_id="", tried=True,
                posted_ts="", body=question.to_json(),
            )
        )  # fmt: skip
    slack.wait(lambda: dead.waiting() == 0)
    assert len(slack.by_bot()) == 1
