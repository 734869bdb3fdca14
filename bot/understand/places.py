"""Several phases or principles that a list is limited to: "in design and development", "phases 2 to 4", "the last two".

One phase alone is left to the heads and to the words in :mod:`bot.understand.lexicon`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from bot.understand.weighing import OPEN

PHASES: Final[Mapping[str, str]] = {
    "secure-design": "design",
    "secure-development": "development",
    "secure-deployment": "deployment",
    "secure-maintenance": "maintenance",
    "secure-end-of-life": "(?:end[- ]of[- ]life|disposal|decommissioning|retirement)",
}
"""The phases in their order, with their own words."""
NUMBERS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
SECOND: Final = 0.25
"""From which chance a second principle counts beside the first, where words join two."""
_TITLE: Final = rf"(?:secure[- ])?(?:{'|'.join(PHASES.values())})(?:[- ](?:phase|stage)s?)?"
_NUMBER: Final = rf"(?:[1-5]|{'|'.join(NUMBERS)})"
_JOIN: Final = (
    r"(?:\s*,\s*(?:and |or )?|\s*[/&+]\s*"
    r"|\s+(?:and|or|plus|as well as|then|(?:right )?(?:through|up) to|to|through|till|until)\s+)"
    r"(?:also )?(?:in |at |for |during |of )?(?:the )?"
)
_RANGE: Final = re.compile(r"\s(?:to|through|till|until)\s|\d\s*[-–]\s*\d", re.IGNORECASE)
_TITLES: Final = re.compile(rf"\b{_TITLE}(?:{_JOIN}{_TITLE})+\b", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    rf"\b(?:phase|stage)s?\s+(?P<row>{_NUMBER}(?:(?:{_JOIN}|\s*[-–]\s*)(?:(?:phase|stage)\s+)?{_NUMBER})+)\b",
    re.IGNORECASE,
)
_AT_AN_END: Final = re.compile(rf"\b(?P<end>first|last|final) (?P<many>{_NUMBER}) (?:phase|stage)s\b", re.IGNORECASE)
_PHASE: Final = re.compile(r"\b(?:phase|stage)s?\b", re.IGNORECASE)
_JOINED: Final = re.compile(r"\b(?:and|or|plus|as well as)\b|[,/&+]", re.IGNORECASE)


def phases(question: str, likely: Collection[str]) -> tuple[tuple[str, ...], str]:
    """Two phases or more that `question` names together, in their order, and the words; empty where it does not.

    Bare words ("design and development") need the word phase in the question, or one of them to be `likely` anyway.
    """
    order = list(PHASES)
    if ends := _AT_AN_END.search(question):
        many = _number(ends["many"])
        found, words = order[:many] if ends["end"].lower() == "first" else order[-many:], ends[0]
    elif row := _NUMBERED.search(question):
        numbers = [_number(n) for n in re.findall(rf"\b{_NUMBER}\b", row["row"], re.IGNORECASE)]
        found, words = _all(sorted({order[n - 1] for n in numbers}, key=order.index), row["row"]), row[0]
    elif row := _TITLES.search(question):
        named = [name for name, word in PHASES.items() if re.search(rf"\b{word}\b", row[0], re.IGNORECASE)]
        meant = _PHASE.search(question) or any(name in likely for name in named)
        found, words = (_all(named, row[0]) if meant else []), row[0]
    else:
        return (), ""
    return (tuple(found), words) if len(found) > 1 else ((), "")


def themes(question: str, chances: Mapping[str, float], told: Collection[str], first: str) -> tuple[int, ...]:
    """The principles that are meant beside `first`, where the question joins several things.

    Those that its words name (`told`) or, if they name no other, the next likeliest one of the head's `chances`.
    """
    if first == OPEN["principle"] or not _JOINED.search(question):
        return ()
    if first in told and len(told) > 1:
        return tuple(sorted(int(label) for label in told if label != first))
    rest = {label: chance for label, chance in chances.items() if label not in (first, OPEN["principle"])}
    return tuple(int(label) for label, chance in rest.items() if chance >= SECOND)


def _all(named: list[str], words: str) -> list[str]:
    """`named`, and what lies between them where `words` give a range."""
    if len(named) < 2 or not _RANGE.search(words):
        return named
    order = list(PHASES)
    return order[order.index(named[0]) : order.index(named[-1]) + 1]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]
