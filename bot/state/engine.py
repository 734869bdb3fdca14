"""The one database: a SQLite file under the home folder unless a PostgreSQL address is given.

SQLite runs with a write-ahead log, foreign keys and a busy time-out, and every writing transaction starts with
``BEGIN IMMEDIATE``: a transaction that reads first and writes later would otherwise fail at once, without waiting,
when another process has written in between (https://www.sqlite.org/isolation.html).
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.errors import StateUnavailable

LOG = logging.getLogger(__name__)
FILE = "signpost.db"
BUSY_SECONDS = 10.0
SWITCH_SECONDS = 0.02
CONNECT_SECONDS = 5


def address(home: Path, url: str = "") -> URL:
    """The database's address: `url`, or ``signpost.db`` under `home` when it is empty.

    Raises:
        StateUnavailable: not an address of SQLite or PostgreSQL.
    """
    if not url:
        return URL.create("sqlite", database=str(home / FILE))
    try:
        made = make_url(url)
    except ArgumentError as error:
        raise StateUnavailable(
            "The database address cannot be read; write it like postgresql://user:password@host/name."
        ) from error
    backend = made.drivername.split("+")[0]
    if backend in ("postgres", "postgresql"):
        return made.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return made.set(drivername="sqlite")
    raise StateUnavailable(f"Signpost keeps its state in SQLite or PostgreSQL, not in {backend}.")


def open_engine(home: Path, url: str = "", *, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine for the database at `url` (see :func:`address`); connects lazily.

    Args:
        home: folder for the default file; made when missing.
        url: ``sqlite:///file``, ``sqlite://`` (in memory) or ``postgresql://...``.
        busy_seconds: how long a writer waits for another before it gives up (SQLite).

    Raises:
        StateUnavailable: bad address, no driver, or a folder that cannot be made.
    """
    where = address(home, url)
    if where.get_backend_name() == "postgresql":
        try:
            return create_engine(
                where, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS}, hide_parameters=True
            )
        except ModuleNotFoundError as error:
            raise StateUnavailable(
                "PostgreSQL needs its driver; install it with: pip install 'signpost-adviser[postgres]'."
            ) from error
    in_memory = where.database in (None, "", ":memory:")
    if not in_memory and not str(where.database).startswith("file:"):
        folder = Path(str(where.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StateUnavailable(
                f"The folder {folder} cannot be made ({error.strerror}); set SIGNPOST_HOME to one that can."
            ) from error
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(
        where, connect_args={"timeout": busy_seconds, "check_same_thread": False}, hide_parameters=True, **pool
    )
    # writers of this process take turns here: SQLite itself lets them sleep and try again, which starves some of them
    engine.update_execution_options(turn=threading.Lock())
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not guessed at by the driver
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA foreign_keys=ON")
        write_ahead(cursor)
        cursor.execute("PRAGMA synchronous=NORMAL")
    finally:
        cursor.close()


def write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch to a write-ahead log; of several that switch at once SQLite turns some away without letting them wait."""
    until = time.monotonic() + cursor.execute("PRAGMA busy_timeout").fetchone()[0] / 1000
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(SWITCH_SECONDS)


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for reading.

    Raises:
        StateUnavailable: the database does not answer.
    """
    with _sentences(engine), engine.connect().execution_options(reading=True) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that is committed at the end and rolled back on any error.

    Raises:
        StateUnavailable: the database does not answer, is locked, read-only or full.
    """
    turn = engine.get_execution_options().get("turn") or nullcontext()
    with turn, _sentences(engine), engine.begin() as connection:
        yield connection


@contextmanager
def _sentences(engine: Engine) -> Iterator[None]:
    """Turn the driver's errors into sentences; the details go to the log, without parameters or passwords."""
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, UnicodeError) as error:
        cause = str(getattr(error, "orig", None) or error)
        LOG.warning("The database %s failed: %s", place(engine), cause.splitlines()[0] if cause else type(error))
        raise StateUnavailable(_sentence(engine, cause.lower())) from error


def _sentence(engine: Engine, cause: str) -> str:
    where = place(engine)
    if "locked" in cause or "busy" in cause:
        return f"The database {where} is locked by another program; close that one or try again."
    if "readonly" in cause or "read-only" in cause:
        return f"The database {where} is read-only; make it and its folder writable, or set SIGNPOST_HOME elsewhere."
    if "no such table" in cause or "undefined" in cause or ("does not exist" in cause and "relation" in cause):
        return f"The database {where} has not been set up by Signpost; start Signpost once so that it can do so."
    if "not a database" in cause or "malformed" in cause:
        return f"The file {where} is not a Signpost database or is damaged; move it away and start again."
    if "full" in cause or "no space" in cause:
        return f"There is no room left for the database {where}."
    if "unable to open" in cause:
        return f"The database {where} cannot be opened; check that its folder exists and can be written to."
    return f"The database {where} does not answer; check that it runs and that SIGNPOST_DATABASE_URL is right."


def place(engine: Engine) -> str:
    """Where the database is, in words that may be shown: a file, or the address without its password."""
    if engine.url.get_backend_name() == "sqlite":
        return str(engine.url.database or "in memory")
    return engine.url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def insert(engine: Engine, table: Any) -> Any:
    """An INSERT of the engine's dialect, which knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    if engine.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # slow to import, and seldom needed

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
