from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from bot.state.events import Events


def test_an_event_is_new_once_for_each_source(engine: Engine) -> None:
    events = Events(engine)
    assert events.is_new("slack", "Ev1")
    assert not events.is_new("slack", "Ev1")
    assert events.is_new("slack", "Ev2")
    assert events.is_new("mcp", "Ev1")


def test_of_several_deliveries_at_once_one_is_new(engine: Engine) -> None:
    events = Events(engine)
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(lambda _: events.is_new("slack", "Ev1"), range(8))) == [False] * 7 + [True]


def test_old_events_are_purged(engine: Engine) -> None:
    events = Events(engine)
    events.is_new("slack", "Ev1")
    assert events.purge() == 0
    assert events.purge(keep_days=-1) == 1
    assert events.is_new("slack", "Ev1")
