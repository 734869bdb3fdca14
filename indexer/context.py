"""What is embedded and indexed for a passage: its title, where that says something, and its text.

The index, search in large collections, the engines and the benchmark all take their texts from here, so that what is
measured is what is used. The headings above a passage are left out: put before the text they drew the vectors of a
chapter together and the right passage was found less often (docs/retrieval.md has the figures). Where a passage stands
is read from its neighbours instead (:mod:`indexer.structure`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from corpus.passage import DIGEST, GUIDE, OFFICIAL, Passage

SHIPPED: Final = frozenset({DIGEST, OFFICIAL, GUIDE})


def indexed(passages: Sequence[Passage]) -> list[str]:
    """The text of each passage as it is embedded and indexed, in their order.

    A title that only repeats the place is no title: ready passages carry one for want of another.
    """
    return [_titled(passage) for passage in passages]


def _titled(passage: Passage) -> str:
    placed = passage.corpus not in SHIPPED and passage.title == passage.locator
    return passage.text if placed or not passage.title else f"{passage.title}. {passage.text}"
