"""Principles that a question singles out by what they hold: just one requirement, or no third level of numbers.

The answer is found by counting, so it is counted here, in the catalogue, and not looked for in sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from bot.understand import asking, parties, places
from bot.understand.numbers import WORDS
from bot.understand.role_words import NAMES
from ontology.catalogue import Catalogue
from ontology.model import Modality, Principle

MOST: Final = 6
"""So many principles may be told apart; of more, a table is the better answer."""
NUMBER: Final = rf"(?:\d|a single|single|sole|{'|'.join(w for w, n in WORDS.items() if n <= 9)})"
_STRENGTHS: Final = {
    Modality.SHALL: r"(?:requirements?|['‘“\"]?shalls?['’”\"]?|binding (?:provisions?|points?|ones?)|musts?"
    r"|mandatory \w+)",
    Modality.SHOULD: r"(?:recommendations?|['‘“\"]?shoulds?['’”\"]?|advisory \w+|pieces? of advice)",
}
_ANY: Final = "|".join(_STRENGTHS.values())
_PRINCIPLES: Final = re.compile(
    r"\b(?:principles|chapters|which (?:\w+ )?(?:principle|chapter)|(?:what|a|any) principle)\b", re.IGNORECASE
)
_EXACTLY: Final = re.compile(
    rf"\b(?:(?:just|only|exactly|precisely|no more than) (?:a |the )?(?P<many>{NUMBER})|(?P<sole>a single"
    rf"|one single|a sole)) (?P<what>{_ANY})(?! (?:than|or|short|more|fewer|less|away)\b)",
    re.IGNORECASE,
)
_OUTNUMBER: Final = re.compile(
    rf"\b(?P<more>{_ANY}) (?:outnumber|outweigh|exceed)\w*\b|\bmore (?P<most>{_ANY}) than (?:{_ANY})", re.IGNORECASE
)
_EVEN: Final = re.compile(
    rf"\b(?:same|equal) number of (?:{_ANY}) (?:and|as) (?:{_ANY})|\bas many (?:{_ANY}) as (?:{_ANY})"
    rf"|\b(?:evenly|equally) (?:split|divided|balanced)\b|\bsplit (?:evenly|equally|down the middle)\b"
    rf"|\bhalf (?:{_ANY}),? (?:and )?half (?:{_ANY})"
    rf"|\b(?:{_ANY}) and (?:{_ANY}) in equal (?:number|measure|parts?)\b",
    re.IGNORECASE,
)
_FLAT: Final = re.compile(
    r"\b(?:no|without(?: any)?|lack(?:ing)?|never) (?:sub-?(?:provision|point|item|paragraph|division)s?"
    r"|third[- ]level|three-part)",
    re.IGNORECASE,
)
_ALONE_IN_PHASE: Final = re.compile(
    r"\bphases?\b[^.?!]{0,25}\b(?:consist|hold|contain|have|has|with|cover|made up)\w*\b[^.?!]{0,15}\b(?:single"
    r"|just one|only one) principle\b",
    re.IGNORECASE,
)
_NONE: Final = re.compile(r"\b(?:without|not|no|nor|lack\w*|never)(?: even| any)?\s*$", re.IGNORECASE)
OF_TWO: Final = re.compile(r"\bstricter\b|\b(?:which|what) of the two\b|\beither of\b|\bthan the\b", re.IGNORECASE)
"""Weighs two principles."""
_WHICH_ONES: Final = re.compile(r"^\W*(?:and )?(?:which|what|name|list|who)\b.{0,40}$", re.IGNORECASE | re.DOTALL)
"""Asks on about what was told before: “Two principles hold just one requirement each. Which ones?”."""
_AUDIENCE: Final = re.compile(
    r"\b(?:audience|mainly|primarily|chiefly|in the main|addressed to|audience lines?)\b", re.IGNORECASE
)
_ALONE: Final = re.compile(r"\b(?:alone|only|solely|exclusively|nobody else|no one else|just)\b", re.IGNORECASE)


def principles(question: str, catalogue: Catalogue, numbered: tuple[int, ...] = ()) -> tuple[int, ...]:
    """The principles with the feature that `question` looks for; empty where it asks for none or too many."""
    start, end = parties.asked(question)
    asks = question if _WHICH_ONES.search(question[start:end]) else question[start:end]
    feature = None if numbered else _feature(asks, catalogue)
    found = [p.number for p in catalogue.principles.values() if feature(p)] if feature else []
    return tuple(found) if len(found) <= MOST else ()


def _feature(question: str, catalogue: Catalogue) -> Callable[[Principle], bool] | None:
    if _ALONE_IN_PHASE.search(question) and not any(phase.search(question) for phase in places.NAMED.values()):
        held = Counter(p.phase for p in catalogue.principles.values())
        return lambda p: held[p.phase] == 1
    if not _PRINCIPLES.search(question) or OF_TWO.search(question):
        return None

    roles = {role for role, pattern in NAMES.items() if pattern.search(question)}

    def count(principle: Principle, strength: Modality) -> int:
        held = (catalogue.provisions[i] for i in principle.provisions)
        return sum(p.modality is strength and roles <= set(p.obliges) for p in held)

    if match := _EVEN.search(question):
        return lambda p: count(p, Modality.SHALL) == count(p, Modality.SHOULD)
    if match := _OUTNUMBER.search(question):
        more = _strength(match["more"] or match["most"])
        return lambda p: count(p, more) > count(p, asking.OPPOSITE[more])
    match = _EXACTLY.search(question)
    if match and not _NONE.search(question[: match.start()]):
        many, strength = (1 if match["sole"] else _count(match["many"])), _strength(match["what"])
        return lambda p: count(p, strength) == many
    if _FLAT.search(question):
        return lambda p: all(i.count(".") == 1 for i in p.provisions)
    if roles and _AUDIENCE.search(question):
        alone = _ALONE.search(question)
        return lambda p: set(p.audience) == roles if alone else roles <= set(p.audience)
    return None


def _strength(words: str) -> Modality:
    return next(s for s, pattern in _STRENGTHS.items() if re.fullmatch(pattern, words, re.IGNORECASE))


def _count(word: str) -> int:
    return int(word) if word.isdigit() else WORDS.get(word.lower(), 1)
