"""PostgreSQL: pgvector for vectors, full text for words, in one table, by psycopg alone.

Not by langchain-postgres: its store has no lexical side, wants a pool and an event loop of its own, and brings
asyncpg, where one table and four statements do. LangChain's interface is put over the port instead
(``indexer.engines.langchain_store``), so every engine has it.

Up to ``EXACT_LIMIT`` passages the vectors are compared one by one; beyond, through pgvector's HNSW index. PostgreSQL
ranks full text without looking at how rare a word is; BM25 is computed from its ``tsvector`` in SQL instead.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from indexer.encoder import Vectors
from indexer.engines import words as cut
from indexer.errors import EngineUnavailable
from indexer.ports import Found

EXACT_LIMIT: Final = 20_000
SEARCH_BREADTH: Final = 128
CONNECT_SECONDS: Final = 5
SEARCH_MILLISECONDS: Final = 15_000
K1, B = 1.2, 0.6
Result = TypeVar("Result")
_WITHOUT_PGVECTOR: Final = (
    psycopg.errors.UndefinedFile,
    psycopg.errors.FeatureNotSupported,
    psycopg.errors.InsufficientPrivilege,
)

_TABLE = """
CREATE TABLE IF NOT EXISTS {table} (
  id text PRIMARY KEY,
  vector vector({dimension}) NOT NULL,
  words tsvector NOT NULL,
  length integer NOT NULL
)"""
_ADD = """
INSERT INTO {table} VALUES (%s, %s::vector, to_tsvector('simple', %s), %s)
ON CONFLICT (id) DO UPDATE SET vector = EXCLUDED.vector, words = EXCLUDED.words, length = EXCLUDED.length"""
_NEAR = "SELECT id, -(vector <#> %(v)s::vector) FROM {table} ORDER BY vector <#> %(v)s::vector, id LIMIT %(k)s"
_NEAR_GRAPH = "SELECT id, -(vector <#> %(v)s::vector) FROM {table} ORDER BY vector <#> %(v)s::vector LIMIT %(k)s"
_MATCHING = """
WITH whole AS (SELECT count(*)::float8 AS n, avg(length)::float8 AS mean FROM {table}),
asked AS (
  SELECT lexeme, count(*) AS times,
    ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery AS query
  FROM unnest(%(words)s::text[]) AS lexeme GROUP BY lexeme),
weighed AS (
  SELECT lexeme, times * ln(1 + (n - holding + 0.5) / (holding + 0.5)) AS weight
  FROM asked, whole, LATERAL (SELECT count(*) AS holding FROM {table} WHERE words @@ asked.query) AS held),
candidates AS (
  SELECT id, words, length FROM {table} WHERE words @@ (SELECT string_agg(query::text, ' | ')::tsquery FROM asked))
SELECT id, sum(weight * tf / (tf + {k1} * (1 - {b} + {b} * length / mean))) AS score
FROM candidates, whole, LATERAL (
  SELECT lexeme, array_length(positions, 1) AS tf FROM unnest(words)) AS word
