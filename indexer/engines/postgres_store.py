"""PostgreSQL: pgvector for vectors, full text for words, in one table, by psycopg alone.

Not by langchain-postgres: its store has no lexical side, wants a pool and an event loop of its own, and brings
asyncpg, where one table and four statements do. LangChain's interface is put over the port instead
(``indexer.engines.langchain_store``), so every engine has it.

Up to ``EXACT_LIMIT`` passages, of the whole or of the corpus that is asked for, the
vectors are compared one by one; beyond, through pgvector's HNSW index, which is built when all has been added, since
to add to it row by row takes several times as long. PostgreSQL
ranks full text without looking at how rare a word is; BM25 is computed from its ``tsvector`` in SQL instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import psycopg
from psycopg import sql

from indexer.encoder import Vectors
from indexer.engines import postgres_rows
from indexer.engines import words as cut
from indexer.engines.postgres_link import PostgresLink
from indexer.errors import EngineUnavailable
from indexer.lexical import K1, B
from indexer.ports import Found

EXACT_LIMIT: Final = 20_000
SEARCH_BREADTH: Final = 128
SEARCH_MILLISECONDS: Final = 15_000
GRAPH_BYTES: Final = 1_200  # of a vector in the graph while it is built, beside its floats
GRAPH_MOST: Final = 4 * 2**30  # of memory that building may take, in bytes

_TABLE = """
CREATE TABLE IF NOT EXISTS {table} (
  id text PRIMARY KEY,
  vector vector({dimension}) NOT NULL,
  words tsvector NOT NULL,
  length integer NOT NULL,
  corpus text NOT NULL,
  mark text NOT NULL
)"""
_COPY = "COPY stage FROM STDIN (FORMAT BINARY)"
_ADD = """
INSERT INTO {table} SELECT id, vector, to_tsvector('simple', words), length, corpus, mark FROM stage
ON CONFLICT (id) DO UPDATE SET vector = EXCLUDED.vector, words = EXCLUDED.words, length = EXCLUDED.length,
  corpus = EXCLUDED.corpus, mark = EXCLUDED.mark"""
_ADOPT = """
INSERT INTO {table} SELECT former.* FROM {former} AS former JOIN wanted USING (id, mark) ON CONFLICT DO NOTHING"""
_NEAR = """
SELECT id, -(vector <#> %(v)s::vector) FROM {table} WHERE (%(corpus)s::text IS NULL OR corpus = %(corpus)s)
ORDER BY vector <#> %(v)s::vector, id LIMIT %(k)s"""
_NEAR_GRAPH = "SELECT id, -(vector <#> %(v)s::vector) FROM {table} ORDER BY vector <#> %(v)s::vector LIMIT %(k)s"
_NEAR_GRAPH_OF = """
SELECT id, -(vector <#> %(v)s::vector) FROM {table} WHERE corpus = %(corpus)s
ORDER BY vector <#> %(v)s::vector LIMIT %(k)s"""
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
  SELECT id, words, length FROM {table}
  WHERE words @@ (SELECT string_agg(query::text, ' | ')::tsquery FROM asked)
    AND (%(corpus)s::text IS NULL OR corpus = %(corpus)s))
SELECT id, sum(weight * tf / (tf + {k1} * (1 - {b} + {b} * length / mean))) AS score
FROM candidates, whole, LATERAL (
  SELECT lexeme, array_length(positions, 1) AS tf FROM unnest(words)) AS word
