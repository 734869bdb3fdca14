"""Provisions that are meant by where they stand: "the sub-point below it", "the one after that", "its parent".

Seen from what the answer before cited first. The Code's order and its nesting decide; nothing is guessed.
"""

from __future__ import annotations

import re
from typing import Final

from ontology.catalogue import Catalogue

_THING: Final = r"(?:sub[- ]?)?(?:points?|provisions?|items?|clauses?|paragraphs?|numbers?|ones?|bits?)"
_JUST: Final = r"(?:directly |right |just |immediately |straight )?"
BELOW: Final = re.compile(
    rf"\bsub[- ]?(?:points?|provisions?|items?|clauses?|paragraphs?|parts?|section)\b|\b{_THING} (?:below|under(?:neath)?|beneath|inside) (?:it|that|this|them)\b"
    r"|\b(?:its|the) (?:children|child)\b",
    re.IGNORECASE,
)
ABOVE: Final = re.compile(
    rf"\b{_THING} (?:above|over) (?:it|that|this)\b|\b(?:its|the) parent\b|\bwhat (?:does )?(?:it|that) (?:hangs?|sits?|stands?|belongs?) (?:under|to)\b",
    re.IGNORECASE,
)
AFTER: Final = re.compile(
    rf"\b(?:next|following) {_THING}\b|\b{_THING} {_JUST}(?:after|following) (?:it|that|this)\b|\bthe next\??$",
    re.IGNORECASE,
)
BEFORE: Final = re.compile(
    rf"\b(?:previous|preceding) {_THING}\b|\b{_THING} {_JUST}before (?:it|that|this)\b", re.IGNORECASE
)
AT_AN_END: Final = re.compile(
    rf"\b(?:the|its) (?:very )?(?P<end>first|opening|last|final|closing) (?:{_THING} )?(?:in|of|under) (?:the same|that|this|its) principle\b",
    re.IGNORECASE,
)


def find(question: str, cited: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """The provisions that `question` means by their place beside the first of `cited`; empty where it means none."""
    start = next((identifier for identifier in cited if identifier in catalogue.provisions), None)
    if start is None:
        return ()
    provision, order = catalogue.provisions[start], list(catalogue.provisions)
    place = order.index(start)
    if end := AT_AN_END.search(question):
        inside = catalogue.principles[str(provision.principle)].provisions
        return (inside[0] if end["end"].lower() in ("first", "opening") else inside[-1],)
    if BELOW.search(question):
        return provision.children
    if ABOVE.search(question):
        return (provision.parent,) if provision.parent else ()
    if AFTER.search(question):
        return tuple(order[place + 1 : place + 2])
    if BEFORE.search(question):
        return tuple(order[max(place - 1, 0) : place])
    return ()
