"""What has grown too old is forgotten: once an hour, by whichever process asks next, and by Slack's while it runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from bot.state.answers import KEPT_DAYS, Answers
from bot.state.audit import Audit
from bot.state.events import Events


def purge(engine: Engine, now: datetime, keep_days: int = KEPT_DAYS) -> int:
    """Forget answers older than `keep_days`, and events and lines of the audit log older than theirs; says how many
    went. Conversations are :meth:`bot.state.conversations.SqlConversations.purge`'s.

    Raises:
        StateUnavailable: the database does not answer.
    """
    return Answers(engine, keep_days).purge(now) + Events(engine).purge(now=now) + Audit(engine).purge(now=now)
