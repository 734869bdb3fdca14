"""Asking: the first page, a thread of questions, and one answer by its own address.

A shared answer's page shows that answer alone and starts a new conversation: who is sent a link is not led into the
asker's thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api import keeping
from api.bodies import CONVERSATION
from api.context import HouseHere, ReadyHouse
from api.pages import forms, reply
from api.pages.forms import Fields
from api.pages.view import page
from api.wiring import House
from bot.errors import AdviserError, ConversationUnknown, QuestionInvalid
from bot.state.answers import Answers
from bot.state.conversations import SqlConversations

router = APIRouter(include_in_schema=False)
Id = Annotated[str, Path(pattern=CONVERSATION)]
SUGGESTED: Final = {
    "developer": ("What must I do as a developer?", "Which provisions on the software supply chain are required?"),
    "system-operator": ("What must I do as a system operator?", "What must be monitored once the system runs?"),
    "data-custodian": ("What must I do as a data custodian?", "What happens to data at the end of a system's life?"),
    "end-user": ("What must others tell end-users?", "Who owes anything to end-users?"),
    "affected-entity": ("Where do affected entities come in?", "Does the Code bind anyone by law?"),
}


@router.get("/", name="home")
def home(request: Request, house: HouseHere, q: Annotated[str, Query(max_length=4000)] = "") -> Response:
    """The form, and questions to begin with."""
    suggested = [(house.catalogue.roles[role], questions) for role, questions in SUGGESTED.items()]
    return page(request, "home.html", suggested=suggested, asked=q, conversation_id="")


@router.post("/ask")
async def ask(request: Request) -> Response:
    """Answer, then lead to the thread, so that reloading asks nothing twice."""
    fields = await forms.read(request)
    return await run_in_threadpool(_answer, request, fields)


def _answer(request: Request, fields: Fields) -> Response:
    request.app.state.readiness.require()
    house: House = request.app.state.house
    conversation = forms.one(fields, "conversation_id") or None
    try:
        answer = house.adviser.ask(forms.one(fields, "question"), _checked(conversation))
    except QuestionInvalid as error:
        suggested = [(house.catalogue.roles[role], questions) for role, questions in SUGGESTED.items()]
        asked = forms.one(fields, "question")[:4000]
        return page(
            request, "home.html", 422, suggested=suggested, asked=asked, conversation_id=conversation or "",
            problem=str(error),
        )  # fmt: skip
    keeping.keep(request, house, answer)
    root = str(request.scope.get("root_path", ""))
    if _was_kept(house, answer.id):
        return RedirectResponse(f"{root}/conversation/{answer.conversation_id}#answer-{answer.id}", 303)
    replies = [reply.of_answer(house, answer)]
    return page(request, "thread.html", replies=replies, conversation_id=answer.conversation_id, gone=0)


def _checked(conversation: str | None) -> str | None:
    """A conversation's identifier as the API takes them; a new one in place of nonsense."""
    return conversation if conversation and re.fullmatch(CONVERSATION, conversation) else str(uuid4())


def _was_kept(house: House, answer_id: str) -> bool:
    try:
        reply.of_kept(house, answer_id)
    except AdviserError:
        return False
    return True


@router.get("/conversation/{id}")
def thread(request: Request, house: HouseHere, id: Id) -> Response:
    """Every question of a conversation with its answer, oldest first, and a form to go on."""
    turns = SqlConversations(house.state).read(id)
    replies, gone = _replies(house, (turn.answer_id for turn in turns))
    return page(request, "thread.html", replies=replies, conversation_id=id, gone=gone)


def _replies(house: House, identifiers: Iterable[str]) -> tuple[list[reply.Reply], int]:
    found: list[reply.Reply] = []
    gone = 0
    for identifier in identifiers:
        try:
            found.append(reply.of_kept(house, identifier))
        except ConversationUnknown:
            gone += 1
    return found, gone


@router.get("/answer/{id}")
def answer(request: Request, house: HouseHere, id: Id, thanked: bool = False) -> Response:
    """One answer, to keep, print or share."""
    return page(request, "answer_page.html", reply=reply.of_kept(house, id), thanked=thanked)


@router.post("/answer/{id}/feedback")
async def feedback(request: Request, house: HouseHere, id: Id) -> Response:
    """Whether the answer helped; leads back to it."""
    fields = await forms.read(request)
    await run_in_threadpool(Answers(house.state).feedback, id, forms.one(fields, "verdict"))
    return RedirectResponse(f"{request.scope.get('root_path', '')}/answer/{id}?thanked=true", 303)


@router.get("/answer/{id}/part")
def part(request: Request, house: ReadyHouse, id: Id) -> Response:
    """The same answer without the page around it, for the script that has just streamed it."""
    return page(request, "answer_part.html", reply=reply.of_kept(house, id))
