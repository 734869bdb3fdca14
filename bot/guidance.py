"""The Implementation Guide's passages about a provision: what to do first, then threats and references."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from corpus.passage import GUIDE, Passage

MEASURES: Final = "example"  # the kind of a cell of example measures, and of a scenario's entry in one


def ordered(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """`passages` of the Guide with its measures first; for the rest as they stand in its table."""
    return tuple(sorted(passages, key=lambda passage: passage.kind != MEASURES))


def about(provision: str, passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """What the Guide, once fetched, has on the provision with that number; `passages` may hold other sources, too."""
    return ordered(p for p in passages if p.corpus == GUIDE and p.node == provision)


def part(passage: Passage) -> str:
    """Which cell it is: ``Example measures``, ``Chatbot App``, ``Related threats or risks``."""
    return passage.title.partition(": ")[2] or passage.title
