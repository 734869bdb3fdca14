"""Nearest phrases: how near texts are to the phrases of each class, and which phrase is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.phrases.bank import NONE, TOPICS, Bank, NonTopic
from bot.phrases.vectors import PhraseVectors
from bot.topics.head import NULL
from indexer.encoder import Vectors

TOP: Final = 3
ALIKE: Final = 6  # lines of a kind of refusal that are looked at for a subject


class Neighbours:
    """The bank's vectors, grouped by class: the provisions in order, then the kinds of refusal.

    Args:
        provisions: identifiers in the catalogue's order.
        bank: the phrases.
        vectors: of ``bank.topics`` and ``bank.none``, one row a line.
        kept: rows of both lists, one after the other, to use; all when None. Training leaves out what it tests on.
    """

    def __init__(
        self,
        provisions: tuple[str, ...],
        bank: Bank,
        vectors: PhraseVectors,
        kept: Sequence[bool] | None = None,
    ) -> None:
        self.provisions = provisions
        self._bank, self._split, self._project = bank, len(bank.topics), vectors.project
        self._vectors = np.concatenate([vectors.lists[TOPICS], vectors.lists[NONE]])
        place = {name: i for i, name in enumerate((*provisions, *NULL))}
        rows: list[list[int]] = [[] for _ in place]
        for number, names in enumerate([*(t.provisions for t in bank.topics), *((n.kind,) for n in bank.none)]):
            if kept is None or kept[number]:
                for name in names:
                    rows[place[name]].append(number)
        self._rows = [np.array(r, dtype=np.intp) for r in rows]
        self._order = np.concatenate(self._rows)  # rows by class, so that each class is one stretch
        ends = np.cumsum([len(r) for r in rows]).tolist()
        self._stretches = list(zip([0, *ends[:-1]], ends, strict=True))

    def scores(self, vectors: Vectors) -> Vectors:
        """Mean cosine of the :data:`TOP` nearest phrases of each class, ``(n, provisions + kinds of refusal)``."""
        near = (self._project(vectors) @ self._vectors.T)[:, self._order]
        found = np.full((len(vectors), len(self._rows)), -1.0, dtype=np.float32)
        for place, (start, end) in enumerate(self._stretches):
            if end > start:
                mine = near[:, start:end]
                if end - start > TOP:
                    mine.partition(end - start - TOP, axis=1)  # in place: `near` is ours
                found[:, place] = mine[:, -TOP:].mean(1)
        return found

    def phrase(self, vector: Vectors, provision: str) -> str:
        """The phrase of `provision` that is nearest."""
        rows = self._rows[self.provisions.index(provision)]
        return self._bank.topics[int(rows[(self._vectors[rows] @ self._own(vector)).argmax()])].text

    def refused(self, vector: Vectors, kind: str) -> tuple[NonTopic, ...]:
        """The :data:`ALIKE` nearest lines of that kind, nearest first."""
        rows = self._rows[len(self.provisions) + NULL.index(kind)]
        nearest = np.argsort(-(self._vectors[rows] @ self._own(vector)), kind="stable")[:ALIKE]
        return tuple(self._bank.none[int(row) - self._split] for row in rows[nearest])

    def _own(self, vector: Vectors) -> Vectors:
        found: Vectors = self._project(vector[None])[0]
        return found
