"""Pairs of neighbouring words that a question and a passage share ("captive insurer", "money laundering").

BM25 counts words one by one; regulations are written in terms of two and three. Pairs are only looked at for the few
passages that are candidates, and kept for the next question.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.lexical import LexicalIndex, query_stems, stems

Pairs = frozenset[tuple[str, str]]


class Phrasing:
    """Shared pairs of words, weighted by how rare their words are.

    Args:
        texts: the passages' texts, in the order of `lexical`.
    """

    def __init__(self, texts: Sequence[str], lexical: LexicalIndex) -> None:
        self._texts = texts
        self._lexical = lexical
        self._known: dict[int, Pairs] = {}

    def prepare(self, positions: Sequence[int] | None = None) -> None:
        """Read the pairs of these passages (of all, by default), so that no question has to wait for it."""
        wanted = range(len(self._texts)) if positions is None else positions
        missing = [p for p in wanted if p not in self._known]
        for position, words in zip(missing, stems([self._texts[p] for p in missing]) if missing else (), strict=True):
            self._known[position] = frozenset(pairwise(words))

    def shares(self, query: str, positions: Sequence[int]) -> NDArray[np.float32]:
        """For each passage, the weight of the question's pairs that it has, in [0, 1]; shape ``(len(positions),)``."""
        self.prepare(positions)
        weights = {
            pair: self._lexical.rarity(pair[0]) + self._lexical.rarity(pair[1])
            for pair in frozenset(pairwise(query_stems(query)))
        }
        total = sum(weights.values()) or 1.0
        shared = [
            sum(weight for pair, weight in weights.items() if pair in self._known[position]) for position in positions
        ]
        return np.array(shared, dtype=np.float32) / np.float32(total)