JOIN weighed USING (lexeme)
GROUP BY id ORDER BY score DESC, id LIMIT %(k)s"""


class PostgresStore:
    """See :class:`indexer.ports.VectorStore`. One connection, used in turn; a lost one is opened anew at the next call.

    Raises:
        EngineUnavailable: the server does not answer, or lacks pgvector.
    """

    def __init__(self, url: str, dimension: int, collection: str, exact_limit: int = EXACT_LIMIT) -> None:
        self._url = url
        self._table = sql.Identifier(f"signpost_{collection}")
        self._graph = sql.Identifier(f"signpost_{collection}_near")
        self._words = sql.Identifier(f"signpost_{collection}_words")
        self._exact_limit = exact_limit
        self._lock = threading.RLock()
        self._connection: psycopg.Connection[Any] | None = None
        self._has_graph = False
        self._dimension = dimension
        try:
            self._call(self._prepare)
        except EngineUnavailable:
            self.close()
            raise

    @property
    def name(self) -> str:
        return "PostgreSQL, pgvector HNSW" if self._has_graph else "PostgreSQL, pgvector (exact)"

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
        rows = [
            (name, _literal(vector), " ".join(passage), len(passage))
            for name, vector, passage in zip(ids, vectors, cut.of_texts(texts), strict=True)
        ]

        def work(connection: psycopg.Connection[Any]) -> None:
            with connection.cursor() as cursor:
                cursor.executemany(self._sql(_ADD), rows)
                cursor.execute(self._sql("SELECT count(*) FROM {table}"))
                (count,) = cursor.fetchone() or (0,)
                if count > self._exact_limit and not self._has_graph:
                    cursor.execute(
                        self._sql("CREATE INDEX IF NOT EXISTS {graph} ON {table} USING hnsw (vector vector_ip_ops)")
                    )
            self._has_graph = count > self._exact_limit

        self._call(work)

    def remove(self, ids: Sequence[str]) -> None:
        statement = self._sql("DELETE FROM {table} WHERE id = ANY(%s)")
        self._call(lambda connection: connection.execute(statement, [list(ids)]))

    def near(self, vector: Vectors, k: int) -> list[Found]:
        def work(connection: psycopg.Connection[Any]) -> list[Found]:
            if self._has_graph:
                breadth = min(1000, max(SEARCH_BREADTH, k))
                connection.execute(sql.SQL("SET LOCAL hnsw.ef_search = {}").format(breadth))
            statement = self._sql(_NEAR_GRAPH if self._has_graph else _NEAR)
            return _found(connection.execute(statement, {"v": _literal(vector), "k": k}))

        return self._call(work, SEARCH_MILLISECONDS) if k > 0 else []

    def matching(self, query: str, k: int) -> list[Found]:
        words = cut.of_query(query)
        if not words or k < 1:
            return []
        statement = self._sql(_MATCHING)
        given = {"words": words, "k": k}
        return self._call(lambda connection: _found(connection.execute(statement, given)), SEARCH_MILLISECONDS)

    def count(self) -> int:
        def work(connection: psycopg.Connection[Any]) -> int:
            row = connection.execute(self._sql("SELECT count(*) FROM {table}")).fetchone()
            return int(row[0]) if row else 0

        return self._call(work)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _prepare(self, connection: psycopg.Connection[Any]) -> None:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        connection.execute(self._sql(_TABLE))
        connection.execute(self._sql("CREATE INDEX IF NOT EXISTS {words} ON {table} USING gin (words)"))
        row = connection.execute("SELECT to_regclass(%s)", [f"{self._graph.as_string(connection)}"]).fetchone()
        self._has_graph = bool(row and row[0])
        found = connection.execute(
            "SELECT atttypmod FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'vector'",
            [self._table.as_string(connection)],
        ).fetchone()
        if found and int(found[0]) != self._dimension:
            raise EngineUnavailable("The store was made with another encoder. Give another collection's name.")

    def _sql(self, statement: str) -> sql.Composed:
        return sql.SQL(statement).format(
            table=self._table, graph=self._graph, words=self._words, dimension=self._dimension, k1=K1, b=B
        )

    def _call(self, work: Callable[[psycopg.Connection[Any]], Result], milliseconds: int = 0) -> Result:
        """Run `work` in a transaction of its own, ended by the server after `milliseconds` (0: never)."""
        with self._lock, self._answering():
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(self._url, connect_timeout=CONNECT_SECONDS, keepalives_idle=30)
            with self._connection.transaction():
                self._connection.execute(sql.SQL("SET LOCAL statement_timeout = {}").format(milliseconds))
                return work(self._connection)

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            raise EngineUnavailable(f"PostgreSQL at {self._place()} took too long. Try again.") from error
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


def _literal(vector: Vectors) -> str:
    return "[" + ",".join(map(repr, vector.tolist())) + "]"


def _found(cursor: psycopg.Cursor[Any]) -> list[Found]:
    return [Found(str(name), float(score)) for name, score in cursor]
