"""Tokens a day, over all processes that share the database.

A call first reserves the most it may cost and settles what it did cost afterwards, so that many at once cannot overrun
the limit together. A process that dies in between leaves its reservation standing until midnight (UTC).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Engine, select

from bot.errors import BudgetSpent
from bot.state.engine import insert, reading, writing
from bot.state.tables import LLM_USAGE


class Budget(Protocol):
    """What a writer may spend."""

    def reserve(self, tokens: int) -> None:
        """Set `tokens` aside; raises BudgetSpent when the day's limit doesn't hold them."""

    def settle(self, reserved: int, used: int) -> None:
        """Replace a reservation by what was used."""


class DailyBudget:
    """A limit of `daily_tokens` a day in the database; 0 counts without a limit."""

    def __init__(self, engine: Engine, daily_tokens: int = 0) -> None:
        self._engine = engine
        self._limit = daily_tokens

    def reserve(self, tokens: int) -> None:
        """Set `tokens` aside.

        Raises:
            BudgetSpent: the day's limit doesn't hold them.
            StateUnavailable: the database does not answer.
        """
        day = _today()
        with writing(self._engine) as connection:
            # The row is locked by this write before it is read, on PostgreSQL as well.
            put = insert(self._engine, LLM_USAGE).values(day=day, calls=1, tokens=tokens)
            added = {"calls": LLM_USAGE.c.calls + 1, "tokens": LLM_USAGE.c.tokens + tokens}
            connection.execute(put.on_conflict_do_update(index_elements=["day"], set_=added))
            used = connection.execute(select(LLM_USAGE.c.tokens).where(LLM_USAGE.c.day == day)).scalar_one()
            if self._limit and used > self._limit:
                raise BudgetSpent("the day's tokens for the language model are spent")  # rolls the addition back

    def settle(self, reserved: int, used: int) -> None:
        """Replace a reservation by what was used (on the day it is settled; at midnight a call may count twice)."""
        put = insert(self._engine, LLM_USAGE).values(day=_today(), calls=0, tokens=used)
        changed = {"tokens": LLM_USAGE.c.tokens + (used - reserved)}
        with writing(self._engine) as connection:
            connection.execute(put.on_conflict_do_update(index_elements=["day"], set_=changed))

    def used(self) -> int:
        """Tokens used or reserved today."""
        with reading(self._engine) as connection:
            found = connection.execute(select(LLM_USAGE.c.tokens).where(LLM_USAGE.c.day == _today())).scalar()
        return int(found or 0)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
