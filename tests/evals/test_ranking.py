from __future__ import annotations

import pytest

from evals import ranking
from evals.gold import Gold
from evals.sets import Question

GOLDS = {"a": Gold(frozenset({"1.1", "1.2"}), frozenset()), "b": Gold(frozenset({"5.4"}), frozenset())}


def test_a_perfect_ranking_scores_one() -> None:
    found = ranking.measure({"a": ["1.1", "1.2", "9.9"], "b": ["5.4"]}, GOLDS)
    assert found == {"recall@5": 1.0, "recall@10": 1.0, "ndcg@10": 1.0, "mrr": 1.0}


def test_order_and_depth_count() -> None:
    late = [f"9.{n}" for n in range(5)]
    found = ranking.measure({"a": [*late, "1.1"], "b": ["9.9", "5.4"]}, GOLDS)
    assert found["recall@5"] == 0.5
    assert found["recall@10"] == 0.75
    assert found["mrr"] == pytest.approx((1 / 6 + 1 / 2) / 2)


def test_what_is_not_ranked_at_all_scores_zero() -> None:
    assert ranking.measure({"a": [], "b": ["5.4"]}, GOLDS)["mrr"] == 0.5


def test_only_questions_with_provisions_that_stand_alone_are_ranked() -> None:
    questions = [
        Question(id="aaa", category="topic", question="?", must=("1.1",)),
        Question(id="bbb", category="follow-up", question="?", turns=("!",), must=("1.1",)),
        Question(id="ccc", category="fact", question="?", facts=(("x",),)),
    ]
    golds = {q.id: Gold(frozenset(q.must), frozenset()) for q in questions}
    assert [q.id for q in ranking.ranked(questions, golds)] == ["aaa"]
