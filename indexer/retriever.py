"""What is near a question: lexical and dense search fused, over all passages or one corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.passage import Passage
from indexer import fusion
from indexer.collection import Collection, large
from indexer.encoder import OnnxEncoder, Vectors
from indexer.lexical import LexicalIndex
from indexer.structure import Structure
from indexer.trees import Forest


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
        large: BM25 over each of the user's large collections alone (``collection.large``).
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: Vectors,
        lexical: LexicalIndex,
        encoder: OnnxEncoder,
        large: Mapping[str, LexicalIndex] | None = None,
    ) -> None:
        self.passages = tuple(passages)
        self.encoder = encoder
        self.vectors = vectors
        self.lexical = lexical
        self._large = large or {}
        self._collections: dict[str, tuple[Sequence[int], Collection]] = {}
        self.by_id = {passage.id: passage for passage in self.passages}

    @property
    def engine(self) -> str:
        """What searches, for status pages."""
        return "embedded"

    def check(self) -> None:
        """Whether the engine answers.

        Raises:
            EngineUnavailable
        """

    def close(self) -> None:
        """Let go of the engine's files and connections."""

    def near(self, vector: Vectors, k: int, keep: Callable[[Passage], bool]) -> list[Hit]:
        """Of the passages that `keep` accepts, the `k` nearest by cosine alone, best first."""
        rows = self.positions(keep)
        cosines = self.vectors[rows] @ vector
        best = np.argsort(-cosines, kind="stable")[:k]
        return [Hit(self.passages[rows[i]], float(cosines[i])) for i in best]

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
        if corpus is not None and corpus in self._large and keep is None:
            rows, collection = self._collection(corpus)
            nearest, nearness = collection.search(query, query_vector, k)
            found = zip(nearest, nearness, strict=True)
            return [Hit(self.passages[rows[position]], float(score)) for position, score in found]
        scores = fusion.linear(self.lexical.scores(query), self.vectors @ query_vector)
        hits: list[Hit] = []
        for position in np.argsort(-scores, kind="stable"):
            passage = self.passages[position]
            if (corpus and passage.corpus != corpus) or (keep and not keep(passage)):
                continue
            hits.append(Hit(passage, float(scores[position])))
            if len(hits) == k:
                break
        return hits

    def _collection(self, corpus: str) -> tuple[Sequence[int], Collection]:
        """A large collection and where its passages are; put together when it is first searched."""
        if corpus not in self._collections:
            rows = large(self.passages)[corpus]
            passages = [self.passages[row] for row in rows]
            shape = Structure.of_passages(passages)
            texts = [f"{passage.title}. {passage.text}" for passage in passages]
            made = Collection(texts, self.vectors[rows], self._large[corpus], shape, Forest.shipped())
            self._collections[corpus] = (rows, made)
        return self._collections[corpus]
