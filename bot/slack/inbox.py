"""Questions that wait for their answer, in the database: taken once, worked on by one process at a time, never lost.

A payload is written here before Slack gets its acknowledgement. Its key goes into the table of events in the same
transaction, so a retry, a duplicate, or the second event for the same message finds it there, on any replica. A row
is deleted once its answer is out, and what was asked with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, delete, select, update

from bot.state import retention
from bot.state.engine import insert, reading, writing
from bot.state.tables import ANSWER, CONVERSATION, EVENT, SLACK_JOB, TURN, Moment
from bot.state.words import storable, storable_json

SOURCE = "slack"
LONGEST_DELAY = timedelta(minutes=5)
GIVEN_UP_AFTER = timedelta(days=1)


_EARLIER = SLACK_JOB.alias("earlier")
_NEXT = (
    select(SLACK_JOB.c.id)
    .where(
        SLACK_JOB.c.not_before <= bindparam("now", type_=Moment),
        SLACK_JOB.c.leased_until.is_(None) | (SLACK_JOB.c.leased_until < bindparam("now", type_=Moment)),
        ~select(_EARLIER.c.id).where(_EARLIER.c.lane == SLACK_JOB.c.lane, _EARLIER.c.id < SLACK_JOB.c.id).exists(),
    )
    .order_by(SLACK_JOB.c.id)
    .limit(1)
)
_CLAIM = (
    update(SLACK_JOB)
    .where(SLACK_JOB.c.id == _NEXT.with_for_update(skip_locked=True).scalar_subquery())
    .values(leased_until=bindparam("until", type_=Moment), attempts=SLACK_JOB.c.attempts + 1)
    .returning(SLACK_JOB)
)


@dataclass(frozen=True, slots=True)
class Job:
    """One question on its way to an answer.

    Attributes:
        key: what makes it the same question when it comes twice.
        lane: its conversation; one question of a lane is worked on at a time, in order.
        body: what a surface needs to answer it; plain JSON.
        answer_id: the kept answer, once there is one.
        tried: whether posting has begun, so that the answer may be out already.
        posted_ts: the message that holds it, once that is known.
    """

    id: int
    key: str
    lane: str
    taken: datetime
    attempts: int
    body: Mapping[str, Any] = field(repr=False)
    answer_id: str = ""
    tried: bool = False
    posted_ts: str = ""

    def having(self, **changes: Any) -> Job:
        return replace(self, **changes)


class Inbox:
    """The waiting questions. Every method raises StateUnavailable when the database does not answer."""

    def __init__(self, engine: Engine, lease: float = 60.0) -> None:
        self._engine = engine
        self._lease = timedelta(seconds=lease)

    def take(self, key: str, lane: str, body: Mapping[str, Any]) -> bool:
        """Keep a question unless it came before; says whether it is new."""
        now = datetime.now(UTC)
        with writing(self._engine) as connection:
            if not self._first(connection, key):
                return False
            connection.execute(
                SLACK_JOB.insert().values(
                    key=storable(key), lane=storable(lane), taken=now, not_before=now, leased_until=None, attempts=0,
                    answer_id="", tried=False, posted_ts="", body=storable_json(dict(body)),
                )
            )  # fmt: skip
        return True

    def claim(self) -> Job | None:
        """The oldest question that nobody works on and that is the first of its lane; it is ours for the lease."""
        now = datetime.now(UTC)
        with reading(self._engine) as connection:  # most looks find nothing, and shouldn't hold up a writer
            if connection.execute(_NEXT, {"now": now}).first() is None:
                return None
        with writing(self._engine) as connection:
            row = connection.execute(_CLAIM, {"now": now, "until": now + self._lease}).one_or_none()
        if row is None:
            return None
        return Job(
            row.id, row.key, row.lane, row.taken, row.attempts, row.body, row.answer_id, row.tried, row.posted_ts
        )

    def note(self, job: Job, **changes: Any) -> bool:
        """Write `changes` of a job and renew its lease; False when it has been withdrawn in the meantime."""
        values = changes | {"leased_until": datetime.now(UTC) + self._lease}
        with writing(self._engine) as connection:
            done = connection.execute(update(SLACK_JOB).where(*_is(job)).values(**values))
        return bool(done.rowcount)

    def waits(self, job: Job) -> bool:
        """Whether the job is still there."""
        with reading(self._engine) as connection:
            return connection.execute(select(SLACK_JOB.c.id).where(*_is(job))).first() is not None

    def finish(self, job: Job) -> None:
        """The answer is out, or there will be none; what was asked is forgotten here."""
        with writing(self._engine) as connection:
            connection.execute(delete(SLACK_JOB).where(*_is(job)))

    def postpone(self, job: Job, seconds: float) -> None:
        """Try again in `seconds`, at most five minutes."""
        later = datetime.now(UTC) + min(timedelta(seconds=seconds), LONGEST_DELAY)
        with writing(self._engine) as connection:
            connection.execute(update(SLACK_JOB).where(*_is(job)).values(not_before=later, leased_until=None))

    def withdraw(self, key: str) -> None:
        """The question was deleted: it gets no answer, whoever works on it."""
        with writing(self._engine) as connection:
            connection.execute(delete(SLACK_JOB).where(SLACK_JOB.c.key == storable(key)))

    def waiting(self) -> int:
        """How many questions wait or are worked on."""
        with reading(self._engine) as connection:
            return len(connection.execute(select(SLACK_JOB.c.id)).all())

    def posted(self) -> frozenset[str]:
        """The messages that hold answers that are not finished."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(SLACK_JOB.c.posted_ts).where(SLACK_JOB.c.posted_ts != "")).scalars()
            return frozenset(rows)

    def purge(self, keep_days: int, now: datetime | None = None) -> int:
        """Forget what was said in Slack more than `keep_days` (at least a day) before `now`, and with it whatever else
        is kept too long (:mod:`bot.state.retention`); says how many things of the latter went.

        Conversations of other surfaces are left to :class:`bot.state.conversations.SqlConversations`.
        """
        now = now or datetime.now(UTC)
        with writing(self._engine) as connection:
            connection.execute(delete(SLACK_JOB).where(SLACK_JOB.c.taken < now - 2 * GIVEN_UP_AFTER))
            oldest = now - timedelta(days=max(1, keep_days))
            ours = ANSWER.c.conversation_id.startswith(f"{SOURCE}:", autoescape=True)
            connection.execute(delete(ANSWER).where(ours, ANSWER.c.created < oldest))
            theirs = CONVERSATION.c.id.startswith(f"{SOURCE}:", autoescape=True)
            turns = select(TURN.c.conversation_id).where(TURN.c.asked >= oldest)
            connection.execute(
                delete(TURN).where(TURN.c.conversation_id.startswith(f"{SOURCE}:"), TURN.c.asked < oldest)
            )
            connection.execute(delete(CONVERSATION).where(theirs, CONVERSATION.c.id.not_in(turns)))
        return retention.purge(self._engine, now)

    def _first(self, connection: Any, key: str) -> bool:
        row = {"source": SOURCE, "key": storable(key), "seen": datetime.now(UTC)}
        put = insert(self._engine, EVENT).values(row).on_conflict_do_nothing()
        return connection.execute(put.returning(EVENT.c.key)).one_or_none() is not None


def _is(job: Job) -> tuple[Any, ...]:
    # SQLite gives the number of a deleted row to the next one, so the number alone may be another question's
    return SLACK_JOB.c.id == job.id, SLACK_JOB.c.key == storable(job.key)
