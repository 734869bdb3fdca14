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
    """A store of passages. Every method that talks to a server raises EngineUnavailable when it does not answer.

    The words of a passage are cut and stemmed here (``lexical.stems``), not by the engine, so that all engines match
    the same words. Safe to use from several threads.
    """

    @property
    def name(self) -> str:
        """What it is and how it searches, for status pages: ``FAISS, flat (exact)``."""

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
        """Keep passages, replacing those with the same id; `vectors` are unit, shape ``(len(ids), dimension)``."""

    def remove(self, ids: Sequence[str]) -> None:
        """Forget passages; an id that is not there is nothing."""

    def near(self, vector: Vectors, k: int) -> list[Found]:
        """The `k` nearest by cosine to a unit vector of shape ``(dimension,)``, best first."""

    def matching(self, query: str, k: int) -> list[Found]:
        """The `k` best by BM25, best first; only passages that share a word."""

    def count(self) -> int:
        """How many passages there are."""

    def close(self) -> None:
        """Let go of files and connections."""
