"""Nearest phrases: how near a question is to the phrases of each provision, and which phrase is nearest."""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.topics.bank import Bank
from indexer.encoder import Vectors

TOP: Final = 3


class Neighbours:
    """The bank's vectors, grouped by provision.

    Args:
        provisions: identifiers in the catalogue's order.
        bank: the phrases.
        topics, none: unit vectors of ``bank.topics`` and ``bank.none``, one row a line.
    """

    def __init__(self, provisions: tuple[str, ...], bank: Bank, topics: Vectors, none: Vectors) -> None:
        self.provisions = provisions
        self._bank, self._topics, self._none = bank, topics, none
        place = {p: i for i, p in enumerate(provisions)}
        rows: list[list[int]] = [[] for _ in provisions]
        for number, topic in enumerate(bank.topics):
            for provision in topic.provisions:
                rows[place[provision]].append(number)
        self._rows = [np.array(r, dtype=np.intp) for r in rows]

    def scores(self, vector: Vectors) -> Vectors:
        """Mean cosine of the :data:`TOP` nearest phrases of each provision, shape ``(provisions,)``."""
        near = self._topics @ vector
        found = [np.partition(near[r], -TOP)[-TOP:].mean() if len(r) > TOP else near[r].mean() for r in self._rows]
        return np.array(found, dtype=np.float32)

    def nearest_none(self, vector: Vectors) -> int:
        """Row of the nearest line that the Code does not answer."""
        return int((self._none @ vector).argmax())

    def none_score(self, vector: Vectors) -> float:
        """Mean cosine of the :data:`TOP` nearest lines that the Code does not answer."""
        return float(np.partition(self._none @ vector, -TOP)[-TOP:].mean())

    def why(self, vector: Vectors, provision: str) -> str:
        """In words: the phrase of `provision` that is nearest."""
        rows = self._rows[self.provisions.index(provision)]
        return f"resembles “{self._bank.topics[int(rows[(self._topics[rows] @ vector).argmax()])].text}”"
