"""A connection to PostgreSQL: opened when it is needed, opened anew after it was lost, its errors as sentences.

While it is open it holds a shared advisory lock on the collection that it reads, by which another version of Signpost
sees that the collection is still in use (``PostgresStore.drop_others``).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from indexer.errors import EngineUnavailable

CONNECT_SECONDS: Final = 5
Result = TypeVar("Result")
_WITHOUT_PGVECTOR: Final = (
    psycopg.errors.UndefinedFile,
    psycopg.errors.FeatureNotSupported,
    psycopg.errors.InsufficientPrivilege,
)


class PostgresLink:
    """One connection to `url`, used in turn, that keeps `collection` in use."""

    def __init__(self, url: str, collection: str) -> None:
        self._url = url
        self._collection = collection
        self._lock = threading.RLock()
        self._connection: psycopg.Connection[Any] | None = None

    def call(self, work: Callable[[psycopg.Connection[Any]], Result], milliseconds: int = 0) -> Result:
        """Run `work` in a transaction of its own, ended by the server after `milliseconds` (0: never).

        Raises:
            EngineUnavailable: the server does not answer, refuses, or took too long.
        """
        with self._lock, self._answering():
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(self._url, connect_timeout=CONNECT_SECONDS, keepalives_idle=30)
                with self._connection.transaction():
                    self._connection.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [self._collection])
            with self._connection.transaction():
                self._connection.execute(sql.SQL("SET LOCAL statement_timeout = {}").format(milliseconds))
                return work(self._connection)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            raise EngineUnavailable(f"PostgreSQL at {self._place()} took too long. Try again.") from error
        except psycopg.errors.UndefinedTable as error:
            raise EngineUnavailable(
                f"The collection in PostgreSQL at {self._place()} has been removed, by another version of Signpost or "
                "by hand. Restart this one, and it is made again."
            ) from error
        except _WITHOUT_PGVECTOR as error:
            raise EngineUnavailable(
                f"PostgreSQL at {self._place()} has no pgvector, or this user may not create it. Ask its administrator "
                "to run “CREATE EXTENSION vector”."
            ) from error
        except psycopg.Error as error:
            if self._connection is not None and not self._connection.broken and error.sqlstate:
                raise EngineUnavailable(
                    f"PostgreSQL at {self._place()} refused what was asked of it (SQLSTATE {error.sqlstate})."
                ) from error
            self.close()
            raise EngineUnavailable(
                f"PostgreSQL at {self._place()} does not answer. Start it, or check the address; Signpost will find it "
                "again by itself."
            ) from error

    def _place(self) -> str:
        """Host and database, never the password."""
        try:
            parts = conninfo_to_dict(self._url)
        except psycopg.Error:
            return "the given address"
        return f"{parts.get('host') or 'localhost'}/{parts.get('dbname') or ''}"
