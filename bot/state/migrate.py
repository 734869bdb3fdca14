"""Bringing the database up to date, safe when several processes start at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, inspect, text

from bot.errors import StateUnavailable
from bot.state.engine import place, reading, writing

HEAD = "0005"
LOCK_SECONDS = 30
ADVISORY_LOCK = 7_226_304_223  # any number that no other program on the same server is likely to use


def current(engine: Engine) -> str | None:
    """The revision that the database is at, or None for an empty one.

    Raises:
        StateUnavailable: the database does not answer.
    """
    with reading(engine) as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def upgrade(engine: Engine) -> None:
    """Bring the database to :data:`HEAD`. Costs one query when it is there already.

    Raises:
        StateUnavailable: it does not answer, is locked, or was made by a newer Signpost.
    """
    if current(engine) == HEAD:
        return
    with _alone(engine), writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        found = _revision(connection)
        if found == HEAD:
            return
        if found is not None and found > HEAD:
            raise StateUnavailable(
                f"The database {place(engine)} was made by a newer Signpost (revision {found}); upgrade Signpost."
            )
        _run(connection)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Hold a lock beside a SQLite file; PostgreSQL is locked on its own connection instead."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file.startswith((":memory:", "file:")):
        yield
        return
    lock = FileLock(Path(file).with_suffix(".lock"), timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise StateUnavailable(f"Another Signpost is still setting up {file}; try again in a minute.") from error
    except OSError as error:
        raise StateUnavailable(
            f"The folder of {file} cannot be written to ({error.strerror}); set SIGNPOST_HOME to one that can."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _run(connection: Connection) -> None:
    # Alembic takes longer to import than the rest of this floor; a database that is up to date never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(resources.files("bot.state") / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
