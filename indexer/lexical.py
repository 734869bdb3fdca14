"""Lexical search: BM25 over stemmed words (``bm25s`` with the Snowball stemmer)."""

from __future__ import annotations

import json
import logging
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import Stemmer
from numpy.typing import NDArray

from indexer.errors import IndexUnavailable

# it logs each build at DEBUG, and sets its own level whenever it is imported
logging.getLogger("bm25s").addFilter(lambda record: record.levelno >= logging.WARNING)
K1, B = 1.5, 0.75
VOCABULARY: Final = "vocab.index.json"
ARRAYS: Final = ("indptr.csc.index.npy", "indices.csc.index.npy", "data.csc.index.npy")  # as bm25s names them
# those of bm25s, whose import brings SciPy along, which a plain question does not need
STOP_WORDS: Final = frozenset(
    ["a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of",
     "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with"]
)  # fmt: skip
_STEMMER = Stemmer.Stemmer("english")
_WORD = re.compile(r"(?u)\b\w\w+\b")  # as bm25s.tokenize has it


def stems(texts: Sequence[str]) -> list[list[str]]:
    """The stemmed words of each text, in order, without stop words."""
    import bm25s

    found: list[list[str]] = bm25s.tokenize(
        list(texts),
        stopwords=list(STOP_WORDS),
        stemmer=_STEMMER,
        show_progress=False,
        return_ids=False,
        allow_empty=True,
    )
    return found


def query_stems(query: str) -> list[str]:
    """The same for one short text, several times faster."""
    return [str(word) for word in _STEMMER.stemWords([w for w in _WORD.findall(query.lower()) if w not in STOP_WORDS])]


class LexicalIndex:
    """BM25 scores of all passages for a query, in the order in which the passages were given.

    ``bm25s`` weighs every word in every passage when an index is built; to search is to add up columns, which is done
    here. So no question waits for the import of SciPy, and an open index needs nothing more from its folder, which
    another process may replace or remove at any time.

    Args:
        words: the columns, by stemmed word.
        starts: where each column begins, shape ``(len(words) + 1,)`` or longer.
        rows, weights: the passages that hold a word, and its weight in each; columns one after the other.
        size: how many passages there are.
    """

    def __init__(
        self,
        words: Mapping[str, int],
        starts: NDArray[np.int64],
        rows: NDArray[np.int64],
        weights: NDArray[np.float32],
        size: int,
    ) -> None:
        self._words, self._starts, self._rows, self._weights = words, starts, rows, weights
        self.size = size

    @classmethod
    def build(cls, texts: Sequence[str], k1: float = K1, b: float = B) -> LexicalIndex:
        """An index of `texts`: `k1` is how much repetition counts, `b` how much length counts against a text."""
        import bm25s

        index = bm25s.BM25(method="lucene", k1=k1, b=b)
        cut = bm25s.tokenize(
            list(texts), stopwords=list(STOP_WORDS), stemmer=_STEMMER, show_progress=False, allow_empty=True
        )
        if not any(cut.vocab):  # bm25s would divide by a mean length of none
            return cls({}, np.zeros(1, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32), len(texts))
        index.index(cut, show_progress=False)
        made = index.scores
        words = {word: column for word, column in index.vocab_dict.items() if word}  # "" stands for a text without any
        return cls(words, made["indptr"], made["indices"], made["data"], len(texts))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of each passage, shape ``(size,)``; zero where no word is shared."""
        scores = np.zeros(self.size, dtype=np.float32)
        for word in query_stems(query):
            column = self._words.get(word)
            if column is not None:
                held = slice(self._starts[column], self._starts[column + 1])
                scores[self._rows[held]] += self._weights[held]
        return scores

    def rarity(self, word: str) -> float:
        """``log(1 + passages / passages with the word)`` of a stemmed word; 0 for one that occurs nowhere."""
        column = self._words.get(word)
        if column is None:
            return 0.0
        return math.log1p(self.size / max(1, int(self._starts[column + 1] - self._starts[column])))

    def save(self, folder: Path) -> None:
        """Write it into `folder`, which is made.

        Raises:
            OSError
        """
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / ARRAYS[0], self._starts)
        np.save(folder / ARRAYS[1], self._rows)
        np.save(folder / ARRAYS[2], self._weights)
        (folder / VOCABULARY).write_text(json.dumps(self._words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """The index in `folder`, read whole.

        Raises:
            IndexUnavailable: a file is missing or damaged.
        """
        try:
            starts, rows, weights = (np.load(folder / name, allow_pickle=False) for name in ARRAYS)
            words = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
            words.pop("", None)
            sound = max(words.values(), default=0) < max(1, len(starts) - 1) and rows.max(initial=0) < max(1, size)
        except (OSError, EOFError, ValueError, AttributeError, TypeError) as error:
            raise IndexUnavailable(
                f"The lexical index in {folder} cannot be read. Run “signpost index build --force”."
            ) from error
        if not sound or len(rows) != len(weights):
            raise IndexUnavailable(f"The lexical index in {folder} is damaged. Run “signpost index build --force”.")
        return cls(words, starts, rows, weights, size)
