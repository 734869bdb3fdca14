"""What every engine does, whichever it is: keep passages' vectors and words, and find the nearest by either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from indexer.encoder import Vectors


class Found(NamedTuple):
    """An id, and its score: a cosine, or a BM25 score (not comparable between engines)."""

    id: str
    score: float


class VectorStore(Protocol):
    """A collection of passages. Every method that talks to a server raises EngineUnavailable when it does not answer.

    The words of a passage are cut and stemmed here (``lexical.stems``), not by the engine, so that all engines match
    the same words. Safe to use from several threads.
    """

    @property
    def name(self) -> str:
        """What it is and how it searches, for status pages: ``FAISS, flat (exact)``."""

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()) -> None:
        """Keep passages, replacing those with the same id; `vectors` are unit, shape ``(len(ids), dimension)``.

        `corpora` says of each which corpus it belongs to; none, when left out.
        """

    def adopt(
        self, family: str, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()
    ) -> None:
        """Take those of the passages that another collection of `family` holds unchanged from there, where the engine
        can do that without having them sent again; elsewhere nothing happens."""

    def settle(self) -> None:
        """All has been added: build what makes search quick. Until then search may be slow, but finds the same."""

    def remove(self, ids: Sequence[str]) -> None:
        """Forget passages; an id that is not there is nothing."""

    def near(self, vector: Vectors, k: int, corpus: str | None = None) -> list[Found]:
        """The `k` nearest by cosine to a unit vector of shape ``(dimension,)``, best first; of one corpus, if named."""

    def matching(self, query: str, k: int, corpus: str | None = None) -> list[Found]:
        """The `k` best by BM25, best first; only passages that share a word; of one corpus, if named."""

    def count(self) -> int:
        """How many passages there are."""

    def ids(self) -> set[str]:
        """The ids of all passages."""

    def drop(self) -> None:
        """Remove the collection and all that is in it; it cannot be used any more."""

    def drop_others(self, family: str) -> None:
        """Remove the collections whose name begins with `family`, but for this one and those that still have readers
        (where an engine cannot tell, the newest of the others is kept for them)."""

    def close(self) -> None:
        """Let go of files and connections."""
