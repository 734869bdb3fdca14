"""A busy day replayed: many questions at once, some delivered twice, while Slack fails now and then.

For tests and for ``signpost slack replay``, which measures how long acknowledgements take while answers are slow.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bot.slack.mock import Args, Fault, MockSlack
from bot.slack.payloads import Payload, as_request, mention, message

Post = Callable[[Payload], Awaitable[int]]
SEED: Final = 20250131
CHANNELS, PEOPLE = 40, 25


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a replay.

    Attributes:
        events: how many were delivered.
        refused: how many Slack got another status than 200 for.
        lost: how many questions have no answer; ``doubled``: more than one; ``torn``: an unfinished one.
        took: seconds to each acknowledgement, the shortest first.
    """

    events: int
    refused: int
    lost: int
    doubled: int
    torn: int
    took: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """Milliseconds in which `share` (0 to 1) of the acknowledgements came."""
        return self.took[min(len(self.took) - 1, int(len(self.took) * share))] * 1000

    def to_json(self) -> dict[str, Any]:
        counts = {name: getattr(self, name) for name in ("events", "refused", "lost", "doubled", "torn")}
        return counts | {f"p{n}_ms": round(self.percentile(n / 100), 1) for n in (50, 99, 100)}


def payloads(slack: MockSlack, events: int, duplicates: float, text: str, seed: int = SEED) -> list[Payload]:
    """`events` deliveries, of which the share `duplicates` comes a second time, in any order.

    Two of three are mentions in channels, the rest is said in the assistant pane; each in a thread of its own.
    """
    chance = random.Random(seed)  # noqa: S311 - a plan that can be repeated, no secret
    twice = int(events * duplicates)
    made = []
    for number in range(events - twice):
        user, channel = f"U{number % PEOPLE}", f"C{number % CHANNELS}"
        if number % 3:
            said = slack.say(channel, user, text)
            made.append(mention(text, said.ts, user, channel))
        else:
            said = slack.say(f"D{number % PEOPLE}", user, text, f"{number}.9")
            made.append(message(text, said.ts, user, said.channel, said.thread, "im"))
    made += chance.sample(made, twice)
    chance.shuffle(made)
    return made


def failing(share: float, seed: int = SEED) -> Callable[[str, Args], str | None]:
    """A ``fault`` for :class:`MockSlack`: of its calls, `share` fail, in every way there is."""
    ways = [Fault.BEFORE, Fault.AFTER, Fault.CUT, Fault.LIMITED]
    chance = random.Random(seed)  # noqa: S311 - as above
    return lambda *_: chance.choice(ways) if chance.random() < share else None


async def deliver(post: Post, sent: Sequence[Payload], at_once: int) -> list[tuple[int, float]]:
    """Deliver, `at_once` at a time; the status of each and the seconds that it took."""
    waiting = iter(sent)
    found: list[tuple[int, float]] = []

    async def one_after_another() -> None:
        for payload in waiting:
            began = time.perf_counter()
            status = await post(payload)
            found.append((status, time.perf_counter() - began))

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return found


async def deliver_over_http(url: str, secret: str, sent: Sequence[Payload], at_once: int) -> list[tuple[int, float]]:
    """The same, signed and over HTTP, to the events address `url`."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=at_once)) as session:

        async def post(payload: Payload) -> int:
            body, headers = as_request(payload, secret)
            async with session.post(url, data=body.encode(), headers=headers) as answer:
                await answer.read()
                return answer.status

        return await deliver(post, sent, at_once)


def answers(slack: MockSlack) -> Counter[tuple[str, str]]:
    """How many whole answers stand in each thread."""
    return Counter((m.channel, m.thread) for m in slack.by_bot() if not m.streaming)


def asked(sent: Sequence[Payload]) -> set[tuple[str, str]]:
    """The threads that want an answer."""
    inner = [payload["event"] for payload in sent]
    return {(event["channel"], event.get("thread_ts") or event["ts"]) for event in inner}


def settle(slack: MockSlack, sent: Sequence[Payload], seconds: float, after: float = 2.0) -> None:
    """Wait until each question has its answer, and `after` seconds more, in which a second one would come.

    After so many `seconds` it gives up waiting; :func:`outcome` then counts what is lost.
    """
    wanted = len(asked(sent))
    with suppress(TimeoutError):
        slack.wait(lambda: len(answers(slack)) >= wanted, seconds, every=0.2)
    time.sleep(after)


def outcome(slack: MockSlack, sent: Sequence[Payload], delivered: Sequence[tuple[int, float]]) -> Outcome:
    """What came of it, once nothing waits any more."""
    found = answers(slack)
    return Outcome(
        events=len(sent),
        refused=sum(status != 200 for status, _ in delivered),
        lost=len(asked(sent) - set(found)),
        doubled=sum(count > 1 for count in found.values()),
        torn=sum(m.streaming for m in slack.by_bot()),
        took=tuple(sorted(seconds for _, seconds in delivered)),
    )
