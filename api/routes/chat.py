"""``/v1/models`` and ``/v1/chat/completions``, for the ``openai`` package and any chat front end."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response, StreamingResponse

from api import chat, keeping
from api.bodies import problems
from api.context import ReadyHouse
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
def completions(request: Request, house: ReadyHouse, body: ChatRequest) -> Response:
    """The last message with the role `user` is the question; the ones before it are its conversation."""
    _check(body.model)
    questions = [message.text() for message in body.messages if message.role == "user"]
    answer = chat.ask(house.adviser, questions)
    keeping.keep(request, house, answer)
    said = chat.reply(answer)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(chat.chunks(said, usage), media_type="text/event-stream", headers=headers)
    return JSONResponse(chat.whole(said))


def _check(model: str) -> None:
    if model != chat.MODEL:
        raise UnknownNode(f"There is no such model. There is one: {chat.MODEL}.")
