"""Retrieval from an engine that is named by address, over passages that this process knows.

What is searched lies in the engine; the passages' texts, and the vectors that other rooms compare with, are read from
the local index as ever. The collection's name carries the index's fingerprint, so that replicas of one version share
one, and those of another never mix with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from corpus.passage import Passage
from indexer import context
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

    def fill(self, report: Callable[[int], None] | None = None, family: str = "") -> None:
        """Send what the engine lacks, in batches; `report` is told how many. Adding again does no harm.

        What another collection of `family` holds unchanged is taken from there where the engine can do that; once all
        is there, the others of the family go (``VectorStore.drop_others``).

        Raises:
            EngineUnavailable
        """
        missing = self._missing()
        if missing and family:
            self._store.adopt(family, *self._parts(missing))
            missing = self._missing()
        if report and missing and (kept := len(self.passages) - len(missing)):
            report(kept)
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            self._store.add(*self._parts(part))
            if report:
                report(len(part))
        self._store.settle()
        if family:
            self._store.drop_others(family)

    def _missing(self) -> list[int]:
        there = self._store.ids()
        return [row for row, passage in enumerate(self.passages) if passage.id not in there]

    def _parts(self, rows: list[int]) -> tuple[list[str], list[str], Vectors, list[str]]:
        passages = [self.passages[row] for row in rows]
        texts = [self._texts[row] for row in rows]
        return [p.id for p in passages], texts, self.vectors[rows], [p.corpus for p in passages]

    @cached_property
    def _texts(self) -> Sequence[str]:
        return context.indexed(self.passages)

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
            found = hybrid.search(self._store, query, asked, wanted, corpus)
            passages = [(self.by_id[one.id], one.score) for one in found if one.id in self.by_id]
            hits = [Hit(passage, score) for passage, score in passages if keep is None or keep(passage)]
            if len(hits) >= k or len(found) < wanted or wanted >= len(self.passages):
                return hits[:k]
            wanted *= WIDEN
