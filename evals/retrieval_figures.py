"""Recall, average precision and discounted gain of a ranking at ten, as trec_eval and ir-measures define them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

import numpy as np

DEPTH: Final = 10


def figures(rankings: Sequence[Sequence[str]], relevant: Sequence[Set[str]]) -> dict[str, float]:
    """Means over questions of R@10, AP@10 (divided by all relevant passages) and nDCG@10 with gains of 0 and 1.

    `rankings` are best first; only the first ten count. `relevant` must not hold an empty set.
    """
    found = np.array([_of_one(ranking[:DEPTH], wanted) for ranking, wanted in zip(rankings, relevant, strict=True)])
    means = found.mean(axis=0)
    return {"recall@10": float(means[0]), "map@10": float(means[1]), "ndcg@10": float(means[2])}


def _of_one(ranking: Sequence[str], relevant: Set[str]) -> tuple[float, float, float]:
    hits = np.array([name in relevant for name in ranking] + [False] * (DEPTH - len(ranking)))
    discounts = 1 / np.log2(np.arange(2, DEPTH + 2))
    precisions = np.cumsum(hits) / np.arange(1, DEPTH + 1)
    ideal = discounts[: min(len(relevant), DEPTH)].sum()
    count = len(relevant)
    return hits.sum() / count, (precisions * hits).sum() / count, (discounts * hits).sum() / ideal
