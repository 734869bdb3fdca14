"""What a question names outright: provisions and principles by number, other standards by name or by their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.frame import Decline, Frame, Intent
from bot.topics.model import TopicModel
from bot.understand import cues, premise
from bot.understand.facts import FactHit, told
from bot.understand.numbers import Numbers
from bot.understand.references import References
from bot.understand.roles import RoleFinder
from ontology.catalogue import Catalogue

WANTS: Final = 0.5
"""From which chance, given by the head, a comparison or a mapping is wanted without a word that says so."""
UNWANTED: Final = 0.2
"""Below which chance a standard that is named is only mentioned."""


class Exact:
    """Frames for what is named; numbers come from :func:`bot.understand.numbers.find`."""

    def __init__(self, catalogue: Catalogue, references: References, topics: TopicModel, roles: RoleFinder) -> None:
        self._catalogue, self._references, self._topics, self._roles = catalogue, references, topics, roles

    def looked_up(
        self, question: str, named: Numbers, intent: Mapping[str, float], hits: Sequence[FactHit] = ()
    ) -> Frame:
        """Provisions and principles that exist, looked up or compared, with what is asked beside them.

        `intent` gives the head's chances, `hits` the nodes about the Code that are nearest.
        """
        ids = _ids(named)
        compared = bool(cues.COMPARE.search(question)) or intent.get("compare", 0.0) > WANTS
        kind = Intent.COMPARE if len(ids) > 1 and compared else Intent.LOOK_UP
        notes = premise.corrections(question, named.provisions, self._catalogue, self._roles)
        return Frame(
            question, kind, ids=ids, nodes=told(question, hits), notes=notes, why=(("ids", ", ".join(ids)),)
        )  # fmt: skip

    def nonexistent(self, question: str, named: Numbers) -> Frame:
        """Numbers that the Code does not have, with the nearest that it has."""
        near: list[str] = []
        for missing in named.missing:
            near += self._catalogue.nearest(missing.removeprefix("Principle ").strip())
        return Frame(
            question, Intent.LOOK_UP, decline=Decline.NONEXISTENT, missing=named.missing,
            near=tuple(dict.fromkeys(near)), why=(("ids", f"{', '.join(named.missing)} not in the Code"),),
        )  # fmt: skip

    def mapped(self, question: str, named: Numbers, intent: Mapping[str, float]) -> Frame | None:
        """What the crosswalks say about another standard; None where none is named, or only mentioned."""
        targets, frameworks = self._references.targets(question), self._references.frameworks(question)
        if not frameworks and not targets:
            return None
        worded = bool(cues.MAP.search(question))
        if not worded and intent.get("map", 0.0) <= WANTS:
            return None
        if intent and intent.get("map", 0.0) < UNWANTED and not (targets and worded):
            return None
        ids = _ids(named)
        why = (("intent", "another standard is named"), ("nodes", ", ".join(targets or frameworks)))
        frame = Frame(question, Intent.MAP, ids=ids, nodes=targets + frameworks, why=why)
        if targets or ids:
            return frame
        reading = self._topics.read(question)
        return frame.having(choices=reading.choices, near=reading.nearest) if reading.choices else None


def _ids(named: Numbers) -> tuple[str, ...]:
    return named.provisions + tuple(f"P{n}" for n in named.principles)
