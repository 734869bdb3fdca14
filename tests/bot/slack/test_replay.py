"""A thousand events with duplicates, over two replicas, while Slack fails now and then and no answer comes."""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt.async_app import AsyncBoltRequest

from bot.slack import replay
from bot.slack.mock import MockSlack
from bot.slack.payloads import Payload, as_request
from tests.bot.slack.conftest import GATE, SECRET, Running, SlowAdviser

EVENTS, AT_ONCE = 1000, 16


def test_all_are_acknowledged_before_any_answer_and_each_is_answered_exactly_once(
    start: Callable[..., Running], slack: MockSlack, adviser: SlowAdviser
) -> None:
    slack.fault = replay.failing(0.05)
    adviser.gate.clear()
    replicas = [start(workers=16), start(workers=16)]
    sent = replay.payloads(slack, EVENTS, 0.1, "5.4.1")
    delivered = []
    for number, running in enumerate(replicas):
        share = sent[number * EVENTS // 2 : (number + 1) * EVENTS // 2]

        async def post(payload: Payload, running: Running = running) -> int:
            body, headers = as_request(payload, SECRET)
            return (await running.app.bolt.async_dispatch(AsyncBoltRequest(body=body, headers=headers))).status

        delivered += running.run(replay.deliver(post, share, AT_ONCE), GATE)
    assert [status for status, _ in delivered] == [200] * EVENTS
    assert slack.by_bot() == [], "the gate is shut: all of them were acknowledged before any answer"
    slack.wait(lambda: len(adviser.asked) >= 32)
    assert replicas[0].waiting == EVENTS * 9 // 10

    adviser.gate.set()
    slack.wait(lambda: replicas[0].waiting == 0, 300, every=0.2)
    found = replay.outcome(slack, sent, delivered)
    assert (found.events, found.lost, found.doubled, found.torn) == (EVENTS, 0, 0, 0)
    assert all(m.metadata for m in slack.by_bot())


def test_what_is_lost_doubled_or_torn_is_counted(slack: MockSlack) -> None:
    sent = replay.payloads(slack, 20, 0.1, "5.4.1")
    first, second = (payload["event"] for payload in sent[:2])
    assert len({payload["event"]["ts"] for payload in sent}) == 18
    for event in (first, first, second):
        slack._add({"channel": event["channel"], "thread_ts": event.get("thread_ts") or event["ts"]}, "an answer")
    slack.by_bot()[-1].streaming = True
    found = replay.outcome(slack, sent, [(200, 0.001 * n) for n in range(19)] + [(503, 0.5)])
    assert (found.lost, found.doubled, found.torn, found.refused) == (17, 1, 1, 1)
    assert found.to_json()["p99_ms"] == found.to_json()["p100_ms"] == 500.0
    assert found.to_json()["p50_ms"] == 10.0
