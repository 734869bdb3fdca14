"""Threads that Signpost takes part in: whether it stays in them, and that their earlier messages have been read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, select

from bot.state.engine import insert, reading, writing
from bot.state.tables import SLACK_THREAD
from bot.state.words import storable


class Threads:
    """Joined threads. Every method raises StateUnavailable when the database does not answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def join(self, team: str, channel: str, thread: str, started: bool) -> bool:
        """Note a thread; says whether it is new to us. `started`: it began with a question to Signpost."""
        row = {
            "team_id": storable(team),
            "channel_id": storable(channel),
            "thread_ts": storable(thread),
            "started": started,
            "joined": datetime.now(UTC),
        }
        put = insert(self._engine, SLACK_THREAD).values(row).on_conflict_do_nothing()
        with writing(self._engine) as connection:
            return connection.execute(put.returning(SLACK_THREAD.c.thread_ts)).one_or_none() is not None

    def joined(self, team: str, channel: str, thread: str) -> bool:
        """Whether the thread has been noted, so that its earlier messages aren't read again."""
        return self._started(team, channel, thread) is not None

    def started(self, team: str, channel: str, thread: str) -> bool:
        """Whether the thread began with a question to Signpost."""
        return bool(self._started(team, channel, thread))

    def _started(self, team: str, channel: str, thread: str) -> bool | None:
        """None where the thread is not known."""
        table = SLACK_THREAD
        query = select(table.c.started).where(
            table.c.team_id == storable(team),
            table.c.channel_id == storable(channel),
            table.c.thread_ts == storable(thread),
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).scalar()
        return None if found is None else bool(found)

    def purge(self, keep_days: int) -> int:
        """Forget threads joined more than `keep_days` ago; says how many went."""
        oldest = datetime.now(UTC) - timedelta(days=keep_days)
        with writing(self._engine) as connection:
            return int(connection.execute(delete(SLACK_THREAD).where(SLACK_THREAD.c.joined < oldest)).rowcount)

    def forget(self, team: str) -> None:
        """Forget a workspace's threads."""
        with writing(self._engine) as connection:
            connection.execute(delete(SLACK_THREAD).where(SLACK_THREAD.c.team_id == storable(team)))
