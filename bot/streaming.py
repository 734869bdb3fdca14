"""An answer as it comes: events in reading order. What was shown is never taken back.

``Status``; for each part of the answer ``Part`` and its ``Sentence``; ``Citations``; ``Done`` with the whole answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.answer import Answer, Citation, Claim, Section, Status


@dataclass(frozen=True, slots=True)
class Began:
    """The question is understood; whether it is answered or declined is settled.

    ``sources`` is all that markers in the sentences can point to, for who has to make links of them at once; the
    citations are told of when all has been said.
    """

    name: ClassVar[str] = "status"
    status: Status
    id: str
    conversation_id: str
    sources: tuple[Citation, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"status": self.status.value, "id": self.id, "conversation_id": self.conversation_id}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the answer begins; ``listed`` makes its sentences items."""

    name: ClassVar[str] = "section"
    heading: str
    listed: bool

    def to_json(self) -> dict[str, Any]:
        return {"heading": self.heading, "listed": self.listed}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A checked sentence, with the markers of what it cites."""

    name: ClassVar[str] = "sentence"
    claim: Claim

    def to_json(self) -> dict[str, Any]:
        return {"text": self.claim.text, "markers": list(self.claim.markers)}


@dataclass(frozen=True, slots=True)
class Citations:
    """All that the answer cites, and pointers beside."""

    name: ClassVar[str] = "citations"
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]

    def to_json(self) -> dict[str, Any]:
        return {"citations": [c.to_json() for c in self.citations], "related": [c.to_json() for c in self.related]}


@dataclass(frozen=True, slots=True)
class Done:
    """The answer as a whole."""

    name: ClassVar[str] = "done"
    answer: Answer

    def to_json(self) -> dict[str, Any]:
        return self.answer.to_json()


Event = Began | Part | Sentence | Citations | Done


def parts(sections: Iterable[Section]) -> Iterator[Event]:
    """The events of sections."""
    for section in sections:
        yield Part(section.heading, section.listed)
        for claim in section.claims:
            yield Sentence(claim)


def last(events: Iterable[Event]) -> Answer:
    """The answer that events end with."""
    for event in events:
        if isinstance(event, Done):
            return event.answer
    raise AssertionError("an answer's events end with the answer")


def events(answer: Answer) -> Iterator[Event]:
    """The events of an answer that stands already; one without sections is one sentence, its whole text."""
    yield Began(answer.status, answer.id, answer.conversation_id, (*answer.citations, *answer.related))
    yield from parts(answer.sections or (Section((Claim(answer.text),)),))
    yield Citations(answer.citations, answer.related)
    yield Done(answer)
