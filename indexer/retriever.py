"""What is near a question: lexical and dense search fused, over all passages or one corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.passage import Passage
from indexer import fusion
from indexer.encoder import OnnxEncoder, Vectors
from indexer.lexical import LexicalIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how near it is: ``score`` in [0, 1], best first."""

    passage: Passage
    score: float


class Retriever:
    """Hybrid search over passages.

    Args:
        passages: what is searched, in the order of the two indexes.
        vectors: their unit vectors, shape ``(len(passages), dimension)``.
    """

    def __init__(
        self, passages: Sequence[Passage], vectors: Vectors, lexical: LexicalIndex, encoder: OnnxEncoder
    ) -> None:
        self.passages = tuple(passages)
        self.encoder = encoder
        self.vectors = vectors
        self._lexical = lexical
        self.by_id = {passage.id: passage for passage in self.passages}

    def positions(self, keep: Callable[[Passage], bool]) -> list[int]:
        """Where the passages that `keep` accepts stand in :attr:`passages` and :attr:`vectors`."""
        return [i for i, passage in enumerate(self.passages) if keep(passage)]

    def search(
        self,
        query: str,
        k: int = 10,
        corpus: str | None = None,
        keep: Callable[[Passage], bool] | None = None,
        vector: Vectors | None = None,
    ) -> list[Hit]:
        """The `k` nearest passages, best first; of one corpus, or those that `keep` accepts, when given.

        `vector` is the query's own, if the caller has it already (shape ``(dimension,)``).
        """
        if not self.passages or k < 1:
            return []
        query_vector = self.encoder.encode([query])[0] if vector is None else vector
        scores = fusion.linear(self._lexical.scores(query), self.vectors @ query_vector)
        hits: list[Hit] = []
        for position in np.argsort(-scores, kind="stable"):
            passage = self.passages[position]
            if (corpus and passage.corpus != corpus) or (keep and not keep(passage)):
                continue
            hits.append(Hit(passage, float(scores[position])))
            if len(hits) == k:
                break
        return hits
