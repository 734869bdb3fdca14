"""Frames for free wording, once it is decided which way a question goes; and for what is declined."""

from __future__ import annotations

from typing import Final

from bot.frame import LEGAL_FORCE, Choice, Decline, Frame, Intent
from bot.topics.model import TopicModel, TopicReading
from bot.understand import compared, cues, premise
from bot.understand.facts import FactHit, told
from bot.understand.factual import FactReader
from bot.understand.families import family
from bot.understand.numbers import Numbers
from bot.understand.references import References
from bot.understand.roles import RoleFinder
from bot.understand.router import COMPARE, FACT, NONE
from bot.understand.singled import Singled
from ontology.catalogue import Catalogue

NUMBER_LEAST: Final = 0.45
NUMBER_SURE: Final = 0.75
FACT_SURE: Final = 1.0
PHASES_MOST: Final = 2
FACT_TOLD: Final = 1.0
"""From which score a node about the Code is told beside declining."""
PROVISION_SURE: Final = 0.85
"""From which score a provision is told beside an entry about the Code."""
TOPIC_UNLIKELY: Final = 0.4
CORRECTED_LEAST: Final = 0.5
"""From which score of the best provision it sets right what a question takes for granted."""


class Free:
    """Makes frames of what the readers found; `singled` finds what a question of fact singles out."""

    def __init__(
        self,
        catalogue: Catalogue,
        references: References,
        topics: TopicModel,
        facts: FactReader,
        roles: RoleFinder,
    ) -> None:
        self._catalogue, self._references = catalogue, references
        self.singled = Singled(catalogue)
        self._topics, self._facts, self._roles = topics, facts, roles

    def frame(
        self,
        question: str,
        route: str,
        found_roles: tuple[str, ...],
        named: Numbers,
        reading: TopicReading,
        hits: tuple[FactHit, ...],
    ) -> Frame:
        """The frame of a question that goes `route` (any but a list)."""
        best = max(reading.scores.values(), default=0.0)
        if cues.ASKS_NUMBER.search(question) and best >= (NUMBER_SURE if route == FACT else NUMBER_LEAST):
            return _number_of(question, reading)
        if route == NONE:
            known = tuple(hit.node for hit in hits[:1] if hit.score >= FACT_TOLD and hit.node.startswith("about/"))
            return self.declined(question, reading.likely_decline, reading, "no provision answers it", known)
        comparing = route == COMPARE or (route == FACT and bool(cues.COMPARE.search(question)))
        if comparing and (both := compared.roles(question, self._roles.named(question))):
            return side_by_side(question, both)
        if route == COMPARE:
            reading = compared.read(question, reading, self._topics)
        sides = sum(choice.score >= compared.SURE_ALONE for choice in reading.choices)
        unlikely = route == COMPARE and best < TOPIC_UNLIKELY and sides < 2
        if route == FACT or (unlikely and hits and hits[0].score >= FACT_SURE):
            return self._fact(question, hits, reading)
        principle_ids = tuple(f"P{n}" for n in named.principles)
        if principle_ids and route != COMPARE and best < NUMBER_LEAST:
            why = (("ids", ", ".join(principle_ids)),)
            return Frame(question, Intent.LOOK_UP, ids=principle_ids, nodes=told(question, hits), why=why)
        kind = Intent.COMPARE if route == COMPARE else Intent.TOPIC
        return self._topic(question, kind, found_roles, reading, named.principles)

    def declined(
        self, question: str, decline: Decline, reading: TopicReading, why: str, known: tuple[str, ...] = ()
    ) -> Frame:
        """A question that is not answered, with what may answer it, what is `known` and what the Code has near it."""
        documents = self._references.documents(question)
        subject = self._topics.subject(question, reading) if reading.alike else None
        if subject and subject.peer and f"document/{subject.peer}" not in documents:
            documents += (f"document/{subject.peer}",)
        if cues.FORCE.search(question) and cues.ABOUT_CODE.search(question):
            known = tuple(dict.fromkeys((LEGAL_FORCE, *known)))
        return Frame(
            question, Intent.OUTSIDE, decline=decline,
            decline_about=subject.topic if subject and decline is reading.likely_decline else "",
            nodes=documents, granted=known, near=() if decline is Decline.OUTSIDE else reading.nearest,
            why=(("decline", why),),
        )  # fmt: skip

    def compared(self, question: str, choices: tuple[Choice, ...]) -> Frame:
        """Provisions that are compared, each described in words."""
        why = (("topic", "; ".join(f"{c.provision}: {c.why}" for c in choices)),)
        return Frame(question, Intent.COMPARE, topic=question, choices=choices, why=why)

    def _topic(
        self, question: str, kind: Intent, found_roles: tuple[str, ...], reading: TopicReading, named: tuple[int, ...]
    ) -> Frame:
        sure = max((choice.score for choice in reading.choices), default=0.0) >= CORRECTED_LEAST
        chosen = tuple(choice.provision for choice in reading.choices) if sure else ()
        return Frame(
            question, kind, roles=found_roles, topic=question, choices=reading.choices, near=reading.nearest,
            notes=premise.corrections(question, chosen, self._catalogue, self._roles, named),
            why=(("topic", "; ".join(f"{c.provision}: {c.why}" for c in reading.choices)),),
        )  # fmt: skip

    def _fact(self, question: str, hits: tuple[FactHit, ...], reading: TopicReading) -> Frame:
        documents = self._references.documents(question)
        nodes = self._facts.nodes(question, hits, cues.COMPARE.search(question) is not None or len(documents) > 1)
        if len(documents) > 1:  # each of those that are named has its say
            known = {family(node) for node in nodes}
            nodes += tuple(document for document in documents if family(document) not in known)
        if nodes[0].startswith("about/") and cues.FORCE.search(question):
            nodes = tuple(dict.fromkeys((*nodes, LEGAL_FORCE)))  # who takes the Code for law is told that it is none
        define = nodes[0].split("/")[0] in ("role", "term")
        named = self._roles.named(question)
        ids = tuple(f"role/{evidence.role}" for evidence in named)
        if nodes[0] in ids and compared.contrasted(question, named):
            return side_by_side(question, ids)
        compare = bool(cues.COMPARE.search(question))
        form = Intent.COMPARE if compare else Intent.DEFINE if define else Intent.FACT
        why = (("intent", "about the Code itself"), ("nodes", ", ".join(nodes)))
        if compared.PHASE_COUNTS in nodes:  # those that are named are told apart, with how much they hold
            nodes = (*compared.phases_named(question)[:PHASES_MOST], *nodes)
        singled = self.singled.ids(question, nodes) or _asked_of(question, reading)
        return Frame(question, form, nodes=nodes, singled=singled, near=reading.nearest, why=why)


def _asked_of(question: str, reading: TopicReading) -> tuple[str, ...]:
    """The provision that surely answers what does not speak of the Code: “is rate limiting required?”."""
    best = reading.choices[0] if reading.choices else None
    if (
        best is None
        or best.score < PROVISION_SURE
        or not cues.NEEDS.search(question)
        or cues.ABOUT_CODE.search(question)
    ):
        return ()
    return (best.provision,)


def side_by_side(question: str, nodes: tuple[str, ...]) -> Frame:
    """Roles or phases, compared as such."""
    why = (("intent", "compared as such"), ("nodes", ", ".join(nodes)))
    return Frame(question, Intent.COMPARE, nodes=nodes, why=why)


def _number_of(question: str, reading: TopicReading) -> Frame:
    """A provision that is described in words, whose ETSI number is asked for."""
    best = max(reading.scores, key=lambda p: reading.scores[p])
    why = (("ids", f"{best}, whose number is asked for"),)
    return Frame(question, Intent.LOOK_UP, ids=(best,), near=reading.nearest, why=why)
