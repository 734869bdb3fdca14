"""What is kept of an answer: the answer itself, with its evidence, and a line in the audit log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from fastapi import Request

from bot.answer import Answer
from bot.errors import AdviserError
from bot.state.answers import Answers
from bot.state.audit import Audit

if TYPE_CHECKING:
    from api.wiring import House

LOG = logging.getLogger("signpost.audit")


def evidence(house: House, answer: Answer) -> list[dict[str, Any]]:
    """The passages that the answer's citations come from, as JSON objects."""
    by_id = house.index.retriever.by_id
    found = (by_id.get(f"{c.kind}/{c.id}") or by_id.get(c.id) for c in answer.citations)
    return [passage.to_json() for passage in found if passage is not None]


def keep(request: Request, house: House, answer: Answer) -> None:
    """Keep `answer` and note who asked. A reader gets the answer even when that fails; the log then says so."""
    caller = getattr(request.state, "caller", None)
    record(house, answer, caller.name if caller else "anonymous")
    request.app.state.figures.answers.labels(answer.status.value, answer.path.value).inc()


def record(house: House, answer: Answer, who: str) -> None:
    """Keep `answer`, asked by `who`."""
    try:
        Answers(house.state).save(answer, evidence(house, answer))
        Audit(house.state).answered(who, answer, house.settings.audit_questions)
    except AdviserError as error:
        LOG.warning("answer %s was not kept: %s", answer.id, error)
    LOG.info("answered", extra={"who": who, "answer": answer.id, "status": answer.status.value})
