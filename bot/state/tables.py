"""The tables. A change here needs a migration under ``migrations/versions``; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC; SQLite by itself would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


CONVERSATION = Table(
    "conversation",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("started", Moment, nullable=False),
    Column("last_asked", Moment, nullable=False, index=True),
)

TURN = Table(
    "turn",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation_id", Text, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
    Column("asked", Moment, nullable=False),
    Column("question", Text, nullable=False),
    Column("frame", JSON, nullable=False),
    Column("cited", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Column("answer_id", Text, nullable=False),
)
Index(None, TURN.c.conversation_id, TURN.c.id)

ANSWER = Table(
    "answer",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False, index=True),
    Column("created", Moment, nullable=False, index=True),
    Column("body", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
)

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("answer_id", Text, ForeignKey("answer.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("given", Moment, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("comment", Text, nullable=False),
)

EVENT = Table(
    "event",
    METADATA,
    Column("source", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("seen", Moment, nullable=False, index=True),
    PrimaryKeyConstraint("source", "key"),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", JSON, nullable=False),
)

ASSESSMENT = Table(
    "assessment",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("phases", JSON, nullable=False),
    Column("scenario", Text, nullable=False),
    Column("created", Moment, nullable=False),
    Column("created_by", Text, nullable=False),
)

ENTRY = Table(
    "assessment_entry",
    METADATA,
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("provision", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Date),
    Column("evidence", JSON, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("changed_by", Text, nullable=False),
    PrimaryKeyConstraint("assessment_id", "provision"),
)

CHANGE = Table(
    "assessment_change",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("provision", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
)
Index(None, CHANGE.c.assessment_id, CHANGE.c.id)

SLACK_INSTALLATION = Table(
    "slack_installation",
    METADATA,
    Column("enterprise_id", Text, nullable=False),
    Column("team_id", Text, nullable=False),
    Column("installed", Moment, nullable=False),
    Column("body", JSON, nullable=False),
    PrimaryKeyConstraint("enterprise_id", "team_id"),
)

SLACK_STATE = Table(
    "slack_state",
    METADATA,
    Column("state", Text, primary_key=True),
    Column("expires", Moment, nullable=False),
)

SLACK_PERSON = Table(
    "slack_person",
    METADATA,
    Column("team_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("checked", Moment),
    PrimaryKeyConstraint("team_id", "user_id"),
)

SLACK_ASKED = Table(
    "slack_asked",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("answer_id", Text, ForeignKey("answer.id", ondelete="CASCADE"), nullable=False),
)
Index(None, SLACK_ASKED.c.team_id, SLACK_ASKED.c.user_id, SLACK_ASKED.c.id)
Index(None, SLACK_ASKED.c.answer_id)

SLACK_THREAD = Table(
    "slack_thread",
    METADATA,
    Column("team_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("thread_ts", Text, nullable=False),
    Column("started", Boolean, nullable=False),
    Column("joined", Moment, nullable=False, index=True),
    PrimaryKeyConstraint("team_id", "channel_id", "thread_ts"),
)

SLACK_JOB = Table(
    "slack_job",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    Column("lane", Text, nullable=False),
    Column("taken", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False),
    Column("answer_id", Text, nullable=False),
    Column("tried", Boolean, nullable=False),
    Column("posted_ts", Text, nullable=False),
    Column("body", JSON, nullable=False),
)
Index(None, SLACK_JOB.c.lane, SLACK_JOB.c.id)

LLM_USAGE = Table(
    "llm_usage",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("cost", BigInteger, nullable=False, server_default="0"),
)
