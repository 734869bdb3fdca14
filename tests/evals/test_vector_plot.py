"""The table and the drawing of cost against size."""

from __future__ import annotations

from lxml import etree

from evals.vector_bench import Cost
from evals.vector_plot import families, plot, table

COSTS = [
    Cost("FAISS, flat", 10_000, 1, 0, 0.5, 1.2, 31, 40, 1.0),
    Cost("FAISS, HNSW", 1_000_000, 1, 9, 1, 2, 3_500, 5_000, 0.97),
    Cost("PostgreSQL, <b>", 10_000, 1, 0, 1, 7.5, 12, 0, 1.0),
]


def test_the_plot_is_an_image_that_names_engines_sizes_and_figures() -> None:
    drawn = etree.fromstring(plot(COSTS).encode())
    words = " ".join(drawn.itertext())
    for said in ("FAISS", "PostgreSQL", "10,000", "1,000,000", "1.2", "7.5", "3,500"):
        assert said in words
    dots = {(dot.get("cx"), dot.get("fill")): float(dot.get("cy")) for dot in drawn.iter("{*}circle")}
    assert len(dots) == 6  # three costs in two panels
    lines = list(drawn.iter("{*}polyline"))
    assert len(lines) == 4


def test_flat_and_graph_of_one_engine_are_one_line() -> None:
    assert families(COSTS) == ["FAISS", "PostgreSQL"]


def test_the_table_has_a_line_for_each() -> None:
    assert table(COSTS).count("\n") == 3
    assert "0.970" in table(COSTS)
