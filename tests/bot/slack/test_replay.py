"""A thousand events with duplicates, over two replicas, while Slack fails now and then and answers are slow."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from bot.slack.mock import Fault, MockSlack
from bot.slack.payloads import Payload, mention, message
from tests.bot.slack.conftest import Running, SlowAdviser

EVENTS = 1000


def test_each_question_is_answered_exactly_once(
    start: Callable[..., Running], slack: MockSlack, adviser: SlowAdviser, record_property: Callable[[str, Any], None]
) -> None:
    chance = random.Random(20250131)
    faults = [Fault.BEFORE, Fault.AFTER, Fault.CUT, Fault.LIMITED]
    slack.fault = lambda *_: chance.choice(faults) if chance.random() < 0.05 else None
    real = adviser.respond
    adviser.respond = lambda *args: time.sleep(0.02) or real(*args)  # type: ignore[assignment,method-assign,func-returns-value]
    replicas = [start(workers=4), start(workers=4)]

    payloads: list[Payload] = []
    for number in range(EVENTS - EVENTS // 10):
        channel = f"C{number % 40}"
        asked = slack.say(channel, f"U{number % 25}", "5.4.1")
        if number % 3:
            payloads.append(mention(asked.text, asked.ts, user=asked.user, channel=channel))
        else:
            thread = f"{number}.9"
            asked.channel, asked.thread = f"D{number % 25}", thread
            payloads.append(message(asked.text, asked.ts, asked.user, asked.channel, thread, "im"))
    payloads += chance.sample(payloads, EVENTS // 10)
    chance.shuffle(payloads)

    took: list[float] = []
    for number, payload in enumerate(payloads):
        began = time.perf_counter()
        assert replicas[number % 2].post(payload).status == 200
        took.append(time.perf_counter() - began)
    slack.wait(lambda: replicas[0].waiting == 0, 180, every=0.2)

    answered = Counter((m.channel, m.thread) for m in slack.by_bot())
    asked_for = {(p["event"]["channel"], p["event"].get("thread_ts") or p["event"]["ts"]) for p in payloads}
    took.sort()
    p99 = took[int(len(took) * 0.99)] * 1000
    record_property("acknowledgement_p99_ms", round(p99, 1))
    print(
        f"acknowledgement p50 {took[len(took) // 2] * 1000:.1f} ms, p99 {p99:.1f} ms, longest {took[-1] * 1000:.1f} ms"
    )
    assert len(payloads) == EVENTS
    assert asked_for - set(answered) == set(), "lost"
    assert {where: n for where, n in answered.items() if n > 1} == {}, "doubled"
    assert all(m.metadata and not m.streaming for m in slack.by_bot())
