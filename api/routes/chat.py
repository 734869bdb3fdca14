"""``/v1/models`` and ``/v1/chat/completions``, for the ``openai`` package and any chat front end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import chain
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api import chat, chat_stream, keeping, streaming
from api.bodies import problems
from api.context import ReadyHouse
from bot.answer import Answer
from bot.streaming import Event, last
from ontology.errors import UnknownNode

router = APIRouter(prefix="/v1", tags=["openai"])
CREATED = 1738281600  # 31 January 2025, when the Code was published


class Part(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="allow")

    type: str
    text: str = ""


class Message(BaseModel):
    """A message; what the assistant and the system said is not read."""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """Whether the stream ends with figures."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """What is read of OpenAI's request; the rest (temperature, tools, ...) changes nothing here."""

    model_config = ConfigDict(extra="allow")

    model: str = Field(examples=["signpost"])
    messages: list[Message] = Field(
        max_length=200, examples=[[{"role": "user", "content": "What must I do as a data custodian?"}]]
    )
    stream: bool | None = False
    stream_options: StreamOptions | None = None


@router.get("/models", summary="The one model")
async def models() -> dict[str, Any]:
    return {
        "object": "list",
        "data": [{"id": chat.MODEL, "object": "model", "created": CREATED, "owned_by": "signpost"}],
    }


@router.get("/models/{id}", responses=problems(404), summary="One model")
async def model(id: str) -> dict[str, Any]:
    _check(id)
    return {"id": chat.MODEL, "object": "model", "created": CREATED, "owned_by": "signpost"}


@router.post(
    "/chat/completions", responses=problems(404, 413, 422, 429, 503), summary="Ask, as with OpenAI's chat completions"
)
async def completions(request: Request, house: ReadyHouse, body: ChatRequest) -> Response:
    """The last message with the role `user` is the question; the ones before it are its conversation.

    A stream brings each checked sentence as it comes; citations are links in the text, and annotations at its end.
    """
    _check(body.model)
    questions = [message.text() for message in body.messages if message.role == "user"]
    gone = threading.Event()

    def begun() -> Iterator[Event]:
        events = chat.begin(house.adviser, questions, gone)
        first = next(events)  # what fails before it is a problem document, as everywhere else
        return chain((first,), events)

    def answered() -> Answer:
        answer = last(chat.begin(house.adviser, questions, gone))
        keeping.keep(request, house, answer)
        return answer

    if body.stream:
        events = await streaming.waited(request, gone, begun)
        usage = bool(body.stream_options and body.stream_options.include_usage)
        said = chat_stream.chunks(events, gone, lambda answer: keeping.keep(request, house, answer), usage)
        return streaming.EventStream(said, gone)
    return JSONResponse(chat.whole(chat.reply(await streaming.waited(request, gone, answered))))


def _check(model: str) -> None:
    if model != chat.MODEL:
        raise UnknownNode(f"There is no such model. There is one: {chat.MODEL}.")
