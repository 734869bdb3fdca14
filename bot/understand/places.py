"""Several phases or principles that a list is limited to: "in design and development", "phases 2 to 4", "the last two".

One alone is left to the heads and to the words in :mod:`bot.understand.lexicon`; here is what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.understand.heads import HeadReading, Reads
from bot.understand.lexicon import PHASE_EVERYDAY, PHASE_WORDS
from bot.understand.numbers import WORDS
from bot.understand.weighing import OPEN

NAMED: Final = {name: re.compile(rf"\b(?:secure[- ])?{words}\b", re.IGNORECASE) for name, words in PHASE_WORDS.items()}
"""The phases' names, which tell a phase where a question speaks of phases."""
SURE: Final = 0.8
"""From which chance a part of a question names a principle by its theme."""
IN_A_ROW: Final = 0.5
"""The same where each part of a row names another."""
SHORT: Final = 3
"""A part of up to so many words is read as “everything on ...”: alone it may say nothing."""
_TITLE: Final = rf"(?:secure[- ])?(?:{'|'.join(PHASE_WORDS.values())})(?:[- ](?:phase|stage)s?)?"
_COUNTED: Final = {word: number for word, number in WORDS.items() if number <= len(PHASE_WORDS)}
_NUMBER: Final = rf"(?:[1-{len(PHASE_WORDS)}]|{'|'.join(_COUNTED)})"
_JOIN: Final = (
    r"(?:\s*,\s*(?:and |or )?|\s*[/&+]\s*"
    r"|\s+(?:and|or|plus|as well as|then|(?:right )?(?:through|up) to|to|through|till|until)\s+)"
    r"(?:also )?(?:in |at |for |during |of )?(?:the )?"
)
_RANGE: Final = re.compile(r"\s(?:to|through|till|until)\s|\d\s*[-–]\s*\d", re.IGNORECASE)
_TITLES: Final = re.compile(
    r"(?P<before>\b(?:(?:phase|stage)s?[,:]? (?:of )?|from (?=[^.?!]*\b(?:to|till|until)\b)))?"
    rf"(?P<row>\b{_TITLE}(?:{_JOIN}{_TITLE})+\b)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    rf"\b(?:phase|stage)s?\s+(?P<row>{_NUMBER}(?:(?:{_JOIN}|\s*[-–]\s*)(?:(?:phase|stage)\s+)?{_NUMBER})+)\b",
    re.IGNORECASE,
)
_MENTION: Final = re.compile(
    "|".join(
        rf"(\b(?:secure[- ])?(?:{words}|{PHASE_EVERYDAY[name]})(?:[- ](?:phase|stage|period|time|day)s?)?\b)"
        for name, words in PHASE_WORDS.items()
    ),
    re.IGNORECASE,
)
_JOINERS: Final = frozenset(("and", "or", "plus", "then", "later", "to", "through", "till", "until"))
_FILLERS: Final = (
    "also now on for in at as long well while when once during throughout the it it's its our is are being has been"
    " they both back that time from up right afterwards after finally again all of thing about first daily everyday"
    " do done my his her their phase phases stage stages"
)
_BETWEEN: Final = _JOINERS.union(_FILLERS.split())
"""What may stand between two phases that are named side by side; one of the joiners must."""
_AT_AN_END: Final = re.compile(rf"\b(?P<end>first|last|final) (?P<many>{_NUMBER}) (?:phase|stage)s\b", re.IGNORECASE)
_PHASE: Final = re.compile(r"\b(?:phase|stage)s?\b", re.IGNORECASE)
_PARTS: Final = re.compile(r"\b(?:and|or|plus|as well as)\b|[,;/&+]", re.IGNORECASE)
_ROW: Final = re.compile(r"\b(?:do|see to|observe|meet) (?:about|on|under)\s+(?P<row>[^.?!]+)", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.?!])\s+")
_THAT: Final = re.compile(
    r"\b(?:under|of|from|in|by|within) (?:that|this) (?:same )?(?:principle|chapter)\b", re.IGNORECASE
)
_LEFT_OUT: Final = re.compile(
    r"(?:(?<=[.?!] )|^)(?:leave out|never mind|forget|skip|leaving out)\b[^.?!:]*[.?!:]", re.IGNORECASE
)
"""A sentence that says what is not asked about."""


