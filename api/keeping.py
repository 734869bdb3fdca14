"""What is kept of an answer: the answer itself, with its evidence, and a line in the audit log.

With a database (``house.state``) it is kept there; a house without one keeps the latest thousand in memory.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from bot.answer import Answer
from bot.errors import AdviserError, ConversationUnknown

if TYPE_CHECKING:
    from fastapi import Request

    from api.wiring import House

LOG = logging.getLogger(__name__)
KEPT: Final = 1000


class Answers(Protocol):
    """Where answers are kept, by identifier."""

    def save(self, answer: Answer, evidence: Iterable[Mapping[str, Any]] = ()) -> None: ...

    def get(self, answer_id: str) -> dict[str, Any]:
        """Raises ConversationUnknown."""

    def feedback(self, answer_id: str, verdict: str, comment: str = "") -> None:
        """Raises ConversationUnknown."""


class InMemoryAnswers:
    """The latest :data:`KEPT` answers and what was said about them."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._kept: dict[str, dict[str, Any]] = {}
        self._said: dict[str, tuple[str, str]] = {}

    def save(self, answer: Answer, evidence: Iterable[Mapping[str, Any]] = ()) -> None:
        body = answer.to_json() | {
            "question": answer.frame.question,
            "created": answer.created.isoformat(),
            "evidence": [dict(passage) for passage in evidence],
        }
        with self._turn:
            self._kept[answer.id] = body
            while len(self._kept) > KEPT:
                gone = next(iter(self._kept))
                del self._kept[gone]
                self._said.pop(gone, None)

    def get(self, answer_id: str) -> dict[str, Any]:
        found = self._kept.get(answer_id)
        if found is None:
            raise ConversationUnknown("No such answer is kept; it may have been deleted or have grown too old.")
        return found

    def feedback(self, answer_id: str, verdict: str, comment: str = "") -> None:
        self.get(answer_id)
        self._said[answer_id] = (verdict, comment)

    def forget(self, conversation_id: str) -> None:
        """Forget the answers of a conversation."""
        with self._turn:
            gone = [key for key, body in self._kept.items() if body["conversation_id"] == conversation_id]
            for key in gone:
                del self._kept[key]
                self._said.pop(key, None)


def evidence(house: House, answer: Answer) -> list[dict[str, Any]]:
    """The passages that the answer's citations come from, as JSON objects."""
    by_id = house.index.retriever.by_id
    found = (by_id.get(f"{c.kind}/{c.id}") or by_id.get(c.id) for c in answer.citations)
    return [passage.to_json() for passage in found if passage is not None]


def keep(request: Request, house: House, answer: Answer) -> None:
    """Keep `answer` and note in the audit log who asked. A reader gets the answer even if that fails."""
    state = request.app.state
    try:
        state.answers.save(answer, evidence(house, answer))
    except AdviserError as error:
        LOG.warning("answer %s was not kept: %s", answer.id, error)
    who = getattr(request.state, "caller", "anonymous")
    LOG.info(
        "answered", extra={"who": who, "answer": answer.id, "status": answer.status.value, "way": answer.path.value}
    )
