"""Lexical search: BM25 over stemmed words (``bm25s`` with the Snowball stemmer)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from indexer.errors import IndexUnavailable

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs each build at DEBUG
_STEMMER = Stemmer.Stemmer("english")


def _tokens(texts: Sequence[str], update_vocabulary: bool = True) -> bm25s.tokenization.Tokenized:
    return bm25s.tokenize(
        list(texts), stopwords="en", stemmer=_STEMMER, show_progress=False, allow_empty=True
    )


class LexicalIndex:
    """BM25 scores of all passages for a query, in the order in which the passages were given."""

    def __init__(self, index: bm25s.BM25, size: int) -> None:
        self._index = index
        self.size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        index = bm25s.BM25(method="lucene")
        index.index(_tokens(texts), show_progress=False)
        return cls(index, len(texts))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of each passage, shape ``(size,)``; zero where no word is shared."""
        words = bm25s.tokenize(
            query, stopwords="en", stemmer=_STEMMER, show_progress=False, return_ids=False, allow_empty=True
        )[0]
        known = [word for word in words if word in self._index.vocab_dict]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        scores: NDArray[np.float32] = self._index.get_scores(known)
        return scores

    def save(self, folder: Path) -> None:
        self._index.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Raises: IndexUnavailable when the folder does not hold a complete index."""
        try:
            return cls(bm25s.BM25.load(str(folder), show_progress=False), size)
        except Exception as error:  # bm25s raises whatever numpy or json raise
            raise IndexUnavailable(f"The lexical index in {folder} cannot be read.") from error
