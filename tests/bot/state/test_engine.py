from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import StateUnavailable
from bot.state.conversations import SqlConversations
from bot.state.engine import address, open_engine, place, reading, write_ahead, writing
from bot.state.migrate import upgrade
from tests.bot.state.conftest import answer


def test_without_an_address_it_is_a_file_under_home(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "new" / "home")
    upgrade(engine)
    with reading(engine) as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()
    assert (tmp_path / "new" / "home" / "signpost.db").is_file()


def test_in_memory_keeps_its_tables_between_connections(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, "sqlite://")
    upgrade(engine)
    SqlConversations(engine).remember(answer())
    assert SqlConversations(engine).turns("c1")
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_any_postgresql_address_uses_the_driver_that_is_shipped(tmp_path: Path, scheme: str) -> None:
    assert address(tmp_path, f"{scheme}://u:p@h/d").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(("url", "says"), [("mysql://h/d", "not in mysql"), ("nonsense", "cannot be read")])
def test_other_databases_are_refused_in_a_sentence(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(StateUnavailable, match=says):
        open_engine(tmp_path, url)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateUnavailable, match="set SIGNPOST_HOME"):
        open_engine(tmp_path / "file" / "home")


def test_a_locked_database_says_so(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, busy_seconds=0.05)
    upgrade(engine)
    other = sqlite3.connect(tmp_path / "signpost.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StateUnavailable, match="locked by another program"):
        SqlConversations(engine).remember(answer())
    other.close()
    SqlConversations(engine).remember(answer())
    engine.dispose()


def test_reading_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, busy_seconds=0.05)
    upgrade(engine)
    SqlConversations(engine).remember(answer())
    with writing(engine):
        assert SqlConversations(engine).turns("c1")
    engine.dispose()


def test_a_read_only_database_says_so(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    upgrade(engine)
    engine.dispose()
    closed = open_engine(tmp_path, f"sqlite:///file:{tmp_path / 'signpost.db'}?mode=ro&uri=true")
    with pytest.raises(StateUnavailable, match="read-only"):
        SqlConversations(closed).remember(answer())
    closed.dispose()


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "signpost.db").write_bytes(b"not a database at all, but long enough to look" * 40)
    engine = open_engine(tmp_path)
    with pytest.raises(StateUnavailable, match="not a Signpost database"):
        upgrade(engine)
    engine.dispose()


def test_an_empty_database_says_that_it_has_not_been_set_up(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    with pytest.raises(StateUnavailable, match="has not been set up"):
        SqlConversations(engine).turns("c1")
    engine.dispose()


def test_an_empty_postgresql_database_says_that_it_has_not_been_set_up(tmp_path: Path, postgres_url: str) -> None:
    engine = open_engine(tmp_path, postgres_url)
    with pytest.raises(StateUnavailable, match="has not been set up"):
        SqlConversations(engine).turns("c1")
    engine.dispose()


def test_a_server_that_does_not_answer_says_so_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    engine = open_engine(tmp_path, f"postgresql://signpost:hush@/state?host={tmp_path}")
    with pytest.raises(StateUnavailable, match="does not answer") as caught:
        upgrade(engine)
    assert "hush" not in str(caught.value)
    assert "hush" not in place(engine)


def test_an_error_rolls_the_transaction_back(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    upgrade(engine)
    with pytest.raises(KeyError), writing(engine) as connection:  # noqa: PT012
        connection.execute(text("INSERT INTO event VALUES ('slack', 'Ev1', '2026-01-01')"))
        raise KeyError
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM event")).scalar() == 0
    engine.dispose()


class TurnedAway:
    """A cursor that SQLite turns away `times` times, as one of several that switch to a write-ahead log at once."""

    def __init__(self, cursor: sqlite3.Cursor, times: int) -> None:
        self._cursor, self._left = cursor, times

    def execute(self, statement: str) -> sqlite3.Cursor:
        if statement.endswith("=WAL") and self._left:
            self._left -= 1
            raise sqlite3.OperationalError("database is locked")
        return self._cursor.execute(statement)


def test_whoever_is_turned_away_from_the_write_ahead_log_tries_again(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.db", timeout=5)
    turned: Any = TurnedAway(connection.cursor(), times=3)
    write_ahead(turned)
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()


def test_whoever_is_turned_away_for_good_gives_up(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.db", timeout=0.05)
    turned: Any = TurnedAway(connection.cursor(), times=1000)
    with pytest.raises(sqlite3.OperationalError):
        write_ahead(turned)
    connection.close()
