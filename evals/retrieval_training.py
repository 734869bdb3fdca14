"""Learning the fusion: ``python -m evals.retrieval_training PASSAGES QUESTIONS ENCODER_FOLDER``.

Writes ``indexer/data/fusion.json`` (learned from all questions) and ``evals/data/fusion-folds.json`` (one forest for
each fold, learned from the other four). Needs scikit-learn; using the result does not. Each question gives its
hundred candidates by plain fusion, relevant or not; each tree has at most five leaves of at least 60 candidates, and
more nearness never counts against a candidate (monotone constraints), so that little can be learned by heart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals import retrieval_files
from evals.retrieval_folds import FOLDS, fingerprint, fold
from indexer import context, encoder_store
from indexer.collection import FEATURES, K1, POOL, B, Collection
from indexer.encoder import Vectors
from indexer.lexical import LexicalIndex

TREES, LEAVES, RATE, LEAST = 80, 5, 0.07, 60
DIGITS = 5  # of the leaves; thresholds may be values that occur, so they are kept whole


def fit(features: NDArray[np.float32], relevant: NDArray[np.bool_]) -> dict[str, Any]:
    """A forest, as :class:`indexer.trees.Forest` reads it, from rows of features and whether each is relevant."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    model = HistGradientBoostingClassifier(
        max_iter=TREES, max_leaf_nodes=LEAVES, learning_rate=RATE, min_samples_leaf=LEAST, l2_regularization=10,
        monotonic_cst=[1] * features.shape[1], early_stopping=False, random_state=0,
    )  # fmt: skip
    with threadpool_limits(1):  # so little work that threads wait for one another; one thread gives one result
        model.fit(features, relevant)
    trees = []
    for (predictor,) in model._predictors:
        trees.append(
            [
                [round(float(node["value"]), DIGITS)]
                if node["is_leaf"]
                else [
                    int(node["feature_idx"]),
                    float(node["num_threshold"]),
                    int(node["left"]),
                    int(node["right"]),
                ]
                for node in predictor.nodes
            ]
        )
    start = round(float(np.ravel(model._baseline_prediction)[0]), DIGITS)
    return {"features": list(FEATURES), "start": start, "trees": trees}


def learn(
    collection: Collection, vectors: Vectors, ids: Sequence[str], questions: Sequence[retrieval_files.Question]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The forest learned from all questions, and the forests of the folds with the questions' fingerprints.

    `vectors` are the questions' own, in their order; `ids` the passages'.
    """
    features, relevant, folds = [], [], []
    for question, vector in zip(questions, vectors, strict=True):
        found = collection.candidates(question.text, vector, POOL)
        features.append(found.features)
        relevant.append(np.array([ids[position] in question.relevant for position in found.positions]))
        folds.append(np.full(len(found.positions), fold(question.id)))
    x, y, f = np.concatenate(features), np.concatenate(relevant), np.concatenate(folds)
    forests = [fit(x[f != held], y[f != held]) for held in range(FOLDS)]
    return fit(x, y), {"forests": forests, "learned": sorted(fingerprint(q.id) for q in questions)}


def main(passages: Path, questions: Path, encoder: Path, root: Path) -> None:
    """Learn and write both files below `root`, the repository."""
    known = retrieval_files.passages(passages)
    asked = retrieval_files.questions(questions, known)
    model = encoder_store.load(encoder)
    told = context.indexed(known)
    collection = Collection.over(known, told, model.encode(told), LexicalIndex.build(told, K1, B), None)
    ids = [passage.node for passage in known]
    shipped, folds = learn(collection, model.encode([question.text for question in asked]), ids, asked)
    for path, data in (("indexer/data/fusion.json", shipped), ("evals/data/fusion-folds.json", folds)):
        (root / path).write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _passages, _questions, _encoder = map(Path, sys.argv[1:4])
    main(_passages, _questions, _encoder, Path(__file__).parent.parent)
