"""Which roles a question is about: their names, the words people use for them, and how people describe themselves.

Three kinds of evidence, firmest first: a role's own name (``developers``), a word list kept in the ontology
(``whoever trained it``), and patterns of what somebody says they do (``we host``). A trained head adds a probability
for each role, which decides only where the words don't.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

from bot.understand import acting, denials, owing, parties
from bot.understand.role_words import DOING, JOINED, NAMES, ROLES, SELVES
from bot.understand.weighing import RoleWeights
from ontology.catalogue import Catalogue

AS_ROLE: Final = {
    role: re.compile(
        r"\b(?:what|which|that)\b[^.?!,]{0,40}?\b(?!(?:we|us|i|me|my|our|ourselves)\b)[\w'’-]+,? as (?:the |an? |its )?"
        + pattern.pattern
        + r",? (?:is|are|must|should|shall|has|have|needs?|ought)\b|\bon (?:their|its|his|her) part as (?:the |an? )?"
        + pattern.pattern,
        re.IGNORECASE,
    )
    for role, pattern in NAMES.items()
}
"""Somebody else is asked about in a role: “what the group as operator is required to do”."""


@dataclass(frozen=True, slots=True)
class RoleEvidence:
    """A role, how it was recognised (``name``, ``word``, ``doing``, ``head``) and by which words."""

    role: str
    kind: str
    words: str


class RoleFinder:
    """Finds roles by name, by the ontology's words for them and by what people do."""

    def __init__(self, catalogue: Catalogue) -> None:
        words = [
            (word, role.id)
            for role in catalogue.roles.values()
            for word in role.words
            if len(word.split()) > 1 or word not in {"users", "customers", "employees", "students", "consumers", "devs"}
        ]
        self._by_word: dict[str, list[str]] = {}
        for word, role_id in words:
            self._by_word.setdefault(word.lower(), []).append(role_id)
        longest_first = sorted(self._by_word, key=len, reverse=True)
        self._words = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)

    def named(self, question: str) -> tuple[RoleEvidence, ...]:
        """Roles that the question calls by name, in order of appearance."""
        found = [
            (m.start(), RoleEvidence(role, "name", m.group(0)))
            for role, p in NAMES.items()
            if (m := p.search(question))
        ]
        return tuple(evidence for _, evidence in sorted(found, key=lambda item: item[0]))

    @staticmethod
    def settled(
        question: str, named: tuple[RoleEvidence, ...], does: tuple[str, ...] = (), *, owed: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Of the roles `named`, and of what the asker `does`, those meant and those not meant, whatever a head says.

        Called by name side by side ("of developers and of operators"), all are meant, and so is the one that the asker
        says to be. Where it is asked what a role is `owed`, :mod:`bot.understand.owing` tells. What the asker says not
        to do makes no role of theirs.
        """
        disclaimed = denials.denied(question)
        if owed:
            return owing.settled(question, [evidence.role for evidence in named], does, disclaimed)
        joined = {role for pair, pattern in JOINED.items() if pattern.search(question) for role in pair}
        in_role = [role for role, pattern in AS_ROLE.items() if pattern.search(question)]
        if len(in_role) == 1 and not joined and not acting.TWICE.search(question):
            return tuple(in_role), tuple(role for role in ROLES if role not in in_role)
        sure = {role for role, pattern in SELVES.items() if pattern.search(question)}
        sure |= joined.union(does)
        barred = (*disclaimed, *acting.excluded(question, does))
        return tuple(role for role in ROLES if role in sure), tuple(role for role in barred if role not in sure)

    def described(self, question: str) -> tuple[RoleEvidence, ...]:
        """Roles that fit what is told of the asker; of anybody, where nothing is told of what the asker does."""
        others = parties.of_others(question)

        def meant(match: re.Match[str]) -> bool:
            return not any(start <= match.start() < end for start, end in others)

        found = [
            RoleEvidence(role, "word", match.group(0))
            for match in filter(meant, self._words.finditer(question))
            for role in self._by_word[match.group(0).lower()]
        ]
        found += [
            RoleEvidence(role, "doing", m.group(0))
            for role, p in DOING.items()
            if (m := next(filter(meant, p.finditer(question)), None))
        ]
        return tuple(found)


LEAST: Final = -0.5
"""Log-odds from which the likeliest role is taken where none is likely."""
BESIDE: Final = 0.7
"""Log-odds above which another role is meant beside it: most who ask have one, whoever else their story tells of."""

SURE: Final = 3.0
"""Log-odds from which a head is believed against all that stands beside what it read; chosen on the development set."""
BESIDE_SURE: Final = 1.25
"""The same, where the words tell one role for sure."""
BESIDE_OWED: Final = 2.0
"""The same, where it is asked what somebody is owed: those who owe it are told of in as many words."""


def decide(
    named: tuple[RoleEvidence, ...],
    described: tuple[RoleEvidence, ...],
    head: Mapping[str, float],
    weights: RoleWeights,
    sure: Collection[str] = (),
    barred: Collection[str] = (),
    beside: float = BESIDE,
) -> tuple[tuple[str, ...], str]:
    """The roles of a list question, and the reason in words; where the head is silent, names, then descriptions.

    Those that are `sure` are meant whatever the head says, those `barred` never; a second one needs log-odds above
    `beside`.
    """
    named = tuple(evidence for evidence in named if evidence.role not in barred)
    if not head:
        found = named or described
        every = tuple(dict.fromkeys(e.role for e in found))
        chosen = every if named else every[:1]
        return chosen, _reason(chosen, named, described) if found else ""
    kinds: dict[str, set[str]] = {role: set() for role in ROLES}
    for evidence in (*named, *described):
        kinds[evidence.role].add(evidence.kind)
    odds = {role: weights.odds(head.get(role, 0.0), kinds[role]) for role in ROLES}
    odds |= dict.fromkeys(barred, -inf) | dict.fromkeys(sure, inf)
    top = max(odds, key=lambda r: odds[r])
    if odds[top] < LEAST:
        return (), ""
    chosen = tuple(role for role in ROLES if role == top or odds[role] > beside)
    return chosen, _reason(chosen, named, described)


def surely(head: Mapping[str, float], weights: RoleWeights, told: Collection[str] = ()) -> tuple[str, ...]:
    """The roles that are `told` and those that a head is sure of by itself; empty where it is of none."""
    odds = {role: weights.odds(chance, ()) for role, chance in head.items()} | dict.fromkeys(told, inf)
    if max(odds.values(), default=-inf) < SURE:
        return ()
    return tuple(role for role in ROLES if odds[role] > BESIDE)


def _reason(chosen: tuple[str, ...], named: tuple[RoleEvidence, ...], described: tuple[RoleEvidence, ...]) -> str:
    names = [e.words for e in named if e.role in chosen]
    if names:
        return "named: " + ", ".join(names)
    return "described: " + (", ".join(dict.fromkeys(e.words for e in described if e.role in chosen)) or "as it reads")
