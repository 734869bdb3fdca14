"""The answer: what was said, and on what grounds. Every surface formats this and nothing else."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from bot.fault import Kind
from bot.frame import Frame

DISCLAIMER = "Signpost advises on a voluntary code; it is not legal advice."


class Status(StrEnum):
    ANSWERED = "answered"
    REFUSED = "refused"


class Path(StrEnum):
    """Which way the wording was made."""

    TEMPLATE = "template"
    MODEL = "model"  # some of its sentences are a language model's
    FALLBACK = "fallback"  # a language model was asked, but the template's answer is given


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that a claim rests on, or (under ``related``) a pointer. Field names are the API's contract.

    ``uri`` is the served address; ``quote`` is a substring of the cited passage; ``modality`` and ``also`` are the
    provision's main verb and weaker second clause; ``relation`` says how it concerns the role asked about.
    """

    marker: int
    kind: str
    id: str
    uri: str
    label: str
    modality: str | None
    quote: str
    verbatim: bool
    source_url: str | None
    also: str | None = None
    relation: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence or list item, and the markers of the citations that it rests on."""

    text: str
    markers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an answer: an optional heading, an optional lead-in and its claims; ``listed`` makes them items."""

    claims: tuple[Claim, ...]
    heading: str = ""
    listed: bool = False


class Outcome(StrEnum):
    """What became of a sentence that a language model wrote."""

    KEPT = "kept"
    REPAIRED = "repaired"  # it failed, and was shown as written anew
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence's outcome and, where it failed, what its faults were about. Never its words."""

    outcome: Outcome
    reasons: tuple[Kind, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"verdict": self.outcome.value, "reasons": [kind.value for kind in self.reasons]}


@dataclass(frozen=True, slots=True)
class Making:
    """How a language model's part of an answer was made, for the log and the evals. No words of the question.

    Attributes:
        model, prompt: which were used (``openai:gpt-5``, ``write-1``).
        kept, repaired, dropped: sentences shown; of those, shown after a repair; and not shown.
        faults: why sentences failed, one sentence each, repairs included. They may quote the model and are never
            logged.
        tokens_in, tokens_out: as the provider counts them, or estimated.
        milliseconds: time of all calls and checks.
        failure: why the model did not word the answer, or broke off, in words; empty when it did neither.
        cost: what the tokens cost, in the currency of the operator's prices; 0 where no price is set.
        verdicts: one a sentence, in the order in which the model wrote them.
    """

    model: str
    prompt: str
    kept: int = 0
    repaired: int = 0
    dropped: int = 0
    faults: tuple[str, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0
    milliseconds: float = 0.0
    failure: str = ""
    cost: float = 0.0
    verdicts: tuple[Judged, ...] = ()

    def record(self) -> dict[str, Any]:
        """What a log may hold: everything but words; of the faults, how many."""
        found = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "verdicts"}
        found["faults"] = len(self.faults)
        return found | {"verdicts": [v.to_json() for v in self.verdicts]} if self.verdicts else found


@dataclass(frozen=True, slots=True)
class Answer:
    """What :meth:`bot.adviser.Adviser.ask` returns. ``sections`` hold the same words as ``text``, in parts.

    ``worded`` are those of its claims that a language model wrote.
    """

    status: Status
    text: str
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    conversation_id: str
    frame: Frame
    sections: tuple[Section, ...] = ()
    path: Path = Path.TEMPLATE
    attribution: str = ""
    making: Making | None = None
    worded: tuple[Claim, ...] = ()
    id: str = field(default_factory=lambda: str(uuid4()))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def notice(self) -> str:
        """How a translated question was read, and why a model that was asked did not word the answer, or not to its
        end; mostly empty."""
        said = [f"Your question was translated and read as “{self.frame.english}”."] if self.frame.english else []
        if self.path is Path.FALLBACK and self.making is not None:
            said.append(f"Worded by Signpost's own template: {self.making.failure}.")
        elif self.path is Path.MODEL and self.making is not None and self.making.failure:
            said.append(f"Worded by a language model as far as it came: {self.making.failure}.")
        return " ".join(said)

    def to_json(self) -> dict[str, Any]:
        """The body of ``POST /v1/ask``; ``notice`` is there only when there is something to say."""
        body: dict[str, Any] = {
            "status": self.status.value,
            "answer": self.text,
            "citations": [c.to_json() for c in self.citations],
            "related": [c.to_json() for c in self.related],
            "conversation_id": self.conversation_id,
            "id": self.id,
            "path": self.path.value,
            "disclaimer": DISCLAIMER,
            "attribution": self.attribution,
        }
        return body | {"notice": self.notice} if self.notice else body


def markdown(sections: tuple[Section, ...]) -> str:
    """Sections as Markdown: headings in bold, claims as items or sentences, markers in brackets at their ends."""
    parts: list[str] = []
    for section in sections:
        lines = [f"**{section.heading}**"] if section.heading else []
        said = [claim.text + "".join(f" [{m}]" for m in claim.markers) for claim in section.claims]
        lines += [f"- {line}" for line in said] if section.listed else [" ".join(said)]
        parts.append("\n".join(line for line in lines if line))
    return "\n\n".join(part for part in parts if part)
