"""The audit log: when, who, what, and what was answered from. Rows are added and, after a year, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, select

from bot.answer import Answer
from bot.state.engine import reading, writing
from bot.state.tables import AUDIT
from bot.state.words import storable, storable_json

KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: datetime
    who: str
    action: str
    subject: str
    details: Mapping[str, Any]


class Audit:
    """The log in the database. Raises StateUnavailable when it does not answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, who: str, action: str, subject: str, details: Mapping[str, Any] | None = None) -> None:
        """Add a line: `who` (a key's name, a Slack user, ``anonymous``) did `action` to `subject`."""
        row = {"at": datetime.now(UTC), "who": storable(who), "action": storable(action), "subject": storable(subject)}
        with writing(self._engine) as connection:
            connection.execute(AUDIT.insert().values(details=storable_json(dict(details or {})), **row))

    def answered(self, who: str, answer: Answer, tells: bool = False) -> None:
        """Add the line for an answer: its status, wording path and the identifiers that it cites, not its words.

        Where a language model was asked, also which, with which prompts, and what became of each of its sentences.
        The question stands in it only when the operator has switched that on (`tells`).
        """
        cited = [f"{c.kind}/{c.id}" for c in answer.citations]
        details: dict[str, Any] = {"status": answer.status.value, "path": answer.path.value, "cited": cited}
        if answer.making is not None:
            details["llm"] = answer.making.record()
        if tells:
            details["question"] = answer.frame.question
        self.record(who, "ask", answer.id, details)

    def read(self, limit: int = 100, since: datetime | None = None) -> tuple[Entry, ...]:
        """The latest lines first, from `since` (aware) on."""
        query = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(limit)
        if since is not None:
            query = query.where(AUDIT.c.at >= since)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(Entry(r.at, r.who, r.action, r.subject, r.details) for r in rows)

    def purge(self, keep_days: int = KEPT_DAYS, now: datetime | None = None) -> int:
        """Remove lines older than `keep_days` at `now`; says how many went."""
        oldest = (now or datetime.now(UTC)) - timedelta(days=keep_days)
        with writing(self._engine) as connection:
            gone = connection.execute(delete(AUDIT).where(AUDIT.c.at < oldest))
        return int(gone.rowcount)
