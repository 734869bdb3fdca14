"""What nearness costs as a collection grows: latency, memory, build time and recall of an engine, by size.

The vectors are synthetic: unit vectors around centres, as sentence vectors are, so that a graph of neighbours has
something to follow; the queries are further draws from the same centres. Recall is the share of the ten truly nearest
(by exact search here) that the engine finds.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10
from time import perf_counter
from typing import Final

import numpy as np
from markupsafe import Markup

from evals import metrics
from evals.load import resident_mb
from indexer.encoder import Vectors
from indexer.ports import VectorStore

DIMENSION: Final = 384
SPREAD: Final = 0.55
TO_A_CENTRE: Final = 200
QUERIES: Final = 200
NEAREST: Final = 10
BLOCK: Final = 50_000
SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """What one size costs: seconds to add and to be ready, milliseconds of a search, MB held, recall at ten."""

    engine: str
    size: int
    add_seconds: float
    ready_seconds: float
    p50_ms: float
    p95_ms: float
    memory_mb: float
    recall: float


def vectors(size: int, seed: int = SEED) -> Vectors:
    """`size` unit vectors and, behind them, :data:`QUERIES` queries, shape ``(size + QUERIES, DIMENSION)``."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(max(1, size // TO_A_CENTRE), DIMENSION)).astype(np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    made = np.empty((size + QUERIES, DIMENSION), dtype=np.float32)
    for start in range(0, len(made), BLOCK):
        rows = made[start : start + BLOCK]
        noise = random.normal(size=rows.shape).astype(np.float32) * np.float32(SPREAD / DIMENSION**0.5)
        rows[:] = centres[random.integers(len(centres), size=len(rows))] + noise
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return made


def truly_nearest(kept: Vectors, queries: Vectors) -> list[set[int]]:
    """Rows of the nearest by exact search, block by block."""
    best = np.full((len(queries), NEAREST), -2.0, dtype=np.float32)
    rows = np.zeros((len(queries), NEAREST), dtype=np.int64)
    for start in range(0, len(kept), BLOCK):
        scores = np.concatenate([best, queries @ kept[start : start + BLOCK].T], axis=1)
        places = np.concatenate([rows, np.broadcast_to(np.arange(start, start + scores.shape[1] - NEAREST), (len(queries), scores.shape[1] - NEAREST))], axis=1)  # fmt: skip # noqa: E501
        top = np.argpartition(-scores, NEAREST - 1, axis=1)[:, :NEAREST]
        best, rows = np.take_along_axis(scores, top, 1), np.take_along_axis(places, top, 1)
    return [set(map(int, row)) for row in rows]


def measure(store: VectorStore, size: int, server: int | None = None) -> Cost:
    """Fill an empty `store` with `size` vectors and search it. `server`: its process, where it is not this one."""
    before = resident_mb(server) if server else _own_mb()
    made = vectors(size)
    kept, queries = made[:size], made[size:]
    start = perf_counter()
    for ids, block in _blocks(kept):
        store.add(ids, [""] * len(ids), block)
    added = perf_counter()
    store.near(queries[0], NEAREST)
    ready = perf_counter()
    times, found = [], []
    for query in queries:
        began = perf_counter()
        hits = store.near(query, NEAREST)
        times.append((perf_counter() - began) * 1000)
        found.append({int(hit.id) for hit in hits})
    held = (resident_mb(server) if server else _own_mb()) - before
    right = [len(got & true) / NEAREST for got, true in zip(found, truly_nearest(kept, queries), strict=True)]
    p50, p95 = metrics.percentile(times, 0.5) or 0.0, metrics.percentile(times, 0.95) or 0.0
    return Cost(store.name, size, added - start, ready - added, p50, p95, held, float(np.mean(right)))


def _blocks(kept: Vectors) -> Iterator[tuple[list[str], Vectors]]:
    for start in range(0, len(kept), BLOCK):
        block = kept[start : start + BLOCK]
        yield [str(row) for row in range(start, start + len(block))], block


def _own_mb() -> float:
    """Peak resident memory of this process, in MB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def table(costs: Sequence[Cost]) -> str:
    """Plain text, a line for each engine and size."""
    lines = [f"{'engine':32}{'vectors':>10}{'add s':>8}{'ready s':>9}{'p50 ms':>8}{'p95 ms':>8}{'MB':>7}{'recall':>8}"]
    for c in costs:
        lines.append(
            f"{c.engine:32}{c.size:>10,}{c.add_seconds:>8.1f}{c.ready_seconds:>9.1f}{c.p50_ms:>8.2f}{c.p95_ms:>8.2f}"
            f"{c.memory_mb:>7.0f}{c.recall:>8.3f}"
        )
    return "\n".join(lines)


COLOURS: Final = ("#2563a8", "#c2571a", "#6b8e23", "#7a4ca0")
WIDTH, HEIGHT, LEFT, FLOOR = 720, 420, 70, 360


def plot(costs: Sequence[Cost]) -> Markup:
    """Cost against size as SVG: p95 of a search over the number of vectors, both on logarithmic axes."""
    sizes = [c.size for c in costs]
    low, high = log10(min(sizes)), max(log10(max(sizes)), log10(min(sizes)) + 1)
    least, most = -1, 3  # a tenth of a millisecond to a second

    def x(size: int) -> float:
        return LEFT + (log10(size) - low) / (high - low) * (WIDTH - LEFT - 40)

    def y(milliseconds: float) -> float:
        return FLOOR - (min(max(log10(max(milliseconds, 0.01)), least), most) - least) / (most - least) * (FLOOR - 30)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="p95 of a search by number of vectors" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(least, most + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} ms</text>')
    for size in sorted(set(sizes)):
        parts.append(f'<text x="{x(size):.1f}" y="{FLOOR + 22}" text-anchor="middle">{size:,}</text>')
    for place, engine in enumerate(_families(costs)):
        colour, own = COLOURS[place % len(COLOURS)], [c for c in costs if c.engine.startswith(engine)]
        line = " ".join(f"{x(c.size):.1f},{y(c.p95_ms):.1f}" for c in sorted(own, key=lambda c: c.size))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for c in own:
            parts.append(f'<circle cx="{x(c.size):.1f}" cy="{y(c.p95_ms):.1f}" r="4" fill="{colour}"/>')
            said = f"{c.p95_ms:.1f} ms, {c.memory_mb:,.0f} MB, recall {c.recall:.2f}"
            parts.append(f'<text x="{x(c.size) - 6:.1f}" y="{y(c.p95_ms) - 9:.1f}" text-anchor="{"end" if x(c.size) > WIDTH / 2 else "start"}" fill="{colour}">{said}</text>')  # fmt: skip # noqa: E501
        parts.append(f'<text x="{LEFT + 10}" y="{44 + 18 * place}" fill="{colour}">{engine}</text>')
    parts.append("</svg>")
    return Markup("\n".join(parts))  # noqa: S704 - numbers and names of our own


def _families(costs: Sequence[Cost]) -> list[str]:
    return list(dict.fromkeys(c.engine.split(",")[0].split(" ")[0] for c in costs))


