"""Putting a model's sentences and the graph's statements together, so that nothing is lost.

Provisions and lists stay as the graph has them, number, strength and all; the model's sentences stand before them.
Only a passage that is no provision (a definition, a fact) gives way to sentences that say all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot import wording
from bot.answer import Claim, Section
from bot.evidence import Item
from bot.frame import Frame, Intent
from bot.scrutiny import coverage

COVERED: Final = 0.8
LISTING: Final = frozenset({Intent.ENUMERATE, Intent.MAP})


def split(frame: Frame, sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The template's sections that come before the model's sentences (corrections), and those that come after."""
    ahead = sum(
        section.heading == wording.GRANTED or (place == 0 and bool(frame.notes))
        for place, section in enumerate(sections)
    )
    return sections[:ahead], sections[ahead:]


def remaining(sections: Iterable[Section], sentences: Iterable[Claim], items: tuple[Item, ...]) -> tuple[Section, ...]:
    """`sections` without the claims that `sentences` have made already."""
    said: dict[int, str] = {}
    for sentence in sentences:
        for marker in sentence.markers:
            said[marker] = f"{said.get(marker, '')} {sentence.text}"

    def made(claim: Claim) -> bool:
        if len(claim.markers) != 1 or claim.markers[0] not in said or items[claim.markers[0] - 1].provision:
            return False
        return coverage(claim.text, said[claim.markers[0]]) >= COVERED

    found = []
    for section in sections:
        claims = tuple(claim for claim in section.claims if not made(claim))
        if claims:
            found.append(Section(claims, section.heading, section.listed))
    return tuple(found)
