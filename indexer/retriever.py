"""What is near a question: lexical and dense search fused, over all passages or one corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus.passage import Passage
from indexer import context, fusion
from indexer.collection import Collection
from indexer.encoder import OnnxEncoder, Vectors
from indexer.lexical import LexicalIndex
from indexer.structure import Positions
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
        self._collections: dict[str, Collection] = {}
        self._rows: dict[str, Positions] = {}
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

    @cached_property
    def corpora(self) -> tuple[str, ...]:
        """The names of the corpora that are searched, sorted."""
        return tuple(sorted({passage.corpus for passage in self.passages}))

    def cosine(self, passage: Passage, vector: Vectors) -> float:
        """How near in meaning a passage is to a unit vector of shape ``(dimension,)``."""
        return float(self.vectors[self._places[passage.id]] @ vector)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {passage.id: position for position, passage in enumerate(self.passages)}

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
            nearest, nearness = self._collection(corpus).search(query, query_vector, k)
            found = zip(self._of(corpus)[nearest], nearness, strict=True)
            return [Hit(self.passages[position], float(score)) for position, score in found]
        scores = fusion.linear(self.lexical.scores(query), self.vectors @ query_vector)
        rows = self._of(corpus)
        hits: list[Hit] = []
        for position in rows[np.argsort(-scores[rows], kind="stable")]:
            passage = self.passages[position]
            if keep is None or keep(passage):
                hits.append(Hit(passage, float(scores[position])))
                if len(hits) == k:
                    break
        return hits

    def _of(self, corpus: str | None) -> Positions:
        """Where the passages of a corpus (of all, when none is named) stand; looked for once."""
        if (name := corpus or "") not in self._rows:
            found = [i for i, passage in enumerate(self.passages) if not corpus or passage.corpus == corpus]
            self._rows[name] = np.array(found, dtype=np.int64)
        return self._rows[name]

    def _collection(self, corpus: str) -> Collection:
        """A large collection; put together when it is first searched."""
        if corpus not in self._collections:
            rows = self._of(corpus)
            passages = [self.passages[row] for row in rows]
            self._collections[corpus] = Collection.over(
                passages, context.indexed(passages), self.vectors[rows], self._large[corpus], Forest.shipped()
            )
        return self._collections[corpus]
