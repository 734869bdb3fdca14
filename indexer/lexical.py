"""Lexical search: BM25 over stemmed words (``bm25s`` with the Snowball stemmer)."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import Stemmer
from numpy.typing import NDArray

from indexer.errors import IndexUnavailable

if TYPE_CHECKING:
    import bm25s

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs each build at DEBUG
_STEMMER = Stemmer.Stemmer("english")
_WORD = re.compile(r"(?u)\b\w\w+\b")  # as bm25s.tokenize has it


@cache
def _stop_words() -> frozenset[str]:
    from bm25s.stopwords import STOPWORDS_EN

    return frozenset(STOPWORDS_EN)


def stems(texts: Sequence[str]) -> list[list[str]]:
    """The stemmed words of each text, in order, without stop words."""
    import bm25s

    found: list[list[str]] = bm25s.tokenize(
        list(texts), stopwords="en", stemmer=_STEMMER, show_progress=False, return_ids=False, allow_empty=True
    )
    return found


def query_stems(query: str) -> list[str]:
    """The same for one short text, several times faster."""
    stop = _stop_words()
    return [str(word) for word in _STEMMER.stemWords([w for w in _WORD.findall(query.lower()) if w not in stop])]


class LexicalIndex:
    """BM25 scores of all passages for a query, in the order in which the passages were given.

    ``bm25s`` brings SciPy along, which takes longer to import than a plain question takes to answer; it is loaded with
    the first search.
    """

    def __init__(self, index: bm25s.BM25 | None, size: int, folder: Path | None = None) -> None:
        self._given, self._folder = index, folder
        self.size = size

    @cached_property
    def _index(self) -> bm25s.BM25:
        if self._given is not None:
            return self._given
        import bm25s

        try:
            return bm25s.BM25.load(str(self._folder), show_progress=False)
        except Exception as error:  # bm25s raises whatever numpy or json raise
            raise IndexUnavailable(
                f"The lexical index in {self._folder} cannot be read. Run “signpost index build --force”."
            ) from error

    @classmethod
    def build(cls, texts: Sequence[str], k1: float = 1.5, b: float = 0.75) -> LexicalIndex:
        """An index of `texts`: `k1` is how much repetition counts, `b` how much length counts against a text."""
        import bm25s

        index = bm25s.BM25(method="lucene", k1=k1, b=b)
        words = bm25s.tokenize(list(texts), stopwords="en", stemmer=_STEMMER, show_progress=False, allow_empty=True)
        index.index(words, show_progress=False)
        return cls(index, len(texts))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of each passage, shape ``(size,)``; zero where no word is shared."""
        known = [word for word in query_stems(query) if word in self._index.vocab_dict]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        scores: NDArray[np.float32] = self._index.get_scores(known)
        return scores

    def rarity(self, word: str) -> float:
        """``log(1 + passages / passages with the word)`` of a stemmed word; 0 for one that occurs nowhere."""
        number = self._index.vocab_dict.get(word)
        if number is None:
            return 0.0
        starts = self._index.scores["indptr"]
        return math.log1p(self.size / max(1, int(starts[number + 1] - starts[number])))

    def save(self, folder: Path) -> None:
        self._index.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """The index in `folder`, read when it is first searched.

        Raises:
            IndexUnavailable: the folder is not there.
        """
        if not folder.is_dir():
            raise IndexUnavailable(f"The lexical index in {folder} cannot be read. Run “signpost index build --force”.")
        return cls(None, size, folder)
