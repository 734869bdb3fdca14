"""Putting rankings together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def normalised(scores: Scores) -> Scores:
    """Scores scaled to [0, 1] by the best one; all zero stays all zero."""
    top = float(scores.max(initial=0.0))
    return scores / np.float32(top) if top > 0 else scores


def linear(lexical: Scores, dense: Scores, dense_weight: float = 0.6) -> Scores:
    """Weighted sum of normalised BM25 scores and cosines (negative cosines count as zero), shape as given."""
    fused = np.float32(1 - dense_weight) * normalised(lexical) + np.float32(dense_weight) * np.maximum(dense, 0)
    return fused.astype(np.float32)


def reciprocal_ranks(*rankings: Scores, constant: int = 60) -> Scores:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009) of scores of the same passages."""
    total = np.zeros(len(rankings[0]), dtype=np.float32)
    for scores in rankings:
        ranks = np.empty(len(scores), dtype=np.float32)
        ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
        total += 1 / (constant + ranks)
    return total
