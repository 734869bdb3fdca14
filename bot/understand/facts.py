"""Questions about the Code itself: which passage about it, its roles, terms or editions answers.

The bank of such questions (``bot/phrases/terms.jsonl``) is embedded on its own; a question is near a node when it
is near one of the node's phrases, or near one of the digest's passages about the Code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.encoder import Vectors
from indexer.retriever import Retriever


@dataclass(frozen=True, slots=True)
class FactHit:
    """A node that may answer (``about/licence``, ``role/developer``) and how near it is, as a cosine; ``rival`` is
    how near the nearest phrase on a topic (or outside the Code) is."""

    node: str
    score: float
    rival: float = 0.0


class FactFinder:
    """Finds nodes for questions of fact.

    Args:
        nodes: node of each phrase in the bank, in order.
        vectors: the phrases' unit vectors, shape ``(len(nodes), dimension)``.
        rivals: vectors of the phrases on topics and outside the Code, to compare with.
    """

    def __init__(
        self, retriever: Retriever, nodes: Sequence[str], vectors: Vectors, rivals: Sequence[Vectors] = ()
    ) -> None:
        self._rivals = tuple(rivals)
        about = retriever.positions(lambda p: p.id.startswith("about/"))
        self._about = tuple(retriever.passages[i].id for i in about)
        self._about_vectors = retriever.vectors[about]
        self._retriever = retriever
        self._nodes = tuple(nodes)
        self._vectors = vectors

    def find(self, vector: Vectors, k: int = 4) -> tuple[FactHit, ...]:
        """The `k` nearest nodes, best first; both sources on the scale of a cosine."""
        scores: dict[str, float] = {}
        if len(self._nodes):
            for node, cosine in zip(self._nodes, self._vectors @ vector, strict=True):
                known = self._known(node)
                if known:
                    scores[known] = max(scores.get(known, 0.0), float(cosine))
        for passage, cosine in zip(self._about, self._about_vectors @ vector, strict=True):
            scores[passage] = max(scores.get(passage, 0.0), float(cosine))
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        rival = max((float((r @ vector).max()) for r in self._rivals if len(r)), default=0.0)
        return tuple(FactHit(node, score, rival) for node, score in ranked[:k])

    def _known(self, node: str) -> str | None:
        kind, _, identifier = node.partition("/")
        for candidate in (node, f"document/{identifier}", f"document/etsi-{identifier}", f"about/{identifier}"):
            if candidate in self._retriever.by_id:
                return candidate
        return None if kind != "code" else "about/what-it-is"
