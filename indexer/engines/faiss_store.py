"""FAISS in this process: exact while that is fast, a graph of neighbours (HNSW) beyond.

Measured with 384 dimensions on two cores: exact search takes 0.85 ms over 10,000 vectors and 16 ms over 100,000; the
limit lies where it would take some 8 ms. BM25 is by bm25s. Both are rebuilt when something has changed and a search
comes; a folder, if given, holds the passages and vectors, written beside and renamed into place.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer import place
from indexer.encoder import Vectors
from indexer.errors import EngineUnavailable
from indexer.lexical import LexicalIndex
from indexer.ports import Found

FLAT_LIMIT: Final = 50_000
LINKS: Final = 32
BUILD_BREADTH: Final = 80
SEARCH_BREADTH: Final = 128
Rows = NDArray[np.int64]


class FaissStore:
    """See :class:`indexer.ports.VectorStore`.

    Args:
        dimension: of the vectors.
        folder: where it is kept; only in memory without.
        flat_limit: up to so many vectors search is exact.

    Raises:
        EngineUnavailable: the folder cannot be read.
    """

    def __init__(self, dimension: int, folder: Path | None = None, flat_limit: int = FLAT_LIMIT) -> None:
        self._folder = folder
        self._flat_limit = flat_limit
        self._lock = threading.RLock()
        self._ids: list[str] = []
        self._texts: list[str] = []
        self._corpora: list[str] = []
        self._vectors: Vectors = np.zeros((0, dimension), dtype=np.float32)
        self._dense: Any = None
        self._lexical: LexicalIndex | None = None
        self._rows: dict[str, Rows] = {}
        if folder is not None:
            place.restore(folder)
            if folder.is_dir():
                self._read(folder)

    @property
    def name(self) -> str:
        return "FAISS, flat (exact)" if len(self._ids) <= self._flat_limit else f"FAISS, HNSW with {LINKS} links"

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()) -> None:
        with self._lock:
            named = corpora or [""] * len(ids)
            fresh = dict(zip(ids, range(len(ids)), strict=True))  # of an id given twice, the last counts
            kept = [row for row, name in enumerate(self._ids) if name not in fresh]
            rows = list(fresh.values())
            self._replace(
                [self._ids[row] for row in kept] + list(fresh),
                [self._texts[row] for row in kept] + [texts[row] for row in rows],
                [self._corpora[row] for row in kept] + [named[row] for row in rows],
                np.concatenate([self._vectors[kept], np.asarray(vectors, dtype=np.float32)[rows]]),
            )

    def adopt(
        self, family: str, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()
    ) -> None:
        """Nothing is sent anywhere here."""

    def settle(self) -> None:
        with self._lock:
            self._nearness()

    def remove(self, ids: Sequence[str]) -> None:
        with self._lock:
            gone = set(ids)
            kept = [row for row, name in enumerate(self._ids) if name not in gone]
            if len(kept) < len(self._ids):
                self._replace(
                    [self._ids[row] for row in kept],
                    [self._texts[row] for row in kept],
                    [self._corpora[row] for row in kept],
                    self._vectors[kept],
                )

    def near(self, vector: Vectors, k: int, corpus: str | None = None) -> list[Found]:
        with self._lock:
            if not self._ids or k < 1:
                return []
            if corpus is not None:
                rows = self._of(corpus)
                cosines = self._vectors[rows] @ vector
                best = np.argsort(-cosines, kind="stable")[:k]
                return [Found(self._ids[rows[i]], float(cosines[i])) for i in best]
            found, at = self._nearness().search(np.ascontiguousarray(vector.reshape(1, -1)), min(k, len(self._ids)))
            return [Found(self._ids[row], float(c)) for row, c in zip(at[0], found[0], strict=True) if row >= 0]

    def matching(self, query: str, k: int, corpus: str | None = None) -> list[Found]:
        with self._lock:
            if not self._ids or k < 1:
                return []
            if self._lexical is None:
                self._lexical = LexicalIndex.build(self._texts)
            scores = self._lexical.scores(query)
            rows = np.arange(len(scores)) if corpus is None else self._of(corpus)
            best = rows[np.argsort(-scores[rows], kind="stable")[:k]]
            return [Found(self._ids[row], float(scores[row])) for row in best if scores[row] > 0]

    def count(self) -> int:
        return len(self._ids)

    def ids(self) -> set[str]:
        return set(self._ids)

    def drop(self) -> None:
        self.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def drop_others(self, family: str) -> None:
        """Readers have theirs in memory."""
        if self._folder is not None:
            for other in self._folder.parent.glob(f"{family}*"):
                if other != self._folder and other.is_dir():
                    shutil.rmtree(other, ignore_errors=True)

    def close(self) -> None:
        self._dense = self._lexical = None

    def _of(self, corpus: str) -> Rows:
        if corpus not in self._rows:
            self._rows[corpus] = np.array([row for row, name in enumerate(self._corpora) if name == corpus], np.int64)
        return self._rows[corpus]

    def _nearness(self) -> Any:
        if self._dense is None:
            self._dense = self._graph() if len(self._ids) > self._flat_limit else self._flat()
        return self._dense

    def _flat(self) -> Any:
        import faiss

        index = faiss.IndexFlatIP(self._vectors.shape[1])
        index.add(np.ascontiguousarray(self._vectors))
        return index

    def _graph(self) -> Any:
        import faiss

        index = faiss.IndexHNSWFlat(self._vectors.shape[1], LINKS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = BUILD_BREADTH
        index.hnsw.efSearch = SEARCH_BREADTH
        index.add(np.ascontiguousarray(self._vectors))
        return index

    def _replace(self, ids: list[str], texts: list[str], corpora: list[str], vectors: Vectors) -> None:
        if self._folder is not None:
            self._write(self._folder, ids, texts, corpora, vectors)
        self._ids, self._texts, self._corpora, self._vectors = ids, texts, corpora, vectors
        self._dense = self._lexical = None
        self._rows = {}

    def _write(self, folder: Path, ids: list[str], texts: list[str], corpora: list[str], vectors: Vectors) -> None:
        try:
            with place.workshop(folder, ".store-") as workshop:
                np.save(workshop / "vectors.npy", vectors)
                rows = (json.dumps(row) + "\n" for row in zip(ids, texts, corpora, strict=True))
                with (workshop / "passages.jsonl").open("w", encoding="utf-8") as file:
                    file.writelines(rows)
                place.swap(workshop, folder)
        except OSError as error:
            raise EngineUnavailable(
                f"The store cannot be written to {folder} ({error.strerror or error}). Free some space or choose "
                "another folder."
            ) from error

    def _read(self, folder: Path) -> None:
        try:
            vectors = np.load(folder / "vectors.npy", allow_pickle=False)
            lines = (folder / "passages.jsonl").read_text(encoding="utf-8").split("\n")
            rows = [json.loads(line) for line in lines if line]
            ids, texts, corpora = ([row[part] for row in rows] for part in range(3))
        except (OSError, ValueError, IndexError, TypeError) as error:
            raise EngineUnavailable(
                f"The store in {folder} cannot be read. Remove the folder and add again."
            ) from error
        if vectors.ndim != 2 or vectors.shape != (len(rows), self._vectors.shape[1]):
            raise EngineUnavailable(
                f"The store in {folder} was made with another encoder. Remove the folder and add again."
            )
        self._ids, self._texts, self._corpora, self._vectors = ids, texts, corpora, vectors
