"""Everything goes after the days that docs/state.md promises, by a clock that is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, Table, func, select

from bot.errors import StateUnavailable
from bot.state import retention
from bot.state.answers import Answers
from bot.state.audit import Audit
from bot.state.conversations import SqlConversations
from bot.state.engine import reading
from bot.state.events import Events
from bot.state.tables import ANSWER, AUDIT, CONVERSATION, EVENT, FEEDBACK
from tests.bot.state.conftest import answer

TABLES = {"conversation": CONVERSATION, "answer": ANSWER, "feedback": FEEDBACK, "event": EVENT, "audit": AUDIT}


class Clock:
    """What time it is; :meth:`pass_` moves it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def _count(engine: Engine, table: Table) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _left(engine: Engine) -> set[str]:
    return {name for name, table in TABLES.items() if _count(engine, table)}


def _asked(kept: SqlConversations, conversation: str = "c2") -> None:
    kept.remember(answer(conversation))


def _everything(engine: Engine, kept: SqlConversations) -> None:
    given = answer("c1")
    _asked(kept, "c1")
    Answers(engine).save(given)
    Answers(engine).feedback(given.id, "up")
    Events(engine).is_new("slack", "Ev1")
    Audit(engine).answered("anonymous", given)


def test_each_goes_after_its_days_when_somebody_asks_again(engine: Engine) -> None:
    clock = Clock()
    kept = SqlConversations(engine, clock=clock)
    _everything(engine, kept)
    clock.pass_(days=6.9)
    _asked(kept)
    assert _left(engine) == set(TABLES)
    clock.pass_(days=0.2)
    _asked(kept)
    assert _left(engine) == set(TABLES) - {"event"}
    clock.pass_(days=22.8)
    _asked(kept)
    assert _left(engine) == set(TABLES) - {"event"}
    clock.pass_(days=0.2)
    _asked(kept)
    assert _left(engine) == {"conversation", "audit"}
    assert kept.turns("c1") == ()
    clock.pass_(days=334.8)
    _asked(kept)
    assert _left(engine) == {"conversation", "audit"}
    clock.pass_(days=0.2)
    _asked(kept)
    assert _left(engine) == {"conversation"}


def test_an_old_answer_goes_also_where_the_conversation_goes_on(engine: Engine) -> None:
    clock = Clock()
    kept = SqlConversations(engine, clock=clock)
    _everything(engine, kept)
    clock.pass_(days=29)
    _asked(kept, "c1")
    clock.pass_(days=2)
    _asked(kept, "c1")
    assert len(kept.read("c1")) == 3
    assert _left(engine) == {"conversation", "audit"}


def test_it_is_looked_at_once_an_hour(engine: Engine) -> None:
    clock = Clock()
    kept = SqlConversations(engine, clock=clock)
    clock.pass_(days=8)
    _asked(kept)
    Events(engine).is_new("slack", "Ev1")  # eight days old, by the clock
    clock.pass_(minutes=59)
    _asked(kept)
    assert "event" in _left(engine)
    clock.pass_(minutes=2)
    _asked(kept)
    assert "event" not in _left(engine)


def test_it_says_how_much_went(engine: Engine) -> None:
    clock = Clock()
    _everything(engine, SqlConversations(engine, clock=clock))
    assert retention.purge(engine, clock.now) == 0
    clock.pass_(days=366)
    assert retention.purge(engine, clock.now) == 3


def test_what_cannot_be_forgotten_now_does_not_fail_an_answer(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> int:
        raise StateUnavailable("out")

    clock = Clock()
    kept = SqlConversations(engine, clock=clock)
    monkeypatch.setattr(retention, "purge", fails)
    _asked(kept, "c1")
    assert len(kept.turns("c1")) == 1
