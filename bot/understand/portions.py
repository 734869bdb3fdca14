"""Provisions that a question counts or singles out within a part of the Code, found in the catalogue.

“How many of the documentation principle's provisions are binding, and which?”, “which recommendations rest on
operators alone?”, “what hangs under 3.1?”.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from bot.understand import asking, cues, parties, places
from bot.understand.census import NUMBER, OF_TWO
from bot.understand.heads import Reads
from bot.understand.role_words import NAMES
from ontology.catalogue import Catalogue
from ontology.model import Modality

_WHICH: Final = re.compile(
    r"\bhow many\b[^.]*\b(?:which|what are they|what numbers?|list|name)\b|\bwhich (?:of|ones?)\b"
    r"|\b(?:list|name) (?:them|their numbers|the numbers)\b"
    rf"|\b(?:only|just) {NUMBER} of\b|\b(?:bar|but|except|save|apart from) (?:for )?(?:one|a single one)\b"
    rf"|\bodd one out\b"
    r"|\bwith one exception\b",
    re.IGNORECASE,
)
"""Asks not only how many there are but which."""
_BAR_ONE: Final = re.compile(
    r"\b(?:bar|all but|except|save|apart from)(?: for)? (?:one|a single one)\b"
    r"|\bwith one exception\b",
    re.IGNORECASE,
)
_ODD_ONE: Final = re.compile(r"\bodd one out\b", re.IGNORECASE)
_HOW_MANY: Final = re.compile(
    r"\bhow many of (?:the|its|those|these)\b|\bhow (?:do|does|are|is)\b[^.?!]{0,60}\b(?:divided?|split|balanced?)\b",
    re.IGNORECASE,
)
_THOSE: Final = re.compile(r"\bof (?:those|these|them)\b", re.IGNORECASE)
_BINDS: Final = re.compile(r"\bbind\b|\ba must\b", re.IGNORECASE)
_ON: Final = re.compile(
    r"\b(?:provisions?|points?|items?|principle|chapter|(?:requirements|recommendations)(?: are there)?)"
    r" (?:on|about|under|for|dealing with) (?P<theme>(?!the (?:code|principle)\b)[^,.?!;:]{4,60}?)"
    r"(?=,| (?:is|are|how|has|have|hold|bar|but|except|there|do|does|that|which)\b|[.?!;:]|$)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    rf"\b(?:the|of) (?P<theme>(?!(?:the|its|their|these|those|all"
    rf"|{NUMBER})\b)[\w&-]+(?: (?:and )?[\w-]+){{0,3}}?)(?: (?:principle|chapter))?(?:['’]s)?"
    r" (?:principle|chapter|provisions)\b",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(r"^(?P<theme>[^.?!:]{8,70}):", re.IGNORECASE)
""" "Watching a running system: how many of those four ..."."""
THEME: Final = 0.6
"""From which chance what follows “provisions on” names a principle by its theme."""


ALONE_MOST: Final = 12
SHARED_MOST: Final = 6
_SHARED: Final = re.compile(
    r"\b(?:in common|(?:makes?|binds?|obliges?|bind|asks?) (?:them )?both|both (?:of them )?(?:have to "
    r"|must )?(?:act|share)|(?:two|they|both) (?:\w+ )?share)\b",
    re.IGNORECASE,
)
"""Asks what two roles have to do both."""
_ALONE: Final = {
    role: re.compile(
        rf"{pattern.pattern} (?:alone|exclusively|solely|and (?:nobody|no one|no other role|none) else"
        rf"|and (?:nobody|no one))\b",
        re.IGNORECASE,
    )
    for role, pattern in NAMES.items()
}
"""A role and nobody else."""
_ASKS: Final = re.compile(r"\b(?:which|what|list|name|where|how many)\b", re.IGNORECASE)
_BENEATH: Final = re.compile(
    r"\b(?:sub-?(?:provision|point|item|paragraph)s?|beneath|underneath|hangs? under|third[- ]level)\b", re.IGNORECASE
)


def part(
    question: str, numbered: tuple[int, ...], catalogue: Catalogue, heads: Reads
) -> tuple[int, Modality | None] | None:
    """The principle of which `question` counts provisions, and the strength where it wants to know which they are.

    None where it counts nothing in one principle. `numbered`: principles that it names by number.
    """
    which = _WHICH.search(question)
    if not (which or (_HOW_MANY.search(question) and not numbered)) or OF_TWO.search(question):
        return None
    named = numbered or _by_theme(question, heads)
    if len(named) != 1 or cues.COMPARE.search(question):
        return None
    (number,) = named
    if not which:
        return number, None
    if _ODD_ONE.search(question):
        return (number, odd) if (odd := _single(number, catalogue)) else None
    asked = _THOSE.sub("of the", question)  # here they are what is counted, and no list that was given before
    strengths = {Modality(name) for name in asking.told(asked)["modality"]} - {Modality.MAY}
    strengths |= {Modality.SHALL} if _BINDS.search(question) else set()
    if len(strengths) != 1:
        return None
    (strength,) = strengths
    if _BAR_ONE.search(question):
        odd = asking.OPPOSITE[strength]
        return number, (odd if _single(number, catalogue) is odd else None)
    return number, strength


def _single(number: int, catalogue: Catalogue) -> Modality | None:
    """The strength that one provision of a principle has alone."""
    held = Counter(catalogue.provisions[i].modality for i in catalogue.principles[str(number)].provisions)
    return next((strength for strength, many in held.items() if many == 1), None)


def alone(
    question: str, numbered: tuple[int, ...], catalogue: Catalogue, phases: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The provisions that are the duty of one role and of nobody else, of the strength, principles and phases named.

    Empty where no role is named as the only one, or where there are more than :data:`ALONE_MOST`.
    """
    asks = question[slice(*parties.asked(question))]
    roles = [role for role, pattern in _ALONE.items() if pattern.search(asks)]
    if len(roles) != 1 or not _ASKS.search(question):
        return ()
    strengths = asking.told(question)["modality"]
    kept = Modality(next(iter(strengths))) if len(strengths) == 1 else None
    found = [
        p.id
        for p in catalogue.provisions.values()
        if p.obliges == (roles[0],)
        and kept in (None, p.modality)
        and (not numbered or p.principle in numbered)
        and (not phases or catalogue.principles[str(p.principle)].phase in phases)
    ]
    return tuple(found) if len(found) <= ALONE_MOST else ()


def shared(question: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The provisions that are the duty of both of two roles that are named; empty where there are many."""
    roles = {role for role, pattern in NAMES.items() if pattern.search(question)}
    if len(roles) != 2 or not _SHARED.search(question):
        return ()
    found = [p.id for p in catalogue.provisions.values() if roles <= set(p.obliges)]
    return tuple(found) if len(found) <= SHARED_MOST else ()


def beneath(question: str, named: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """The provisions under the one that is named, where they are asked about."""
    if len(named) != 1 or not _BENEATH.search(question):
        return ()
    return tuple(i for i in catalogue.provisions if i.startswith(f"{named[0]}."))


def _by_theme(question: str, heads: Reads) -> tuple[int, ...]:
    found = (*_LEADING.finditer(question), *_ON.finditer(question), *_NAMED.finditer(question))
    themes = [match["theme"] for match in found]
    return places.themes_of(themes, heads, THEME) if themes else ()
