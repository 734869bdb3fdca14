"""What nearness costs as a collection grows: latency, memory, build time and recall of an engine, by size.

The vectors are synthetic: unit vectors around centres, as sentence vectors are, so that a graph of neighbours has
something to follow; the queries are further draws from the same centres. They are drawn block by block, and never lie
in memory together, unless the engine keeps them there. Recall is the share of the ten truly nearest (by exact search
here) that the engine finds.

Each measurement runs in a process of its own (:func:`apart`): what one leaves behind in memory is not held against the
next.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final
from uuid import uuid4

import numpy as np

from evals import metrics
from evals.errors import RunInvalid
from indexer.encoder import Vectors
from indexer.engines.opening import open_store
from indexer.ports import VectorStore

DIMENSION: Final = 384
SPREAD: Final = 0.55
TO_A_CENTRE: Final = 200
QUERIES: Final = 200
PASSES: Final = 5
NEAREST: Final = 10
BLOCK: Final = 50_000
SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """What one size costs.

    Attributes:
        add_seconds, ready_seconds: to add all, and then to build what search needs.
        p50_ms, p95_ms: milliseconds of a search, in the quickest of :data:`PASSES` passes over the queries, since
            whatever else runs on the machine can only add to them.
        memory_mb: held when all is ready and has been searched, over what was held before; of the engine's server,
            where that is another process, each page that its processes share counted once.
        peak_mb: the most that was held at any moment of it, likewise (0: not known, for a server).
        recall: at ten.
    """

    engine: str
    size: int
    add_seconds: float
    ready_seconds: float
    p50_ms: float
    p95_ms: float
    memory_mb: float
    peak_mb: float
    recall: float


class Synthetic:
    """`size` unit vectors, drawn anew, and always the same, each time that they are asked for; and their queries."""

    def __init__(self, size: int, seed: int = SEED) -> None:
        self.size, self._seed = size, seed
        random = np.random.default_rng(seed)
        self._centres = random.standard_normal((max(1, size // TO_A_CENTRE), DIMENSION), dtype=np.float32)
        self._centres /= np.linalg.norm(self._centres, axis=1, keepdims=True)
        self.queries = self._draw(QUERIES, np.random.default_rng([seed, 1]))

    def blocks(self) -> Iterator[tuple[int, Vectors]]:
        """The row at which each block begins, and the block, shape ``(up to BLOCK, DIMENSION)``."""
        for start in range(0, self.size, BLOCK):
            random = np.random.default_rng([self._seed, 2, start])
            yield start, self._draw(min(BLOCK, self.size - start), random)

    def _draw(self, count: int, random: np.random.Generator) -> Vectors:
        rows = random.standard_normal((count, DIMENSION), dtype=np.float32)
        rows *= np.float32(SPREAD / DIMENSION**0.5)
        rows += self._centres[random.integers(len(self._centres), size=count)]
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def truly_nearest(made: Synthetic) -> list[set[int]]:
    """Rows of the nearest of each query, by exact search, block by block."""
    queries = made.queries
    best = np.full((len(queries), NEAREST), -2.0, dtype=np.float32)
    rows = np.zeros((len(queries), NEAREST), dtype=np.int64)
    for start, block in made.blocks():
        here = np.broadcast_to(np.arange(start, start + len(block)), (len(queries), len(block)))
        scores = np.concatenate([best, queries @ block.T], axis=1)
        places = np.concatenate([rows, here], axis=1)
        top = np.argpartition(-scores, NEAREST - 1, axis=1)[:, :NEAREST]
        best, rows = np.take_along_axis(scores, top, 1), np.take_along_axis(places, top, 1)
    return [set(map(int, row)) for row in rows]


def apart(address: str, size: int, server: int | None = None) -> Cost:
    """:func:`measure` on a new collection of the engine at `address`, in a fresh process; the collection is dropped.

    Raises:
        EngineUnavailable
        RunInvalid: the process was ended before it had measured.
    """
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        try:
            return pool.submit(_measured, address, size, server).result()
        except BrokenProcessPool as error:
            raise RunInvalid(
                f"The process that measured {size:,} vectors was ended from outside. If the system ran out of memory, "
                "measure fewer."
            ) from error


def _measured(address: str, size: int, server: int | None) -> Cost:
    store = open_store(address, DIMENSION, f"bench{uuid4().hex[:10]}")
    try:
        return measure(store, size, server)
    finally:
        store.drop()


def measure(store: VectorStore, size: int, server: int | None = None) -> Cost:
    """Fill an empty `store` with `size` vectors and search it. `server`: its process, where it is not this one."""
    made = Synthetic(size)
    _rehearse(store, made.queries[:1])
    before = held_mb(server or os.getpid())
    start = perf_counter()
    for first, block in made.blocks():
        store.add([str(row) for row in range(first, first + len(block))], [""] * len(block), block)
    added = perf_counter()
    store.settle()
    ready = perf_counter()
    passes = [_pass(store, made.queries) for _ in range(PASSES)]
    gc.collect()
    held = held_mb(server or os.getpid()) - before
    peak = 0.0 if server else max(held, _peak_mb() - before)
    right = [len(got & true) / NEAREST for got, true in zip(passes[0][1], truly_nearest(made), strict=True)]
    p95, p50 = min(
        (metrics.percentile(times, 0.95) or 0.0, metrics.percentile(times, 0.5) or 0.0) for times, _ in passes
    )
    return Cost(store.name, size, added - start, ready - added, p50, p95, held, peak, float(np.mean(right)))


def _rehearse(store: VectorStore, one: Vectors) -> None:
    """Go through everything once: what an engine loads to work at all is not the vectors' cost."""
    store.add(["-1"], [""], one)
    store.settle()
    store.near(one[0], 1)
    store.remove(["-1"])


def _pass(store: VectorStore, queries: Vectors) -> tuple[list[float], list[set[int]]]:
    """Milliseconds of each search, and the rows that it found."""
    times, found = [], []
    for query in queries:
        began = perf_counter()
        hits = store.near(query, NEAREST)
        times.append((perf_counter() - began) * 1000)
        found.append({int(hit.id) for hit in hits})
    return times, found


def held_mb(pid: int) -> float:
    """Memory of a process and its children in MB, shared pages shared out (proportional set size; Linux)."""
    total = 0
    for each in (pid, *_children(pid)):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024 / 1e6


def _children(pid: int) -> list[int]:
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []
    return [found for child in own for found in (child, *_children(child))]


def _peak_mb() -> float:
    """The most that this process has held, in MB (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6
