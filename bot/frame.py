"""The frame: what a question asks for, as typed fields that the evidence plan can follow.

A frame can be shown (``ask --explain``): each field that was read from the question has a reason in ``why``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from ontology.model import Modality, Relation


class Intent(StrEnum):
    """What kind of answer a question wants."""

    ENUMERATE = "enumerate"
    LOOK_UP = "look-up"
    TOPIC = "topic"
    DEFINE = "define"
    COMPARE = "compare"
    MAP = "map"
    FACT = "fact"
    SMALL_TALK = "small-talk"
    OUTSIDE = "outside"


LEGAL_FORCE: Final = "about/legal-force"
"""The node that says whether the Code is law: beside what is declined, where a question takes it for law."""


class Decline(StrEnum):
    """Why a question is declined."""

    OUTSIDE = "outside"
    UNSETTLED = "unsettled"
    OTHER_LAW = "other-law"
    NONEXISTENT = "nonexistent"
    MISSTATE = "misstate"
    FALSE_PREMISE = "false-premise"


@dataclass(frozen=True, slots=True)
class Choice:
    """A provision chosen for a topic: how strongly (0 to 1), and why, in words."""

    provision: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A question, understood.

    Attributes:
        question: the clean question.
        intent: what kind of answer it wants.
        roles: roles it is about, as identifiers.
        modality: the strength asked for, or None.
        relations: the relations asked for; empty when the question leaves it open.
        phases, principles: those that a list is limited to.
        ids: provisions and principles named by number (``5.4.1``, ``P7``), in order.
        nodes: other nodes named (``role/developer``, ``term/guardrails``, ``threat/...``, ``document/...``).
        singled: provisions and principles that a fact about the Code singles out (“which principle is the longest?”).
        topic: the freely worded part, for retrieval; empty when there is none.
        choices: provisions found for the topic, best first.
        near: provisions that are near without being chosen, best first.
        decline: why it cannot be answered, or None; `decline_about` names the thing.
        missing: numbers that it names and that don't exist.
        notes: corrections to state before the answer (a false premise), in words.
        granted: nodes about what the question takes for granted (``about/publisher``), told beside the answer.
        why: reasons, field by field.
        decline_score: stated chance (0 to 1) that the Code does not answer it, where that was weighed.
        language, english: where a language model translated the question, its language, and how it was read.
    """

    question: str
    intent: Intent
    roles: tuple[str, ...] = ()
    modality: Modality | None = None
    relations: tuple[Relation, ...] = ()
    phases: tuple[str, ...] = ()
    principles: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    singled: tuple[str, ...] = ()
    topic: str = ""
    choices: tuple[Choice, ...] = ()
    near: tuple[str, ...] = ()
    decline: Decline | None = None
    decline_about: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    decline_score: float | None = None
    language: str = ""
    english: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def having(self, **changes: Any) -> Frame:
        """A copy with fields changed."""
        return replace(self, **changes)
