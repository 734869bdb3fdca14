"""A conversation: earlier turns, so that a follow-up can lean on them; and the port behind which they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.answer import Answer
from bot.frame import Frame

KEPT_TURNS = 50
READ_TURNS = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, how it was understood, and what its answer cited (``provision`` numbers in order)."""

    question: str
    frame: Frame
    cited: tuple[str, ...]
    status: str
    answer_id: str
    asked: datetime


class Conversations(Protocol):
    """Where turns are kept. Implementations are safe to call from several threads."""

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """The last :data:`READ_TURNS` turns, oldest first; empty for one that is not known."""

    def remember(self, answer: Answer) -> None:
        """Add the turn that `answer` makes to its conversation, starting it if need be."""


class InMemoryConversations:
    """Turns in memory, at most :data:`KEPT_TURNS` a conversation and `limit` conversations, the oldest forgotten."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._kept: dict[str, list[Turn]] = {}

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        return tuple(self._kept.get(conversation_id, ())[-READ_TURNS:])

    def remember(self, answer: Answer) -> None:
        kept = self._kept.pop(answer.conversation_id, [])
        kept.append(turn_of(answer))
        self._kept[answer.conversation_id] = kept[-KEPT_TURNS:]
        while len(self._kept) > self._limit:
            self._kept.pop(next(iter(self._kept)))


def turn_of(answer: Answer) -> Turn:
    """The turn that an answer makes."""
    cited = tuple(c.id for c in answer.citations if c.kind == "provision")
    return Turn(answer.frame.question, answer.frame, cited, answer.status.value, answer.id, datetime.now(UTC))
