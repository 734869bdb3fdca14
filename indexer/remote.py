"""Retrieval from an engine that is named by address, over passages that this process knows.

What is searched lies in the engine; the passages' texts, and the vectors that other rooms compare with, are read from
the local index as ever. The collection's name carries the index's fingerprint, so that replicas of one version share
one, and those of another never mix with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from corpus.passage import Passage
from indexer.encoder import Vectors
from indexer.engines import hybrid
from indexer.ports import VectorStore
from indexer.retriever import Hit, Retriever

BATCH: Final = 512
WIDEN: Final = 4  # how much more is fetched when what was found is kept in part only


class RemoteRetriever(Retriever):
    """A retriever whose search is done by `store`; made from the embedded one.

    Raises:
        EngineUnavailable: from every search while the engine does not answer.
    """

    def __init__(self, local: Retriever, store: VectorStore) -> None:
        super().__init__(local.passages, local.vectors, local.lexical, local.encoder)
        self._store = store

    @property
    def engine(self) -> str:
        return self._store.name

    def check(self) -> None:
        self._store.count()

    def close(self) -> None:
        self._store.close()

    def fill(self, report: Callable[[int], None] | None = None) -> None:
        """Send what the engine lacks, in batches; `report` is told how many. Adding again does no harm.

        Raises:
            EngineUnavailable
        """
        if self._store.count() >= len(self.passages):
            return
        for start in range(0, len(self.passages), BATCH):
            chunk = self.passages[start : start + BATCH]
            texts = [f"{passage.title}. {passage.text}" for passage in chunk]
            self._store.add([passage.id for passage in chunk], texts, self.vectors[start : start + BATCH])
            if report:
                report(len(chunk))

    def search(
        self,
        query: str,
        k: int = 10,
        corpus: str | None = None,
        keep: Callable[[Passage], bool] | None = None,
        vector: Vectors | None = None,
    ) -> list[Hit]:
        """As of the embedded one, but fused by reciprocal ranks, since engines' BM25 scores differ in scale."""
        if k < 1:
            return []
        asked = self.encoder.encode([query])[0] if vector is None else vector
        wanted = k
        while True:
            found = hybrid.search(self._store, query, asked, wanted)
            passages = [(self.by_id[one.id], one.score) for one in found if one.id in self.by_id]
            hits = [
                Hit(passage, score)
                for passage, score in passages
                if (corpus is None or passage.corpus == corpus) and (keep is None or keep(passage))
            ]
            if len(hits) >= k or len(found) < wanted or wanted >= len(self.passages):
                return hits[:k]
            wanted *= WIDEN

    def near(self, vector: Vectors, k: int, keep: Callable[[Passage], bool]) -> list[Hit]:
        wanted = k
        while True:
            found = self._store.near(vector, wanted)
            passages = [(self.by_id[one.id], one.score) for one in found if one.id in self.by_id]
            hits = [Hit(passage, score) for passage, score in passages if keep(passage)]
            if len(hits) >= k or len(found) < wanted or wanted >= len(self.passages):
                return hits[:k]
            wanted *= WIDEN
