"""The status comes before the answer, on every surface that has one, and goes with it; no time limit decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.slack.mock import MockSlack
from bot.slack.payloads import Payload, command, mention, message, shortcut
from bot.slack.statuses import STATUS
from tests.bot.slack.conftest import Running, SlowAdviser

METHOD = "assistant.threads.setStatus"
Made = tuple[Payload, tuple[str, str]]


def _mentioned(slack: MockSlack) -> Made:
    asked = slack.say("C1", "U1", "5.4.1")
    return mention("5.4.1", asked.ts), ("C1", asked.ts)


def _mentioned_in_a_thread(slack: MockSlack) -> Made:
    root = slack.say("C1", "U2", "Lunch?")
    asked = slack.say("C1", "U1", "5.4.1", root.ts)
    return mention("5.4.1", asked.ts, thread=root.ts), ("C1", root.ts)


def _in_the_pane(slack: MockSlack) -> Made:
    asked = slack.say("D1", "U1", "5.4.1", "1.5")
    return message("5.4.1", asked.ts, channel="D1", kind="im", thread="1.5"), ("D1", "1.5")


@pytest.mark.parametrize("asking", [_mentioned, _mentioned_in_a_thread, _in_the_pane])
def test_the_status_is_there_while_the_answer_is_made_and_gone_after(
    running: Running, slack: MockSlack, adviser: SlowAdviser, asking: Callable[[MockSlack], Made]
) -> None:
    adviser.gate.clear()
    payload, thread = asking(slack)
    assert running.post(payload).status == 200
    slack.wait(lambda: slack.status.get(thread) == STATUS)
    assert slack.by_bot() == []
    adviser.gate.set()
    slack.wait(lambda: running.waiting == 0)
    assert slack.status == {}
    assert len(slack.of(METHOD)) == 1
    assert len(slack.by_bot()) == 1


def test_a_status_does_not_wait_for_a_worker(
    start: Callable[..., Running], slack: MockSlack, adviser: SlowAdviser
) -> None:
    running = start(workers=1)
    adviser.gate.clear()
    threads = []
    for _ in range(3):
        payload, thread = _mentioned(slack)
        running.post(payload)
        threads.append(thread)
    slack.wait(lambda: {t for t, shown in slack.status.items() if shown == STATUS} == set(threads))
    assert slack.by_bot() == []
    assert len(adviser.asked) <= 1


def test_a_follow_up_gets_its_status_once_it_is_known_to_ask_something(
    running: Running, slack: MockSlack, adviser: SlowAdviser
) -> None:
    root = slack.say("C1", "U1", "what must a developer do?")
    running.post(mention(root.text, root.ts))
    slack.wait(lambda: running.waiting == 0)
    shown = len(slack.of(METHOD))
    for text in ("thanks, all clear", "only what is firm?"):
        adviser.gate.clear()
        more = slack.say("C1", "U2", text, root.ts)
        running.post(message(more.text, more.ts, user="U2", thread=root.ts))
    slack.wait(lambda: slack.status.get(("C1", root.ts)) == STATUS)
    assert len(slack.by_bot()) == 1
    adviser.gate.set()
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.of(METHOD)) == shown + 1
    assert slack.status == {}


def test_where_there_is_no_thread_there_is_no_status(running: Running, slack: MockSlack) -> None:
    asked = slack.say("D1", "U1", "5.4.1")
    running.post(message("5.4.1", asked.ts, channel="D1", kind="im"))
    running.post(command("5.4.1", slack.response_url("C1", "U1")))
    running.post(shortcut("5.4.1", slack.response_url("C1", "U1"), asked.ts))
    slack.wait(lambda: running.waiting == 0 and len(slack.by_bot()) == 3)
    assert slack.of(METHOD) == []


def test_who_is_turned_away_is_left_without_a_status(running: Running, slack: MockSlack) -> None:
    slack.users["U1"] = {"is_restricted": True}
    payload, _ = _mentioned(slack)
    running.post(payload)
    slack.wait(lambda: slack.by_bot() and slack.of(METHOD) and slack.of(METHOD)[-1].args["status"] == "")
    assert slack.status == {}
