"""What a question of fact singles out in the Code by a feature, found in the catalogue and cited beside the entry.

“Which principles hold requirements only?”, “the one without an audience line”, “where is something merely permitted?”:
an entry about the Code tells it in words, and what it tells of is a principle or a provision that can be cited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Final

from bot.text import SENTENCE
from bot.understand import asking, compared, places
from bot.understand.role_words import NAMES
from ontology.catalogue import Catalogue
from ontology.model import Modality, Principle

MOST: Final = 3
"""So many may be singled out; of more, the entry itself is the answer."""
END_USER, CUSTODIAN = "end-user", "data-custodian"
ALONE: Final = re.compile(
    r"\b(?:alone|only|sole(?:ly)?|single|no (?:other|one else|body else)|exclusively|just)\b", re.IGNORECASE
)
ONE_ROLE: Final = re.compile(
    r"\b(?:one|a single|only|just)(?: (?:one|a single))? (?:role|party|stakeholder|addressee|kind of|group|audience)\b",
    re.IGNORECASE,
)
NOT_ONE: Final = re.compile(r"\b(?:more than|at least|not|no|never|besides|beyond)\b[^.?!]{0,25}$", re.IGNORECASE)
PURE: Final = re.compile(
    r"\b(?:which|what|any|one|some|there|that|name)\b[^.?!]{0,40}\bprinciples?\b[^.?!]{0,60}"
    r"\b(?:(?:nothing|none) but|only|alone|purely|solely|entirely|exclusively|all|every(?: single)?|each|no"
    r"|not (?:one|a single)|without|nothing else)\b",
    re.IGNORECASE,
)
"""Asks for principles that hold one strength only."""
COUNTED: Final = re.compile(
    r"\bhow many\b|\bhow (?:do|does|are|is)\b[^.?!]{0,60}\b(?:divided?|split|shared?|balanced?|spread)\b"
    r"|\b(?:tally|ratio|split|balance|mix) (?:of|between)\b",
    re.IGNORECASE,
)
"""Asks how many provisions of each strength there are."""
LARGEST: Final = re.compile(r"\b(?:longest|largest|biggest|most|fattest)\b", re.IGNORECASE)
SMALLEST: Final = re.compile(r"\b(?:shortest|smallest|fewest|(?<!at )least)\b", re.IGNORECASE)
SIZE: Final = re.compile(f"{LARGEST.pattern}|{SMALLEST.pattern}", re.IGNORECASE)
PERMITS: Final = re.compile(
    r"\b(?:(?:carries|contains|holds|gives|with) (?:a|the|any|only a) (?:mere )?permission|(?:merely|simply"
    r"|just|only) (?:permits?|permitted|allow(?:s|ed)?)|(?:bare|mere) permissions?"
    r"|grants? (?:an?|any|some) (?:\w+ )?permission)\b"
    r"|\b(?:word|verb|an?) ['\"‘“]?(?:may|can)\b['\"’”]?",
    re.IGNORECASE,
)
"""Asks for what the Code permits and does not ask for."""


class Singled:
    """Finds what is singled out, given the node that answers in words (``about/end-user-duty``)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._principles = tuple(catalogue.principles.values())
        self._provisions = catalogue.provisions
        self._by_node: dict[str, Callable[[str], list[str]]] = {
            "about/end-user-duty": lambda _: self._obliging(END_USER),
            "about/data-custodian-duties": partial(self._obliging_alone, CUSTODIAN),
            "about/principle-10-audience": self._for_nobody,
            "about/audience-lines": self._for_just,
            "about/phases": self._within_named,
            compared.PRINCIPLE_COUNTS: self._by_size,
        }
        for phase in catalogue.phases.values():
            self._by_node[f"phase/{phase.id}"] = partial(self._within, (phase.id,))

    def ids(self, question: str, nodes: Sequence[str]) -> tuple[str, ...]:
        """Provisions and principles (``8.3``, ``P7``); empty where nothing, or too much, is singled out."""
        if PERMITS.search(question):
            return tuple(p.id for p in self._provisions.values() if Modality.MAY in (p.modality, p.also))
        found = (self._by_node[node](question) for node in nodes if node in self._by_node)
        return next((tuple(ids) for ids in found if 0 < len(ids) <= MOST), ())

    def pure(self, question: str, phases: tuple[str, ...] = ()) -> tuple[int, ...]:
        """Principles whose provisions all have the strength that `question` asks for; empty where it asks for none."""
        asked = next((sentence for sentence in SENTENCE.split(question) if PURE.search(sentence)), "")
        strengths = asking.told(asked)["modality"]
        if len(strengths) != 1:
            return ()
        strength = Modality(next(iter(strengths)))
        found = [p for p in self._principles if all(self._provisions[i].modality is strength for i in p.provisions)]
        return tuple(p.number for p in found if not phases or p.phase in phases)

    def _obliging(self, role: str) -> list[str]:
        return [p.id for p in self._provisions.values() if role in p.obliges]

    def _obliging_alone(self, role: str, question: str) -> list[str]:
        return [p.id for p in self._provisions.values() if p.obliges == (role,) and ALONE.search(question)]

    def _for_nobody(self, question: str) -> list[str]:
        return [] if _one_role(question) else _numbers(p for p in self._principles if not p.audience)

    def _for_just(self, question: str) -> list[str]:
        """Principles that are addressed to the roles that `question` names, or to any one role, and to nobody else."""
        named = {role for role, pattern in NAMES.items() if pattern.search(question)}
        if not named and _one_role(question):
            return _numbers(p for p in self._principles if len(p.audience) == 1)
        return _numbers(p for p in self._principles if named and set(p.audience) == named and ALONE.search(question))

    def _within(self, phases: Collection[str], question: str) -> list[str]:
        return _numbers(
            p
            for p in self._principles
            if p.phase in phases and (compared.CHAPTER.search(question) or COUNTED.search(question))
        )

    def _within_named(self, question: str) -> list[str]:
        return self._within([name for name, pattern in places.NAMED.items() if pattern.search(question)], question)

    def _by_size(self, question: str) -> list[str]:
        chosen = [f for f, pattern in ((max, LARGEST), (min, SMALLEST)) if pattern.search(question)]
        strengths = [Modality(name) for name in asking.told(question)["modality"]]
        kept = strengths[0] if len(strengths) == 1 else None

        def size(principle: Principle) -> int:
            return sum(kept in (None, self._provisions[i].modality) for i in principle.provisions)

        extremes = {choose(map(size, self._principles)) for choose in chosen}
        return _numbers(p for p in self._principles if size(p) in extremes)


def _one_role(question: str) -> bool:
    match = ONE_ROLE.search(question)
    return match is not None and not NOT_ONE.search(question[: match.start()])


def _numbers(principles: Iterable[Principle]) -> list[str]:
    return [f"P{principle.number}" for principle in principles]
