"""Conversations in the database: bounded in length and age, deletable, there again after a restart."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, func, select

from bot.answer import Answer
from bot.conversation import KEPT_TURNS, READ_TURNS, Turn, turn_of
from bot.errors import ConversationUnknown, StateUnavailable
from bot.state import retention
from bot.state.answers import KEPT_DAYS
from bot.state.engine import insert, reading, writing
from bot.state.frames import frame_from_json, frame_to_json
from bot.state.tables import ANSWER, CONVERSATION, TURN
from bot.state.words import storable, storable_json

PURGE_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Summary:
    """One conversation in a list: when, how many turns are kept, and what was asked last."""

    id: str
    started: datetime
    last_asked: datetime
    turns: int
    question: str


class SqlConversations:
    """Implements :class:`bot.conversation.Conversations`; safe to share between threads and processes.

    Args:
        engine: a database that :func:`bot.state.migrate.upgrade` has been run on.
        keep_days: a conversation in which nothing was asked for so long is forgotten, with its answers.
        keep_turns: how many turns a conversation keeps, the latest.
        clock: what time it is, aware.

    Every method raises StateUnavailable when the database does not answer.
    """

    def __init__(
        self,
        engine: Engine,
        keep_days: int = KEPT_DAYS,
        keep_turns: int = KEPT_TURNS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._keep_days = keep_days
        self._clock = clock
        self._keep_turns = keep_turns
        self._purged = datetime.min.replace(tzinfo=UTC)

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """The last :data:`READ_TURNS` turns, oldest first; empty for a conversation that is not known or too old."""
        return self._turns(conversation_id, READ_TURNS)

    def read(self, conversation_id: str) -> tuple[Turn, ...]:
        """All turns that are kept, oldest first.

        Raises:
            ConversationUnknown: no such conversation.
        """
        found = self._turns(conversation_id, None)
        if not found:
            raise _unknown(conversation_id)
        return found

    def list(self, limit: int = 50, offset: int = 0) -> tuple[Summary, ...]:
        """Conversations, the one asked in last first."""
        latest = select(TURN.c.conversation_id, func.max(TURN.c.id).label("last"), func.count().label("turns"))
        latest_of = latest.group_by(TURN.c.conversation_id).subquery()
        query = (
            select(CONVERSATION, latest_of.c.turns, TURN.c.question)
            .join(latest_of, latest_of.c.conversation_id == CONVERSATION.c.id)
            .join(TURN, TURN.c.id == latest_of.c.last)
            .where(CONVERSATION.c.last_asked >= self._oldest())
            .order_by(CONVERSATION.c.last_asked.desc(), CONVERSATION.c.id)
            .limit(limit)
            .offset(offset)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(Summary(r.id, r.started, r.last_asked, r.turns, r.question) for r in rows)

    def count(self) -> int:
        """How many conversations :meth:`list` would give without a limit."""
        asked_in = select(TURN.c.id).where(TURN.c.conversation_id == CONVERSATION.c.id).exists()
        query = select(func.count()).select_from(CONVERSATION).where(CONVERSATION.c.last_asked >= self._oldest())
        with reading(self._engine) as connection:
            return int(connection.execute(query.where(asked_in)).scalar_one())

    def remember(self, answer: Answer) -> None:
        """Add the turn that `answer` makes to its conversation, starting it if need be."""
        turn, now = turn_of(answer), self._clock()
        key = storable(answer.conversation_id)
        start = insert(self._engine, CONVERSATION).values(id=key, started=now, last_asked=now)
        with writing(self._engine) as connection:
            connection.execute(start.on_conflict_do_update(index_elements=["id"], set_={"last_asked": now}))
            connection.execute(
                TURN.insert().values(
                    conversation_id=key,
                    asked=now,
                    question=storable(turn.question),
                    frame=storable_json(frame_to_json(turn.frame)),
                    cited=storable_json(turn.cited),
                    status=turn.status,
                    answer_id=turn.answer_id,
                )
            )
            kept = select(TURN.c.id).where(TURN.c.conversation_id == key).order_by(TURN.c.id.desc())
            oldest_kept = kept.offset(self._keep_turns - 1).limit(1).scalar_subquery()
            connection.execute(delete(TURN).where(TURN.c.conversation_id == key, TURN.c.id < oldest_kept))
        if now - self._purged > PURGE_EVERY:
            with suppress(StateUnavailable):  # the turn is kept; what is too old can go an hour later
                self.purge()

    def delete(self, conversation_id: str) -> None:
        """Forget a conversation, its turns, its answers and what was said about them.

        Raises:
            ConversationUnknown: no such conversation.
        """
        key = storable(conversation_id)
        with writing(self._engine) as connection:
            connection.execute(delete(ANSWER).where(ANSWER.c.conversation_id == key))
            gone = connection.execute(delete(CONVERSATION).where(CONVERSATION.c.id == key))
        if not gone.rowcount:
            raise _unknown(conversation_id)

    def purge(self) -> int:
        """Forget what is too old, answers, events and the audit log included; says how many conversations went."""
        self._purged = self._clock()
        old = select(CONVERSATION.c.id).where(CONVERSATION.c.last_asked < self._oldest())
        with writing(self._engine) as connection:
            connection.execute(delete(ANSWER).where(ANSWER.c.conversation_id.in_(old)))
            gone = connection.execute(delete(CONVERSATION).where(CONVERSATION.c.last_asked < self._oldest()))
        retention.purge(self._engine, self._purged, self._keep_days)
        return int(gone.rowcount)

    def _oldest(self) -> datetime:
        return self._clock() - timedelta(days=self._keep_days)

    def _turns(self, conversation_id: str, limit: int | None) -> tuple[Turn, ...]:
        query = (
            select(TURN)
            .join(CONVERSATION, CONVERSATION.c.id == TURN.c.conversation_id)
            .where(TURN.c.conversation_id == storable(conversation_id), CONVERSATION.c.last_asked >= self._oldest())
            .order_by(TURN.c.id.desc())
            .limit(limit)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        made = (_turn(row) for row in reversed(rows))
        return tuple(turn for turn in made if turn is not None)


def _turn(row: Any) -> Turn | None:
    frame = frame_from_json(row.frame)
    return Turn(row.question, frame, tuple(row.cited), row.status, row.answer_id, row.asked) if frame else None


def _unknown(conversation_id: str) -> ConversationUnknown:
    return ConversationUnknown(
        f"No conversation {conversation_id[:80]} is kept; it may have been deleted or have grown too old."
    )
