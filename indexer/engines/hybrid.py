"""Hybrid search over any engine: its nearest by meaning and by words, fused by reciprocal ranks.

Ranks and not scores, since BM25 scores of different engines are not on one scale.
"""

from __future__ import annotations

from typing import Final

from indexer.encoder import Vectors
from indexer.ports import Found, VectorStore

DEPTH: Final = 100
CONSTANT: Final = 60


def search(store: VectorStore, query: str, vector: Vectors, k: int, corpus: str | None = None) -> list[Found]:
    """The `k` best by reciprocal rank fusion of both rankings, scores in [0, 1], best first, ties by id.

    Of one corpus, if that is named; the engine looks for nothing else then, so that a small one gives enough.

    Raises:
        EngineUnavailable
    """
    scores: dict[str, float] = {}
    depth = max(k, DEPTH)
    for ranking in (store.near(vector, depth, corpus), store.matching(query, depth, corpus)):
        for place, found in enumerate(ranking, start=1):
            scores[found.id] = scores.get(found.id, 0.0) + (CONSTANT + 1) / (CONSTANT + place) / 2
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]
    return [Found(name, score) for name, score in best]
