"""The definitions of the retrieval figures."""

from __future__ import annotations

import math

import pytest

from evals.retrieval_figures import figures


def test_figures_of_a_hand_made_case() -> None:
    found = figures([["a", "x", "b"]], [{"a", "b", "c"}])
    assert found["recall@10"] == pytest.approx(2 / 3)
    assert found["map@10"] == pytest.approx((1 + 2 / 3) / 3)
    ideal = 1 + 1 / math.log2(3) + 0.5
    assert found["ndcg@10"] == pytest.approx((1 + 0.5) / ideal)


def test_only_the_first_ten_count() -> None:
    assert figures([[str(n) for n in range(11)]], [{"10"}])["recall@10"] == 0


def test_they_agree_with_ir_measures() -> None:
    measures = pytest.importorskip("ir_measures")
    rankings = [list("abcdefghijkl"), list("lkjihgfedcba")]
    relevant = [{"b", "l", "z"}, {"a", "k"}]
    ours = figures(rankings, relevant)
    qrels = [measures.Qrel(str(q), p, 1) for q, wanted in enumerate(relevant) for p in wanted]
    run = [measures.ScoredDoc(str(q), p, -i) for q, ranking in enumerate(rankings) for i, p in enumerate(ranking)]
    names = {"recall@10": measures.R @ 10, "map@10": measures.AP @ 10, "ndcg@10": measures.nDCG @ 10}
    theirs = measures.calc_aggregate(list(names.values()), qrels, run)
    assert ours == pytest.approx({name: theirs[measure] for name, measure in names.items()})
