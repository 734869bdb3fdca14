"""Cost against size: vectors drawn in blocks, each measurement apart, the index built after the load."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from evals import vector_bench
from evals.vector_bench import Synthetic
from indexer.encoder import Vectors
from indexer.engines.faiss_store import FaissStore

SIZE = 2000


def whole(made: Synthetic) -> Vectors:
    return np.concatenate([block for _, block in made.blocks()])


class Noting(FaissStore):
    """Remembers in which order it was used."""

    def __init__(self, dimension: int) -> None:
        super().__init__(dimension, flat_limit=100)
        self.done: list[str] = []

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()) -> None:
        self.done.append("add")
        super().add(ids, texts, vectors, corpora)

    def settle(self) -> None:
        self.done.append("settle")
        super().settle()


def test_exact_search_finds_all_and_a_graph_nearly_all() -> None:
    exact = vector_bench.measure(FaissStore(vector_bench.DIMENSION), SIZE)
    graph = vector_bench.measure(FaissStore(vector_bench.DIMENSION, flat_limit=100), SIZE)
    assert exact.recall == 1.0
    assert 0.9 < graph.recall <= 1.0
    assert "HNSW" in graph.engine
    assert exact.p50_ms <= exact.p95_ms


def test_the_index_is_built_once_all_has_been_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_bench, "BLOCK", 700)
    store = Noting(vector_bench.DIMENSION)
    vector_bench.measure(store, SIZE)
    assert store.done[-4:] == ["add", "add", "add", "settle"]
    assert store.count() == SIZE  # what it was rehearsed with has gone


def test_vectors_are_unit_grouped_and_the_same_each_time() -> None:
    made = Synthetic(SIZE)
    vectors = whole(made)
    assert vectors.shape == (SIZE, vector_bench.DIMENSION)
    assert made.queries.shape == (vector_bench.QUERIES, vector_bench.DIMENSION)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors, whole(Synthetic(SIZE)))
    assert not np.array_equal(vectors, whole(Synthetic(SIZE, seed=8)))
    nearest = np.sort(made.queries @ vectors.T, axis=1)[:, -1]
    assert float(nearest.mean()) > 0.6  # neighbours share a centre; independent vectors would lie near 0.2


def test_the_true_neighbours_are_those_of_all_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_bench, "BLOCK", 300)
    made = Synthetic(SIZE)
    vectors = whole(made)
    assert len(np.unique(vectors, axis=0)) == SIZE  # no block is a copy of another
    exact = np.argsort(-(made.queries @ vectors.T), axis=1)[:, : vector_bench.NEAREST]
    assert vector_bench.truly_nearest(made) == [set(map(int, row)) for row in exact]


def test_a_measurement_has_a_process_of_its_own_and_counts_the_engine_s_memory_alone() -> None:
    ballast = np.ones(60_000_000, dtype=np.float32)  # 240 MB of this process are none of the engine's
    size = 40_000
    cost = vector_bench.apart("faiss:", size)
    kept = size * vector_bench.DIMENSION * 4 / 1e6  # 61 MB, which the store and the index hold each
    assert kept < cost.memory_mb < 3.5 * kept
    assert cost.peak_mb >= cost.memory_mb
    assert cost.recall == 1.0
    assert ballast.nbytes > 3 * kept
