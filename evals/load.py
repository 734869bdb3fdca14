"""Load: how many answers a second a served Signpost gives to several clients at once, and how its memory keeps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Final

import httpx

from evals import metrics
from evals.errors import RunInvalid

WARM_UP: Final = 10
PAGE: Final = 4096


@dataclass(frozen=True, slots=True)
class Load:
    """What clients that ask one question after the other saw.

    Attributes:
        clients: how many asked at the same time.
        answers: how many were given; ``per_second`` of them.
        p50_ms, p95_ms: milliseconds of an answer.
    """

    clients: int
    answers: int
    per_second: float
    p50_ms: float
    p95_ms: float


def measure(url: str, questions: Sequence[str], clients: int, seconds: float) -> Load:
    """Ask `url` with `clients` connections for `seconds`.

    Raises:
        RunInvalid: an answer is an error.
    """
    return asyncio.run(_measure(url, questions, clients, seconds))


async def _measure(url: str, questions: Sequence[str], clients: int, seconds: float) -> Load:
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits, trust_env=False) as client:
        for question in islice(cycle(questions), WARM_UP):
            await _ask(client, question)
        start = perf_counter()
        until = start + seconds
        found = await asyncio.gather(*(_client(client, questions, place, until) for place in range(clients)))
        spent = perf_counter() - start
    times = [time for each in found for time in each]
    p50, p95 = metrics.percentile(times, 0.5), metrics.percentile(times, 0.95)
    return Load(clients, len(times), len(times) / spent, p50 or 0.0, p95 or 0.0)


async def _client(client: httpx.AsyncClient, questions: Sequence[str], place: int, until: float) -> list[float]:
    """Milliseconds of each answer to one client, which begins at a question of its own."""
    times = []
    for question in islice(cycle(questions), place * 7, None):
        if perf_counter() >= until:
            break
        start = perf_counter()
        await _ask(client, question)
        times.append((perf_counter() - start) * 1000)
    return times


async def _ask(client: httpx.AsyncClient, question: str) -> None:
    response = await client.post("/v1/ask", json={"question": question})
    if response.status_code != httpx.codes.OK:
        raise RunInvalid(f"The server answered with status {response.status_code}: {response.text[:200]}")


def memory(
    url: str, pid: int, questions: Sequence[str], minutes: int, told: Callable[[int, float], None]
) -> list[float]:
    """Megabytes of the process `pid` after each minute of questions from two clients, the first before they start.

    `told` hears (minute, megabytes).
    """
    found = [resident_mb(pid)]
    for minute in range(1, minutes + 1):
        measure(url, questions, clients=2, seconds=60)
        found.append(resident_mb(pid))
        told(minute, found[-1])
    return found


def resident_mb(pid: int) -> float:
    """Resident memory of a process and of its children, in MB (Linux)."""
    pages = 0
    for each in (pid, *_children(pid)):
        try:
            pages += int(Path(f"/proc/{each}/statm").read_text().split()[1])
        except OSError:
            continue
    return pages * PAGE / 1e6


def _children(pid: int) -> list[int]:
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [found for child in own for found in (child, *_children(child))]


def table(rows: Sequence[tuple[str, int, Load]]) -> str:
    """Plain text: a line for each (server, workers, load)."""
    lines = [f"{'server':10}{'workers':>8}{'clients':>9}{'answers/s':>11}{'p50 ms':>9}{'p95 ms':>9}"]
    for server, workers, load in rows:
        lines.append(
            f"{server:10}{workers:>8}{load.clients:>9}{load.per_second:>11.1f}{load.p50_ms:>9.0f}{load.p95_ms:>9.0f}"
        )
    return "\n".join(lines)