def phases(question: str, likely: str) -> tuple[tuple[str, ...], str]:
    """Two phases or more that `question` names together, in their order, and the words; empty where it does not.

    Bare words ("design and development") need the word phase beside them, or one of them to be the `likely` phase: a
    design and development team is none.
    """
    order, question = list(PHASE_WORDS), _LEFT_OUT.sub("", question)
    if ends := _AT_AN_END.search(question):
        many = _number(ends["many"])
        found, words = order[:many] if ends["end"].lower() == "first" else order[-many:], ends[0]
    elif row := _NUMBERED.search(question):
        numbers = {_number(n) for n in re.findall(rf"\b{_NUMBER}\b", row["row"], re.IGNORECASE)}
        found, words = _all([order[n - 1] for n in sorted(numbers)], row["row"]), row[0]
    elif row := _TITLES.search(question):
        named = [name for name, pattern in NAMED.items() if pattern.search(row["row"])]
        meant = row["before"] or _PHASE.search(row["row"]) or likely in named
        found, words = (_all(named, row["row"]) if meant else []), row[0]
    else:
        found, words = _side_by_side(question)
    return (tuple(found), words) if len(found) > 1 else ((), "")


def _side_by_side(question: str) -> tuple[list[str], str]:
    """Phases in everyday words, each joined to the next: “back at the drawing board and now while it is being run”."""
    row: list[re.Match[str]] = []
    for mention in _MENTION.finditer(question):
        between = re.findall(r"[\w'’]+", question[row[-1].end() : mention.start()].lower()) if row else []
        joined = _JOINERS.intersection(between) and _BETWEEN.issuperset(between)
        if joined:
            row.append(mention)
        elif len(row) < 2:
            row = [mention]
    named = [_phase_of(mention) for mention in row]
    if len(set(named)) < 2:
        return [], ""
    order, words = list(PHASE_WORDS), question[row[0].start() : row[-1].end()]
    return _all(sorted(set(named), key=order.index), words), words


def _phase_of(mention: re.Match[str]) -> str:
    return next(name for name, words in zip(PHASE_WORDS, mention.groups(), strict=True) if words)


def themes(question: str, first: int, heads: Reads) -> tuple[int, ...]:
    """`first` and the principles that its sentence names beside it ("on suppliers, testing and logs"), in their order.

    Each joined part is read by itself: read as a whole, the heads see one theme and lose the others beside it.
    """
    for sentence in _SENTENCE.split(question):
        parts = [part.strip(" .?!:") for part in _PARTS.split(sentence)]
        parts = [part for part in parts if len(part) > 2]
        if len(parts) < 2:
            continue
        found = set(themes_of(parts, heads))
        if first in found:
            return tuple(sorted(found))
    return (first,)


def pointed_at(question: str, heads: Reads) -> int | None:
    """The principle that “under that principle” means: the theme of the sentence before, where that is sure."""
    sentences = _SENTENCE.split(question)
    for before, sentence in pairwise(sentences):
        if _THAT.search(sentence) and (found := themes_of([before], heads)):
            return found[0]
    return None


def row(question: str, heads: Reads) -> tuple[int, ...]:
    """The principles whose themes stand in a row ("do about suppliers, testing and logs"), each of them sure."""
    match = _ROW.search(question)
    parts = [part.strip() for part in _PARTS.split(match["row"]) if part.strip()] if match else []
    found = themes_of(parts, heads, IN_A_ROW) if len(parts) > 1 else ()
    return tuple(sorted(found)) if len(found) == len(parts) else ()


def themes_of(parts: Sequence[str], heads: Reads, least: float = SURE) -> tuple[int, ...]:
    """The principles that `parts` of a question name by their themes, each with a chance of `least`, in their order."""
    readings = heads.read([f"everything on {p}" if len(p.split()) <= SHORT else p for p in parts], whole=False)
    return tuple(dict.fromkeys(named for reading in readings if (named := _theme(reading, least))))


def _theme(reading: HeadReading, least: float) -> int | None:
    chances = reading.get("principle", {})
    best = max(chances, key=lambda label: chances[label], default=OPEN["principle"])
    return int(best) if best != OPEN["principle"] and chances[best] >= least else None


def _all(named: list[str], words: str) -> list[str]:
    """`named`, and what lies between them where `words` give a range."""
    if len(named) < 2 or not _RANGE.search(words):
        return named
    order = list(PHASE_WORDS)
    return order[order.index(named[0]) : order.index(named[-1]) + 1]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTED[word.lower()]
