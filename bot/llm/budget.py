"""Tokens and money a day, over all processes that share the database.

A call first reserves the most it may cost and settles what it did cost afterwards, so that many at once cannot overrun
the limit together. A process that dies in between leaves its reservation standing until midnight (UTC). Money is kept
in millionths of the operator's currency, since sums of fractions drift.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Protocol

from sqlalchemy import Engine, select

from bot.errors import BudgetSpent
from bot.state.engine import insert, reading, writing
from bot.state.tables import LLM_USAGE

MICRO: Final = 1_000_000


class Budget(Protocol):
    """What a writer may spend."""

    def reserve(self, tokens: int, cost: float = 0.0) -> None:
        """Set tokens and money aside; raises BudgetSpent when a day's limit doesn't hold them."""

    def settle(self, reserved: int, used: int, reserved_cost: float = 0.0, cost: float = 0.0) -> None:
        """Replace a reservation by what was used."""


class DailyBudget:
    """Limits of `daily_tokens` and `daily_cost` a day in the database; 0 counts without a limit."""

    def __init__(self, engine: Engine, daily_tokens: int = 0, daily_cost: float = 0.0) -> None:
        self._engine = engine
        self._limit = daily_tokens
        self._most = round(daily_cost * MICRO)

    def reserve(self, tokens: int, cost: float = 0.0) -> None:
        """Set tokens and money aside.

        Raises:
            BudgetSpent: a day's limit doesn't hold them.
            StateUnavailable: the database does not answer.
        """
        day, micro = _today(), round(cost * MICRO)
        kept = LLM_USAGE.c
        with writing(self._engine) as connection:
            # The row is locked by this write before it is read, on PostgreSQL as well.
            put = insert(self._engine, LLM_USAGE).values(day=day, calls=1, tokens=tokens, cost=micro)
            added = {"calls": kept.calls + 1, "tokens": kept.tokens + tokens, "cost": kept.cost + micro}
            connection.execute(put.on_conflict_do_update(index_elements=["day"], set_=added))
            used = connection.execute(select(kept.tokens, kept.cost).where(kept.day == day)).one()
            if self._limit and used.tokens > self._limit:  # raising rolls the addition back
                raise BudgetSpent("the day's tokens for the language model are spent")
            if self._most and used.cost > self._most:
                raise BudgetSpent("the day's money for the language model is spent")

    def settle(self, reserved: int, used: int, reserved_cost: float = 0.0, cost: float = 0.0) -> None:
        """Replace a reservation by what was used (on the day it is settled; at midnight a call may count twice)."""
        micro, held = round(cost * MICRO), round(reserved_cost * MICRO)
        put = insert(self._engine, LLM_USAGE).values(day=_today(), calls=0, tokens=used, cost=micro)
        changed = {"tokens": LLM_USAGE.c.tokens + (used - reserved), "cost": LLM_USAGE.c.cost + (micro - held)}
        with writing(self._engine) as connection:
            connection.execute(put.on_conflict_do_update(index_elements=["day"], set_=changed))

    def used(self) -> int:
        """Tokens used or reserved today."""
        with reading(self._engine) as connection:
            found = connection.execute(select(LLM_USAGE.c.tokens).where(LLM_USAGE.c.day == _today())).scalar()
        return int(found or 0)

    def cost(self) -> float:
        """Money used or reserved today."""
        with reading(self._engine) as connection:
            found = connection.execute(select(LLM_USAGE.c.cost).where(LLM_USAGE.c.day == _today())).scalar()
        return int(found or 0) / MICRO


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
