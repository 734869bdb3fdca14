"""Kept answers, as answers again: what a button opens is what was said, on any replica, after any restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.answer import Answer, Citation, Claim, Path, Section, Status
from bot.errors import ConversationUnknown
from bot.frame import Frame, Intent
from bot.state.frames import frame_from_json

_CITATION = frozenset(f.name for f in fields(Citation))


def recalled(body: Mapping[str, Any]) -> Answer:
    """The answer that :meth:`bot.state.answers.Answers.get` found.

    Raises:
        ConversationUnknown: it was kept by a version whose answers cannot be read.
    """
    try:
        return Answer(
            status=Status(body["status"]),
            text=body["answer"],
            citations=tuple(_citation(c) for c in body["citations"]),
            related=tuple(_citation(c) for c in body["related"]),
            conversation_id=body["conversation_id"],
            frame=frame_from_json(body["frame"]) or Frame(body["question"], Intent.TOPIC),
            sections=tuple(_section(s) for s in body["sections"]),
            path=Path(body["path"]),
            attribution=body["attribution"],
            id=body["id"],
            created=datetime.fromisoformat(body["created"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConversationUnknown("That answer was kept by another version of Signpost; ask again.") from error


def _citation(body: Mapping[str, Any]) -> Citation:
    return Citation(**{name: value for name, value in body.items() if name in _CITATION})


def _section(body: Mapping[str, Any]) -> Section:
    claims = tuple(Claim(c["text"], tuple(c["markers"])) for c in body["claims"])
    return Section(claims, body["heading"], body["listed"])
