"""Asking: one checked answer, whole or as server-sent events. A client that leaves stops a language model at work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import chain
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api import keeping, streaming
from api.bodies import AnswerBody, AskRequest, problems
from api.context import ReadyHouse
from bot.answer import Answer
from bot.streaming import Event, last

router = APIRouter(prefix="/v1", tags=["ask"])


@router.post("/ask", response_model=AnswerBody, responses=problems(413, 422, 429, 503), summary="Ask the adviser")
async def ask(request: Request, house: ReadyHouse, body: AskRequest) -> Response:
    """Every duty that applies, none that doesn't, each with a citation. To decline is no error."""
    gone = threading.Event()

    def answered() -> Answer:
        answer = last(house.adviser.stream(body.question, body.conversation_id, gone))
        keeping.keep(request, house, answer)
        return answer

    return JSONResponse((await streaming.waited(request, gone, answered)).to_json())


@router.post(
    "/ask/stream",
    responses={200: {"content": {"text/event-stream": {}}}, **problems(413, 422, 429, 503)},
    response_class=streaming.EventStream,
    summary="Ask, and read the answer as it comes",
)
async def ask_stream(request: Request, house: ReadyHouse, body: AskRequest) -> Any:
    """Server-sent events: `status`, then `section` and `sentence` in reading order, `citations`, `done`.

    Each sentence has been checked before it is sent, and none is taken back. When the reader leaves, a language model
    that is at work stops.
    """
    gone = threading.Event()

    def begun() -> Iterator[Event]:
        events = house.adviser.stream(body.question, body.conversation_id, gone)
        first = next(events)  # what fails before it is a problem document, as everywhere else
        return chain((first,), events)

    events = await streaming.waited(request, gone, begun)
    sent = streaming.sent(events, gone, lambda answer: keeping.keep(request, house, answer))
    return streaming.EventStream(sent, gone)
