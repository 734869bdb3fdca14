"""How passages of rule books lie to one another: neighbours, the clause above, the clauses beside, the document.

Read from what every collection has: the order of the passages, the document that each is from and, where there are
any, their locators (``2.3.1.(2)``, ``Part 4.Chapter 1.12.``, ``APP2.A2.5.Guidance.4``). The parent of a passage is the
nearest one before it in its document whose locator is a proper beginning of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage

Positions = NDArray[np.int64]
_PART = re.compile(r"[A-Za-z]+\d*|\d+[A-Za-z]?|\(\w+\)")


def parts(locator: str) -> tuple[str, ...]:
    """``2.3.1.(2)`` -> ``("2", "3", "1", "(2)")``."""
    return tuple(_PART.findall(locator[:200]))


@dataclass(frozen=True, slots=True)
class Structure:
    """Positions by position, each of shape ``(n,)``; -1 where there is none.

    Attributes:
        document: number of the document that a passage is from.
        before: the passage in front of it in the same document.
        after: the one behind it.
        parent: the clause that it is under.
        family: number of the set of passages under the same parent (a passage without one is alone).
    """

    document: Positions
    before: Positions
    after: Positions
    parent: Positions
    family: Positions

    @classmethod
    def of(cls, documents: Sequence[str], locators: Sequence[str | None]) -> Structure:
        """The structure of passages in the order in which they stand in their documents.

        Documents may take turns: what lies between two passages of one document does not part them.
        """
        n = len(documents)
        numbers: dict[str, int] = {}
        document = np.array([numbers.setdefault(name, len(numbers)) for name in documents], dtype=np.int64)
        order = np.argsort(document, kind="stable").astype(np.int64)
        joined = document[order][1:] == document[order][:-1]
        before, after = np.full(n, -1, dtype=np.int64), np.full(n, -1, dtype=np.int64)
        before[order[1:][joined]] = order[:-1][joined]
        after[order[:-1][joined]] = order[1:][joined]
        parent = _parents(document, locators)
        alone = -np.arange(n, dtype=np.int64) - 1
        family = np.unique(np.where(parent >= 0, parent, alone), return_inverse=True)[1].astype(np.int64)
        return cls(document, before, after, parent, family)

    @classmethod
    def of_passages(cls, passages: Sequence[Passage]) -> Structure:
        """The same, for passages of the library. One that names no document has no neighbours."""
        return cls.of([p.document or f"{p.corpus} {p.id}" for p in passages], [p.locator for p in passages])


def _parents(document: Positions, locators: Sequence[str | None]) -> Positions:
    parent = np.full(len(locators), -1, dtype=np.int64)
    seen: dict[int, dict[tuple[str, ...], int]] = {}
    for position, locator in enumerate(locators):
        known = seen.setdefault(int(document[position]), {})
        steps = parts(locator or "")
        for length in range(len(steps) - 1, 0, -1):
            if (found := known.get(steps[:length])) is not None:
                parent[position] = found
                break
        if steps:
            known[steps] = position
    return parent
