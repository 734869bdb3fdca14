"""Direct messages, threads, and what is not for us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.slack.mock import BOT_ID, BOT_USER, MockSlack
from bot.slack.payloads import deleted, mention, message
from tests.bot.slack.conftest import Running, SlowAdviser


def test_a_direct_message_is_answered_as_one_message_beside_it(running: Running, slack: MockSlack) -> None:
    asked = slack.say("D1", "U1", "5.4.1")
    running.post(message(asked.text, asked.ts, channel="D1", kind="im"))
    slack.wait(lambda: running.waiting == 0)
    (answer,) = slack.by_bot("D1")
    assert answer.thread == ""
    assert "5.4.1" in answer.text
    assert slack.of("chat.postMessage")
    assert not slack.of("chat.startStream")


def test_a_direct_message_goes_on_with_the_conversation(
    running: Running, slack: MockSlack, adviser: SlowAdviser
) -> None:
    for text in ("what must a developer do?", "only what is firm"):
        asked = slack.say("D1", "U1", text)
        running.post(message(asked.text, asked.ts, channel="D1", kind="im"))
        slack.wait(lambda: running.waiting == 0)
    assert "Only requirements" in slack.by_bot("D1")[-1].text


def _follow_up(running: Running, slack: MockSlack, text: str, channel: str = "C1") -> int:
    root = slack.say(channel, "U1", "what must a developer do?")
    running.post(mention(root.text, root.ts, channel=channel))
    slack.wait(lambda: running.waiting == 0)
    more = slack.say(channel, "U2", text, root.ts)
    running.post(message(more.text, more.ts, user="U2", channel=channel, thread=root.ts))
    slack.wait(lambda: running.waiting == 0)
    return len(slack.by_bot(channel))


def test_it_stays_in_a_thread_that_began_with_a_question_to_it(running: Running, slack: MockSlack) -> None:
    assert _follow_up(running, slack, "only what is firm?") == 2
    assert "Only requirements" in slack.by_bot()[-1].text


def test_thanks_in_a_thread_is_left_alone(running: Running, slack: MockSlack) -> None:
    assert _follow_up(running, slack, "thanks, all clear") == 1


def test_what_is_said_to_somebody_else_in_its_thread_is_left_alone(running: Running, slack: MockSlack) -> None:
    assert _follow_up(running, slack, "<@U7> what must a developer do?") == 1


@pytest.mark.parametrize("changes", [{"threads": "mentioned"}, {"mention_only": frozenset({"C1"})}])
def test_by_policy_it_answers_in_threads_only_when_mentioned(
    start: Callable[..., Running], slack: MockSlack, changes: dict[str, Any]
) -> None:
    assert _follow_up(start(**changes), slack, "5.4.1") == 1


def test_in_a_thread_of_others_earlier_messages_are_read_once_and_only_a_mention_is_answered(
    running: Running, slack: MockSlack, adviser: SlowAdviser
) -> None:
    root = slack.say("C1", "U2", "Our data custodian role is unclear to everybody here.")
    asked = slack.say("C1", "U1", "what does the Code say about this?", root.ts)
    running.post(mention(asked.text, asked.ts, thread=root.ts))
    slack.wait(lambda: running.waiting == 0)
    assert "data custodian role is unclear" in adviser.asked[0]
    (read,) = slack.of("conversations.replies")
    assert int(read.args["limit"]) == 20
    again = slack.say("C1", "U1", "and this?", root.ts)
    running.post(mention(again.text, again.ts, thread=root.ts))
    slack.wait(lambda: running.waiting == 0)
    assert adviser.asked[1] == "and this?"
    other = slack.say("C1", "U2", "5.4.1 is hard", root.ts)
    running.post(message(other.text, other.ts, user="U2", thread=root.ts))
    slack.wait(lambda: running.waiting == 0)
    assert len(adviser.asked) == 2
    assert len(slack.of("conversations.replies")) == 1


def test_a_question_that_stands_on_its_own_takes_nothing_from_the_thread(
    running: Running, slack: MockSlack, adviser: SlowAdviser
) -> None:
    root = slack.say("C1", "U2", "Lunch?")
    asked = slack.say("C1", "U1", "what must a developer do?", root.ts)
    running.post(mention(asked.text, asked.ts, thread=root.ts))
    slack.wait(lambda: running.waiting == 0)
    assert adviser.asked == ["what must a developer do?"]


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B9"},
        {"bot_id": BOT_ID, "user": BOT_USER},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1", "ts": "1.0"}},
        {"hidden": True},
        {"user": BOT_USER},
        {"user": "USLACKBOT"},
        {"user": None},
    ],
)
def test_bots_edits_notices_and_itself_are_ignored(running: Running, slack: MockSlack, more: dict[str, Any]) -> None:
    assert running.post(message("5.4.1", slack.ts(), channel="D1", kind="im", **more)).status == 200
    assert running.post(mention("5.4.1", slack.ts(), **more)).status == 200
    assert running.waiting == 0
    assert slack.by_bot() == []


def test_messages_in_a_channel_outside_threads_are_ignored(running: Running, slack: MockSlack) -> None:
    running.post(message("5.4.1", slack.ts()))
    assert running.waiting == 0


def test_a_mention_without_words_is_told_what_can_be_asked(running: Running, slack: MockSlack) -> None:
    asked = slack.say("C1", "U1", "")
    running.post(mention("", asked.ts))
    slack.wait(lambda: running.waiting == 0)
    assert "/code" in str(slack.by_bot()[0].blocks)


def test_a_question_that_is_too_long_is_told_so(running: Running, slack: MockSlack) -> None:
    asked = slack.say("C1", "U1", "long")
    running.post(mention("word " * 2000, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    assert "Please shorten it" in slack.by_bot()[0].text


def test_a_question_deleted_while_it_is_answered_gets_no_answer(
    running: Running, slack: MockSlack, adviser: SlowAdviser
) -> None:
    adviser.gate.clear()
    asked = slack.say("C1", "U1", "5.4.1")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: adviser.asked)
    running.post(deleted(asked.ts, slack.ts()))
    adviser.gate.set()
    slack.wait(lambda: running.waiting == 0)
    other = slack.say("C1", "U1", "5.4.2")
    running.post(mention(other.text, other.ts))
    slack.wait(lambda: len(slack.by_bot()) == 1)
    slack.wait(lambda: running.waiting == 0)
    assert [m.thread for m in slack.by_bot()] == [other.ts]


def test_a_question_deleted_while_the_answer_streams_takes_the_answer_with_it(
    running: Running, slack: MockSlack
) -> None:
    asked = slack.say("D1", "U1", "5.4.1", "1.5")

    def delete_it(method: str, _: dict[str, Any]) -> None:
        if method == "chat.startStream":
            running.app.desk.inbox.withdraw(f"message/T0SIGNPOST/D1/{asked.ts}")

    slack.fault = delete_it
    running.post(message(asked.text, asked.ts, channel="D1", kind="im", thread="1.5"))
    slack.wait(lambda: slack.of("chat.delete"))
    slack.wait(lambda: not slack.by_bot())


def test_a_deletion_in_the_assistant_pane_is_noticed_too(
    running: Running, slack: MockSlack, adviser: SlowAdviser
) -> None:
    adviser.gate.clear()
    asked = slack.say("D1", "U1", "5.4.1", "1.5")
    running.post(message(asked.text, asked.ts, channel="D1", kind="im", thread="1.5"))
    slack.wait(lambda: adviser.asked)
    running.post(deleted(asked.ts, slack.ts(), channel="D1", kind="im", thread="1.5"))
    assert running.waiting == 0
