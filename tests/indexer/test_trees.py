"""The numpy evaluator of boosted trees."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.collection import FEATURES
from indexer.trees import Forest

STUMP = [[0, 0.5, 1, 2], [-1.0], [2, 0.25, 3, 4], [0.5], [2.0]]


def test_rows_fall_to_the_leaf_that_their_features_lead_to() -> None:
    forest = Forest(("a", "b", "c"), 0.5, [STUMP, [[1.0]]])
    rows = np.array([[0.5, 0, 1], [0.6, 0, 0.25], [0.6, 0, 0.3]], dtype=np.float32)
    odds = np.array([0.5 - 1 + 1, 0.5 + 0.5 + 1, 0.5 + 2 + 1])
    assert forest.score(rows) == pytest.approx(1 / (1 + np.exp(-odds)), rel=1e-5)


def test_the_shipped_forest_reads_the_features_that_a_collection_gives() -> None:
    assert Forest.shipped().names == FEATURES


def test_more_nearness_never_counts_against_a_passage() -> None:
    rng = np.random.default_rng(0)
    rows = rng.random((200, len(FEATURES))).astype(np.float32)
    forest = Forest.shipped()
    before = forest.score(rows)
    for column in range(len(FEATURES)):
        nearer = rows.copy()
        nearer[:, column] += 0.2
        assert (forest.score(nearer) >= before - 1e-6).all(), FEATURES[column]


def test_it_agrees_with_the_library_that_learned_it() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    limits = pytest.importorskip("threadpoolctl")
    from evals.retrieval_training import fit

    rng = np.random.default_rng(1)
    rows = rng.random((600, len(FEATURES))).astype(np.float32)
    relevant = rows[:, 0] + rows[:, 3] > 1.2
    model = ensemble.HistGradientBoostingClassifier(
        max_iter=80, max_leaf_nodes=5, learning_rate=0.07, min_samples_leaf=60, l2_regularization=10,
        monotonic_cst=[1] * rows.shape[1], early_stopping=False, random_state=0,
    )  # fmt: skip
    with limits.threadpool_limits(1):
        model.fit(rows, relevant)
        predicted = model.predict_proba(rows)[:, 1]
    assert Forest.from_json(fit(rows, relevant)).score(rows) == pytest.approx(predicted, abs=1e-3)
