"""An answer as a page shows it: claims with markers, sources with the passage and the quoted part marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from api import keeping
from api.pages import address, view
from api.wiring import House
from bot.answer import Answer
from bot.state.answers import Answers

_MARKER = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Source:
    """A cited source. ``before``, ``quote`` and ``after`` are the passage; only the quote when it is not kept."""

    marker: int
    kind: str
    id: str
    label: str
    modality: str | None
    also: str | None
    relation: str | None
    verbatim: bool
    path: str | None
    source_url: str | None
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or item, and the markers of its sources."""

    html: Markup
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    listed: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the template needs of an answer that was given."""

    id: str
    question: str
    refused: bool
    parts: tuple[Part, ...]
    plain: str
    sources: tuple[Source, ...]
    related: tuple[Source, ...]
    conversation_id: str
    attribution: str
    created: str
    kept: bool


def of_answer(house: House, answer: Answer) -> Reply:
    """For an answer that was just given, whether or not it could be kept."""
    body = answer.to_json() | {
        "question": answer.frame.question,
        "created": answer.created.isoformat(),
        "sections": [
            {
                "heading": s.heading,
                "listed": s.listed,
                "claims": [{"text": c.text, "markers": list(c.markers)} for c in s.claims],
            }
            for s in answer.sections
        ],
        "evidence": keeping.evidence(house, answer),
    }
    return _reply(body, kept=False)


def of_kept(house: House, answer_id: str) -> Reply:
    """For an answer that was kept.

    Raises:
        ConversationUnknown: there is no such answer any more.
    """
    return _reply(Answers(house.state).get(answer_id), kept=True)


def _reply(body: Mapping[str, Any], kept: bool) -> Reply:
    passages = {str(p["id"]): p for p in body.get("evidence") or ()}
    return Reply(
        id=body["id"],
        question=body["question"],
        refused=body["status"] == "refused",
        parts=_parts(body),
        plain=body["answer"],
        sources=_sources(body["citations"], passages),
        related=_sources(body["related"], passages),
        conversation_id=body["conversation_id"],
        attribution=body.get("attribution") or "",
        created=str(body["created"])[:10],
        kept=kept,
    )


def _parts(body: Mapping[str, Any]) -> tuple[Part, ...]:
    sections = body.get("sections") or ()
    if not sections:
        text = body["answer"]
        markers = tuple(dict.fromkeys(int(found) for found in _MARKER.findall(text)))
        return (Part("", False, (Said(view.inline(_MARKER.sub("", text)), markers),)),)
    return tuple(
        Part(
            section["heading"],
            section["listed"],
            tuple(Said(view.inline(claim["text"]), tuple(claim["markers"])) for claim in section["claims"]),
        )
        for section in sections
    )


def _sources(citations: Iterable[Mapping[str, Any]], passages: Mapping[str, Mapping[str, Any]]) -> tuple[Source, ...]:
    return tuple(_source(c, passages.get(f"{c['kind']}/{c['id']}") or passages.get(c["id"])) for c in citations)


def _source(citation: Mapping[str, Any], passage: Mapping[str, Any] | None) -> Source:
    quote = citation["quote"]
    text = passage["text"] if passage else quote
    before, found, after = text.partition(quote)
    if not found:
        before = after = ""
    return Source(
        marker=citation["marker"],
        kind=citation["kind"],
        id=citation["id"],
        label=citation["label"],
        modality=citation["modality"],
        also=citation.get("also"),
        relation=citation.get("relation"),
        verbatim=citation["verbatim"],
        path=address.of_citation(citation),
        source_url=address.safe_link(citation["source_url"]),
        before=before,
        quote=quote,
        after=after,
    )
