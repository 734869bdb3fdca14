"""Of what somebody is owed: who is to give it, and whom it is given to.

“What do the maker and the host owe us?” names two roles and asks for neither's list.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from bot.understand import acting, parties
from bot.understand.role_words import DOING, JOINED, NAMES, ROLES, SELVES

ACTING: Final = {
    role: re.compile(
        r"\b(?:by|(?<!apart )from(?! [^.?!,;]{0,30}['’]s\b)|(?:duties|tasks|obligations|expected|asked|demanded|required) of)"
        r" (?:the |a |an |its |our |their )?(?:\w+ )?" + pattern.pattern,
        re.IGNORECASE,
    )
    for role, pattern in NAMES.items()
}
"""Somebody does what is asked about."""
_BOUND: Final = r"(?:obliged|required|bound|supposed|meant|expected|advised|made)"
_TAKING: Final = rf"\b(?:gets?(?! away\b)|receives?|enjoys?|be(?! (?:\w+ )?{_BOUND}\b))\b"
"""Who takes something gives nothing."""
_MADE_TO: Final = re.compile(
    r"\b(?:expect|need|want|ask|demand|require|make|have|let|get)s?\b|\bowed\b.*\b(?:that|which)\b", re.IGNORECASE
)
"""“Should custodians expect developers to tell them ...?”: only what follows is to give."""
_GIVES: Final = (
    r"(?:owe|give|show|tell|provide|supply|hand|send|explain|share|do|offer|let|treat|inform|protect|warn|serve|help"
    r"|consult|involve|bring|include|keep|support|guide)\b"
)
_US: Final = r"(?:us|me|(?:people|those|somebody|someone) like (?:us|me)|(?:our|my) \w+)\b"
GIVING: Final = (
    re.compile(
        rf"\b(?:do|does|must|should|shall|is|are|will|can|would)\s+(?P<givers>(?:(?!{_TAKING})[^.?!;:,]){{2,70}}?)\s+"
        rf"(?:(?:(?:have|has|need|needs|ought|(?:be (?:\w+ )?)?{_BOUND})(?:, [^,.?!;]{{2,40}},)? )?to )?{_GIVES}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:what|that|which)\s+(?P<givers>(?:(?!{_TAKING})[^.?!;:]){{2,50}}?)\s+owes? {_US}", re.IGNORECASE),
    re.compile(
        rf"\b(?:have|has|make|makes) (?P<givers>(?:the|that|those|an?) [\w -]{{2,30}}?) {_GIVES}", re.IGNORECASE
    ),
)
"""Somebody is to give the asker something: “what do the maker and the host owe us?”."""

OWED_BY: Final = re.compile(
    r"\b(?:owed|due|expect|get)\b(?: to us)?(?: something| anything)? (?:by|from) (?P<owing>(?:the|our|its|that|this) (?:[\w-]+ ){0,2}?[\w-]+)",
    re.IGNORECASE,
)
"""By whom something is owed: “what are we owed by the spin-out?”."""
TO_SELF: Final = re.compile(
    r"\b(?:for|to|towards|owes?|owed|give|gives|tell|tells|show|shows|help|helps) (?:us|me|(?:our|my) \w+)\b"
    r"|\b(?:i|we) (?:get|expect|am owed|are owed)\b|\b(?:am i|are we) (?:owed|entitled|due)\b",
    re.IGNORECASE,
)
"""The asker is to be given something."""

ONE_OF_THEM: Final = re.compile(
    r"\b(?:i|we)(?: am| are|['’]m|['’]re) (?:also )?(?:one|some|among) ?(?:of them)?\b", re.IGNORECASE
)
""" "They just feel its effects. Say I'm one": what is told of others is told of the asker."""


def settled(
    question: str, named: Collection[str], does: tuple[str, ...], disclaimed: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the roles `named`, and of what the asker `does`, those that are owed something and those that are not.

    The one by which something is done ("by the developer") or that is to give something ("what does the developer owe
    us?") is not, nor one that is only told of, nor one that is `disclaimed`; the only other one is.
    """
    giving = _giving(question)
    barred = tuple(dict.fromkeys((*giving, *_told_of(question, named), *disclaimed)))
    if TO_SELF.search(question) and not acting.TWICE.search(question):
        selves = tuple(role for role, pattern in SELVES.items() if pattern.search(question))
        own = selves or (does if not set(does).issubset(giving) else ())
        if own:
            return own, tuple(role for role in ROLES if role not in own)
    others = tuple(role for role in named if role not in barred)
    joined = {role for pair, pattern in JOINED.items() if pattern.search(question) for role in pair}
    return (others if len(others) == 1 or joined.issuperset(others) else ()), barred


def _giving(question: str) -> tuple[str, ...]:
    """The roles that are to give something."""
    givers = " ".join(_MADE_TO.split(match["givers"])[-1] for p in GIVING for match in p.finditer(question))
    found = tuple(r for r, p in ACTING.items() if p.search(question) or NAMES[r].search(givers))
    owing = " ".join(match["owing"] for match in OWED_BY.finditer(question))
    found += tuple(role for role, pattern in DOING.items() if pattern.search(owing))
    pairs = [pair for pair, pattern in JOINED.items() if pattern.search(question)]
    return found + tuple(second for first, second in pairs if first in found)


def _told_of(question: str, named: Collection[str]) -> tuple[str, ...]:
    """The roles `named` only where somebody else than the asker acts: “the makers are in Busan, I just ask it”."""
    others = () if ONE_OF_THEM.search(question) else parties.of_others(question)

    def elsewhere(role: str) -> bool:
        return all(any(start <= m.start() < end for start, end in others) for m in NAMES[role].finditer(question))

    return tuple(role for role in named if others and elsewhere(role))
