from __future__ import annotations

import numpy as np
import pytest
from lxml import etree

from evals import vector_bench
from evals.vector_bench import Cost
from indexer.engines.faiss_store import FaissStore

SIZE = 2000


def test_exact_search_finds_all_and_a_graph_nearly_all() -> None:
    exact = vector_bench.measure(FaissStore(vector_bench.DIMENSION), SIZE)
    graph = vector_bench.measure(FaissStore(vector_bench.DIMENSION, flat_limit=100), SIZE)
    assert exact.recall == 1.0
    assert 0.9 < graph.recall <= 1.0
    assert "HNSW" in graph.engine
    assert exact.p50_ms <= exact.p95_ms


def test_vectors_are_unit_grouped_and_the_same_each_time() -> None:
    made = vector_bench.vectors(SIZE)
    assert made.shape == (SIZE + vector_bench.QUERIES, vector_bench.DIMENSION)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert np.array_equal(made, vector_bench.vectors(SIZE))
    nearest = np.sort(made[:200] @ made.T, axis=1)[:, -2]
    assert float(nearest.mean()) > 0.6  # neighbours share a centre; independent vectors would lie near 0.2


def test_the_true_neighbours_do_not_depend_on_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    made = vector_bench.vectors(SIZE)
    whole = vector_bench.truly_nearest(made[:SIZE], made[SIZE:])
    monkeypatch.setattr(vector_bench, "BLOCK", 300)
    assert vector_bench.truly_nearest(made[:SIZE], made[SIZE:]) == whole
    first = np.argsort(-(made[:SIZE] @ made[SIZE]))[: vector_bench.NEAREST]
    assert whole[0] == set(first.tolist())


def test_the_plot_is_an_image_that_names_engines_and_sizes() -> None:
    costs = [Cost("FAISS, flat", size, 1, 0, 1, size / 1e4, 10, 1.0) for size in (10_000, 1_000_000)]
    drawn = etree.fromstring(vector_bench.plot(costs).encode())
    words = " ".join(drawn.itertext())
    assert "FAISS" in words
    assert "1,000,000" in words
    assert vector_bench.table(costs).count("\n") == 2
