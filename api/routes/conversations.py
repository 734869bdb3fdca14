"""What was said: conversations, answers and what readers thought of them.

A conversation or answer is open to whoever knows its identifier, a UUID that only its asker was told. The list of
all, and conversations under any other name (threads in Slack, the command line's: names that can be guessed), are for
this machine and for keys with the scope ``conversations``; :mod:`api.guards.entrance` sees to it.
"""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Query, Request, Response

from api.bodies import ConversationBody, FeedbackRequest, problems
from api.context import HouseHere, page_of
from api.wiring import House
from bot.state.answers import Answers
from bot.state.conversations import SqlConversations

router = APIRouter(prefix="/v1", tags=["conversations"])
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$")]


def _kept(house: House) -> SqlConversations:
    return cast(SqlConversations, house.conversations)


@router.get("/conversations", responses=problems(401, 403, 422, 503), summary="Conversations, the latest first")
def conversations(
    request: Request,
    house: HouseHere,
    response: Response,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, list[dict[str, Any]]]:
    """`X-Total-Count` and `Link` say where the others are."""
    kept = _kept(house)
    page_of(request, response, kept.count(), limit, offset)
    return {
        "conversations": [
            {"id": c.id, "started": c.started, "last_asked": c.last_asked, "turns": c.turns, "question": c.question}
            for c in kept.list(limit, offset)
        ]
    }


@router.get(
    "/conversations/{id}",
    response_model=ConversationBody,
    responses=problems(404, 422, 503),
    summary="One conversation",
)
def conversation(house: HouseHere, id: Id) -> Any:
    turns = _kept(house).read(id)
    return {
        "id": id,
        "turns": [
            {
                "question": t.question,
                "status": t.status,
                "cited": list(t.cited),
                "answer_id": t.answer_id,
                "asked": t.asked,
            }
            for t in turns
        ],
    }


@router.delete(
    "/conversations/{id}", status_code=204, responses=problems(404, 422, 503), summary="Forget a conversation"
)
def forget(house: HouseHere, id: Id) -> Response:
    """Its turns, its answers and what was said about them are gone for good."""
    _kept(house).delete(id)
    return Response(status_code=204)


@router.get("/answers/{id}", responses=problems(404, 422, 503), summary="What was said, on what evidence")
def answer(house: HouseHere, id: Id) -> dict[str, Any]:
    """The answer as it was given, with its question, how that was understood, and the passages it rests on."""
    return Answers(house.state).get(id)


@router.post("/feedback", status_code=204, responses=problems(404, 413, 422, 503), summary="Say whether it helped")
def feedback(house: HouseHere, body: FeedbackRequest) -> Response:
    Answers(house.state).feedback(body.answer_id, body.verdict, body.comment)
    return Response(status_code=204)