JOIN weighed USING (lexeme)
GROUP BY id ORDER BY score DESC, id LIMIT %(k)s"""


class PostgresStore:
    """See :class:`indexer.ports.VectorStore`.

    Raises:
        EngineUnavailable: the server does not answer, or lacks pgvector.
    """

    def __init__(self, url: str, dimension: int, collection: str, exact_limit: int = EXACT_LIMIT) -> None:
        self._collection = f"signpost_{collection}"
        self._names = {
            "table": sql.Identifier(self._collection),
            **{part: sql.Identifier(f"{self._collection}_{part}") for part in ("near", "words", "corpora")},
        }
        self._exact_limit = exact_limit
        self._dimension = dimension
        self._has_graph = False
        self._goes_on = False
        self._sizes: dict[str, int] = {}
        self._link = PostgresLink(url, self._collection)
        try:
            self._link.call(self._prepare)
        except EngineUnavailable:
            self.close()
            raise

    @property
    def name(self) -> str:
        return "PostgreSQL, pgvector HNSW" if self._has_graph else "PostgreSQL, pgvector (exact)"

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()) -> None:
        sent = list(postgres_rows.rows(ids, texts, vectors, corpora))

        def work(connection: psycopg.Connection[Any]) -> None:
            connection.execute(self._sql(postgres_rows.STAGE))
            with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
                copy.write(b"".join([postgres_rows.HEAD, *sent, postgres_rows.TAIL]))
            connection.execute(self._sql(_ADD))

        self._link.call(work)
        self._sizes = {}

    def adopt(
        self, family: str, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()
    ) -> None:
        named = corpora or [""] * len(ids)
        marks = [
            postgres_rows.mark(" ".join(words), vector, corpus)
            for words, vector, corpus in zip(cut.of_texts(texts), vectors, named, strict=True)
        ]

        def work(connection: psycopg.Connection[Any]) -> None:
            others = self._others(connection, family)
            if not others:
                return
            connection.execute("CREATE TEMPORARY TABLE wanted (id text, mark text) ON COMMIT DROP")
            connection.execute("INSERT INTO wanted SELECT * FROM unnest(%s::text[], %s::text[])", [list(ids), marks])
            for other in others:
                connection.execute(sql.SQL(_ADOPT).format(table=self._names["table"], former=sql.Identifier(other)))

        self._link.call(work)
        self._sizes = {}

    def settle(self) -> None:
        def work(connection: psycopg.Connection[Any]) -> None:
            (count,) = connection.execute(self._sql("SELECT count(*) FROM {table}")).fetchone() or (0,)
            self._has_graph = self._graph_is_there(connection)
            if count > self._exact_limit and not self._has_graph:
                needed = min(GRAPH_MOST, count * (self._dimension * 4 + GRAPH_BYTES))
                kilobytes = max(64 * 1024, needed // 1024)
                connection.execute(sql.SQL("SET LOCAL maintenance_work_mem = {}").format(kilobytes))
                connection.execute(
                    self._sql("CREATE INDEX IF NOT EXISTS {near} ON {table} USING hnsw (vector vector_ip_ops)")
                )
                self._has_graph = True
            connection.execute(self._sql("ANALYZE {table}"))

        self._link.call(work)

    def remove(self, ids: Sequence[str]) -> None:
        statement = self._sql("DELETE FROM {table} WHERE id = ANY(%s)")
        self._link.call(lambda connection: connection.execute(statement, [list(ids)]))
        self._sizes = {}

    def near(self, vector: Vectors, k: int, corpus: str | None = None) -> list[Found]:
        def work(connection: psycopg.Connection[Any]) -> list[Found]:
            given = {"v": _literal(vector), "k": k, "corpus": corpus}
            statement = _NEAR
            if self._has_graph and self._size(connection, corpus) > self._exact_limit:
                breadth = min(1000, max(SEARCH_BREADTH, k))
                connection.execute(sql.SQL("SET LOCAL hnsw.ef_search = {}").format(breadth))
                if self._goes_on:  # or no more than `breadth` are looked at before the corpus is
                    connection.execute("SET LOCAL hnsw.iterative_scan = strict_order")
                statement = _NEAR_GRAPH if corpus is None else _NEAR_GRAPH_OF
            elif self._has_graph:
                connection.execute("SET LOCAL enable_indexscan = off")  # the graph's, which is not exact
            return _found(connection.execute(self._sql(statement), given))

        return self._link.call(work, SEARCH_MILLISECONDS) if k > 0 else []

    def matching(self, query: str, k: int, corpus: str | None = None) -> list[Found]:
        words = cut.of_query(query)
        if not words or k < 1:
            return []
        statement = self._sql(_MATCHING)
        given = {"words": words, "k": k, "corpus": corpus}
        return self._link.call(lambda connection: _found(connection.execute(statement, given)), SEARCH_MILLISECONDS)

    def count(self) -> int:
        statement = self._sql("SELECT count(*) FROM {table}")
        row = self._link.call(lambda connection: connection.execute(statement).fetchone())
        return int(row[0]) if row else 0

    def ids(self) -> set[str]:
        statement = self._sql("SELECT id FROM {table}")
        return self._link.call(lambda connection: {str(name) for (name,) in connection.execute(statement)})

    def drop(self) -> None:
        self._link.call(lambda connection: connection.execute(self._sql("DROP TABLE IF EXISTS {table}")))
        self.close()

    def drop_others(self, family: str) -> None:
        def work(connection: psycopg.Connection[Any]) -> None:
            for other in self._others(connection, family):
                free = connection.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [other]).fetchone()
                if free and free[0]:
                    connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(other)))

        self._link.call(work)

    def close(self) -> None:
        self._link.close()

    def _prepare(self, connection: psycopg.Connection[Any]) -> None:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        connection.execute(self._sql(_TABLE))
        connection.execute(self._sql("CREATE INDEX IF NOT EXISTS {words} ON {table} USING gin (words)"))
        connection.execute(self._sql("CREATE INDEX IF NOT EXISTS {corpora} ON {table} (corpus)"))
        self._has_graph = self._graph_is_there(connection)
        found = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'").fetchone()
        self._goes_on = bool(found) and [int(part) for part in str(found[0]).split(".")[:2]] >= [0, 8]  # type: ignore[index]
        found = connection.execute(
            "SELECT atttypmod FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'vector'",
            [self._names["table"].as_string(connection)],
        ).fetchone()
        if found and int(found[0]) != self._dimension:
            raise EngineUnavailable("The store was made with another encoder. Give another collection's name.")

    def _graph_is_there(self, connection: psycopg.Connection[Any]) -> bool:
        row = connection.execute("SELECT to_regclass(%s)", [self._names["near"].as_string(connection)]).fetchone()
        return bool(row and row[0])

    def _others(self, connection: psycopg.Connection[Any], family: str) -> list[str]:
        """The family's other tables, the newest first."""
        statement = (
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_table_is_visible(oid) "
            "AND starts_with(relname, %s) ORDER BY oid DESC"
        )
        names = [str(name) for (name,) in connection.execute(statement, [f"signpost_{family}"])]
        return [name for name in names if name != self._collection]

    def _size(self, connection: psycopg.Connection[Any], corpus: str | None) -> int:
        """How many passages a corpus has, as far as that matters; the whole counts as many."""
        if corpus is None:
            return self._exact_limit + 1
        if corpus not in self._sizes:
            counted = self._sql("SELECT count(*) FROM (SELECT FROM {table} WHERE corpus = %s LIMIT %s) AS few")
            (count,) = connection.execute(counted, [corpus, self._exact_limit + 1]).fetchone() or (0,)
            self._sizes[corpus] = int(count)
        return self._sizes[corpus]

    def _sql(self, statement: str) -> sql.Composed:
        return sql.SQL(statement).format(**self._names, dimension=self._dimension, k1=K1, b=B)


def _literal(vector: Vectors) -> str:
    return "[" + ",".join(map(repr, vector.tolist())) + "]"


def _found(cursor: psycopg.Cursor[Any]) -> list[Found]:
    return [Found(str(name), float(score)) for name, score in cursor]
