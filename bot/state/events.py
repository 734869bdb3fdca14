"""Events that have been taken already, so that one that is delivered twice is answered once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete

from bot.state.engine import insert, writing
from bot.state.tables import EVENT
from bot.state.words import storable

KEPT_DAYS = 7


class Events:
    """Identifiers of events by source (``slack``). Raises StateUnavailable when the database does not answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_new(self, source: str, key: str) -> bool:
        """Whether the event has not been seen; it has from now on. Of several callers at once exactly one gets True."""
        row = {"source": storable(source), "key": storable(key), "seen": datetime.now(UTC)}
        with writing(self._engine) as connection:
            put = insert(self._engine, EVENT).values(row).on_conflict_do_nothing()
            # what is returned says whether a row went in; psycopg's row count doesn't
            return connection.execute(put.returning(EVENT.c.key)).one_or_none() is not None

    def purge(self, keep_days: int = KEPT_DAYS, now: datetime | None = None) -> int:
        """Forget events older than `keep_days` at `now`; says how many went."""
        oldest = (now or datetime.now(UTC)) - timedelta(days=keep_days)
        with writing(self._engine) as connection:
            gone = connection.execute(delete(EVENT).where(EVENT.c.seen < oldest))
        return int(gone.rowcount)
