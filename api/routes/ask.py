"""Asking: one checked answer, whole or as server-sent events."""

from __future__ import annotations

import threading
from itertools import chain
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from api import keeping, streaming
from api.bodies import AnswerBody, AskRequest, problems
from api.context import ReadyHouse

router = APIRouter(prefix="/v1", tags=["ask"])


@router.post("/ask", response_model=AnswerBody, responses=problems(413, 422, 429, 503), summary="Ask the adviser")
def ask(request: Request, house: ReadyHouse, body: AskRequest) -> Response:
    """Every duty that applies, none that doesn't, each with a citation. To decline is no error."""
    answer = house.adviser.ask(body.question, body.conversation_id)
    keeping.keep(request, house, answer)
    return JSONResponse(answer.to_json())


@router.post(
    "/ask/stream",
    responses={200: {"content": {"text/event-stream": {}}}, **problems(413, 422, 429, 503)},
    response_class=StreamingResponse,
    summary="Ask, and read the answer as it comes",
)
def ask_stream(request: Request, house: ReadyHouse, body: AskRequest) -> Any:
    """Server-sent events: `status`, then `section` and `sentence` in reading order, `citations`, `done`.

    Each sentence has been checked before it is sent, and none is taken back. When the reader leaves, a language model
    that is at work stops.
    """
    gone = threading.Event()
    events = house.adviser.stream(body.question, body.conversation_id, gone)
    first = next(events)  # what fails before it is a problem document, as everywhere else
    sent = streaming.sent(chain((first,), events), gone, lambda answer: keeping.keep(request, house, answer))
    return StreamingResponse(sent, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
