"""Answers by identifier, with what they rest on, and what readers said about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, delete, select

from bot.answer import Answer
from bot.errors import ConversationUnknown, FeedbackInvalid
from bot.state.engine import insert, reading, writing
from bot.state.frames import frame_to_json
from bot.state.tables import ANSWER, FEEDBACK
from bot.state.words import storable, storable_json

KEPT_DAYS = 30
LONGEST_COMMENT = 2000


class Verdict(StrEnum):
    """What a reader thought of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer."""

    answer_id: str
    verdict: Verdict
    comment: str
    given: datetime


class Answers:
    """Answers in the database, for `keep_days`. Every method raises StateUnavailable when it does not answer."""

    def __init__(self, engine: Engine, keep_days: int = KEPT_DAYS) -> None:
        self._engine = engine
        self._keep = timedelta(days=keep_days)

    def save(self, answer: Answer, evidence: Iterable[Mapping[str, Any]] = ()) -> None:
        """Keep `answer` and the passages (as JSON objects) that were its evidence; saving it again replaces it."""
        body = answer.to_json() | {
            "question": answer.frame.question,
            "created": answer.created.isoformat(),
            "frame": frame_to_json(answer.frame),
            "sections": [asdict(section) for section in answer.sections],
        }
        row = {
            "conversation_id": storable(answer.conversation_id),
            "created": answer.created,
            "body": storable_json(body),
            "evidence": storable_json([dict(passage) for passage in evidence]),
        }
        put = insert(self._engine, ANSWER).values(id=storable(answer.id), **row)
        with writing(self._engine) as connection:
            connection.execute(put.on_conflict_do_update(index_elements=["id"], set_=row))

    def get(self, answer_id: str) -> dict[str, Any]:
        """The answer's JSON (the body of ``POST /v1/ask`` with ``question``, ``created``, ``frame``, ``sections``)
        and its ``evidence``.

        Raises:
            ConversationUnknown: no such answer, or too old.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(ANSWER).where(ANSWER.c.id == storable(answer_id))).one_or_none()
        if row is None or row.created < datetime.now(UTC) - self._keep:
            raise _unknown(answer_id)
        found: dict[str, Any] = {**row.body, "evidence": row.evidence}
        return found

    def feedback(self, answer_id: str, verdict: str, comment: str = "") -> None:
        """Keep what a reader said.

        Raises:
            FeedbackInvalid: a verdict other than ``up`` and ``down``, or a comment of more than 2,000 characters.
            ConversationUnknown: no such answer.
        """
        if verdict not in tuple(Verdict):
            raise FeedbackInvalid("A verdict is “up” or “down”.")
        if len(comment) > LONGEST_COMMENT:
            raise FeedbackInvalid(f"A comment has at most {LONGEST_COMMENT} characters; shorten it.")
        key = storable(answer_id)
        with writing(self._engine) as connection:
            if connection.execute(select(ANSWER.c.id).where(ANSWER.c.id == key)).one_or_none() is None:
                raise _unknown(answer_id)
            connection.execute(
                FEEDBACK.insert().values(
                    answer_id=key, given=datetime.now(UTC), verdict=verdict, comment=storable(comment)
                )
            )

    def said(self, answer_id: str | None = None, limit: int = 100) -> tuple[Feedback, ...]:
        """What readers said about one answer or all, the latest first."""
        query = select(FEEDBACK).order_by(FEEDBACK.c.id.desc()).limit(limit)
        if answer_id is not None:
            query = query.where(FEEDBACK.c.answer_id == storable(answer_id))
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(Feedback(r.answer_id, Verdict(r.verdict), r.comment, r.given) for r in rows)

    def purge(self, now: datetime | None = None) -> int:
        """Forget answers older than `keep_days` at `now`, in conversations that go on as well; says how many went."""
        oldest = (now or datetime.now(UTC)) - self._keep
        with writing(self._engine) as connection:
            gone = connection.execute(delete(ANSWER).where(ANSWER.c.created < oldest))
        return int(gone.rowcount)


def _unknown(answer_id: str) -> ConversationUnknown:
    return ConversationUnknown(f"No answer {answer_id[:80]} is kept; it may have been deleted or have grown too old.")
