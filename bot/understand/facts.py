"""Questions about the Code itself: which passage about it, its roles, terms or editions answers.

The bank of such questions (``bot/phrases/terms.jsonl``) is embedded on its own; a question is near a node when it
is near one of the node's phrases, or near one of the digest's passages about the Code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.encoder import Vectors
from indexer.retriever import Retriever



@dataclass(frozen=True, slots=True)
class FactHit:
    """A node that may answer (``about/licence``, ``role/developer``) and how near it is, as a cosine."""

    node: str
    score: float


class FactFinder:
    """Finds nodes for questions of fact.

    Args:
        nodes: node of each phrase in the bank, in order.
        vectors: the phrases' unit vectors, shape ``(len(nodes), dimension)``.
    """

    def __init__(self, retriever: Retriever, nodes: Sequence[str], vectors: Vectors) -> None:
        self._retriever = retriever
        self._nodes = tuple(nodes)
        self._vectors = vectors

    def find(self, question: str, vector: Vectors, k: int = 3) -> tuple[FactHit, ...]:
        """The `k` nearest nodes, best first; both sources on the scale of a cosine."""
        scores: dict[str, float] = {}
        if len(self._nodes):
            for node, cosine in zip(self._nodes, self._vectors @ vector, strict=True):
                known = self._known(node)
                if known:
                    scores[known] = max(scores.get(known, 0.0), float(cosine))
        hits = self._retriever.search(
            question, 6, keep=lambda p: p.id.startswith("about/"), vector=np.asarray(vector)
        )
        for hit in hits:
            scores[hit.passage.id] = max(scores.get(hit.passage.id, 0.0), hit.score)
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        return tuple(FactHit(node, score) for node, score in ranked[:k])

    def _known(self, node: str) -> str | None:
        kind, _, identifier = node.partition("/")
        for candidate in (node, f"document/{identifier}", f"document/etsi-{identifier}", f"about/{identifier}"):
            if candidate in self._retriever.by_id:
                return candidate
        return None if kind != "code" else "about/what-it-is"
