"""Milvus: vectors and BM25 on a server, or Milvus Lite in a file, by pymilvus.

Milvus counts the words itself, from text that was stemmed here, since Lite and server bring different analysers. A
server indexes vectors as it sees fit (``AUTOINDEX``: HNSW); Lite compares them one by one.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from pymilvus import DataType, Function, FunctionType, MilvusClient
from pymilvus.exceptions import MilvusException

from indexer.encoder import Vectors
from indexer.engines import words as cut
from indexer.errors import EngineUnavailable
from indexer.lexical import K1, B
from indexer.ports import Found

SECONDS: Final = 15
LONGEST: Final = 60_000
LONGEST_ID: Final = 1_024
BATCH: Final = 500
MOST: Final = 16_384
PAGE: Final = 5_000


class MilvusStore:
    """See :class:`indexer.ports.VectorStore`.

    Args:
        address: ``http://[user:password@]host:port``, or a file for Milvus Lite.

    Raises:
        EngineUnavailable: the server does not answer, or the file cannot be opened.
    """

    def __init__(self, address: str, dimension: int, collection: str) -> None:
        parts = urlsplit(address)
        self._remote = parts.scheme in ("http", "https")
        self._place = f"{parts.hostname}:{parts.port or 19530}" if self._remote else address
        self._collection = f"signpost_{collection}"
        uri = f"{parts.scheme}://{self._place}" if self._remote else address
        with self._answering():
            self._client = MilvusClient(
                uri, user=parts.username or "", password=parts.password or "", timeout=SECONDS if self._remote else None
            )
            if not self._client.has_collection(self._collection):
                self._make(dimension)
            self._client.load_collection(self._collection)
            fields = self._client.describe_collection(self._collection)["fields"]
        if any(field["name"] == "vector" and int(field["params"]["dim"]) != dimension for field in fields):
            raise EngineUnavailable("The store was made with another encoder. Give another collection's name.")

    @property
    def name(self) -> str:
        return "Milvus, AUTOINDEX" if self._remote else "Milvus Lite, flat (exact)"

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()) -> None:
        rows = [
            {"id": name, "words": _cut(words), "vector": vector, "corpus": corpus}
            for name, words, vector, corpus in zip(
                ids, cut.of_texts(texts), vectors, corpora or [""] * len(ids), strict=True
            )
        ]
        with self._answering():
            for start in range(0, len(rows), BATCH):
                self._client.upsert(self._collection, rows[start : start + BATCH], timeout=SECONDS * 4)

    def adopt(
        self, family: str, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()
    ) -> None:
        """Milvus copies nothing from one collection to another."""

    def settle(self) -> None:
        """Milvus indexes in the background."""

    def remove(self, ids: Sequence[str]) -> None:
        with self._answering():
            if ids:
                self._client.delete(self._collection, ids=list(ids), timeout=SECONDS)

    def near(self, vector: Vectors, k: int, corpus: str | None = None) -> list[Found]:
        return self._search("vector", vector, k, corpus)

    def matching(self, query: str, k: int, corpus: str | None = None) -> list[Found]:
        words = cut.of_query(query)
        return self._search("counts", " ".join(words), k, corpus) if words else []

    def count(self) -> int:
        with self._answering():
            rows = self._client.query(
                self._collection, output_fields=["count(*)"], consistency_level="Strong", timeout=SECONDS
            )
            return int(rows[0]["count(*)"])

    def ids(self) -> set[str]:
        with self._answering():
            rows = self._client.query_iterator(
                self._collection, batch_size=PAGE, output_fields=["id"], consistency_level="Strong", timeout=SECONDS
            )
            found: set[str] = set()
            while page := rows.next():
                found.update(str(row["id"]) for row in page)
            rows.close()
            return found

    def drop(self) -> None:
        with self._answering():
            self._client.drop_collection(self._collection, timeout=SECONDS)

    def drop_others(self, family: str) -> None:
        """A server does not say who reads; the newest of the others is kept there. Lite has this reader alone."""
        with self._answering():
            names = [name for name in self._client.list_collections() if name.startswith(f"signpost_{family}")]
            others = sorted((name for name in names if name != self._collection), key=self._made, reverse=True)
            for name in others[1 if self._remote else 0 :]:
                self._client.drop_collection(name, timeout=SECONDS)

    def _made(self, collection: str) -> int:
        return int(self._client.describe_collection(collection).get("created_timestamp") or 0)

    def close(self) -> None:
        with contextlib.suppress(MilvusException):
            self._client.close()

    def _search(self, field: str, sought: Any, k: int, corpus: str | None) -> list[Found]:
        if k < 1:
            return []
        with self._answering():
            (hits,) = self._client.search(
                self._collection, data=[sought], anns_field=field, limit=min(k, MOST), consistency_level="Strong",
                timeout=SECONDS, filter="" if corpus is None else f"corpus == {json.dumps(corpus, ensure_ascii=False)}",
            )  # fmt: skip
        # Lite gives BM25 as a distance, below zero; a server as a score
        sign = -1 if field == "counts" and any(hit["distance"] < 0 for hit in hits) else 1
        return [Found(str(hit["id"]), sign * float(hit["distance"])) for hit in hits]

    def _make(self, dimension: int) -> None:
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=LONGEST_ID)
        schema.add_field(
            "words", DataType.VARCHAR, max_length=65_535, enable_analyzer=True,
            analyzer_params={"tokenizer": "standard"},
        )  # fmt: skip
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        schema.add_field("corpus", DataType.VARCHAR, max_length=LONGEST_ID)
        schema.add_field("counts", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(Function("bm25", FunctionType.BM25, ["words"], ["counts"]))
        indexes = self._client.prepare_index_params()
        indexes.add_index("vector", index_type="AUTOINDEX" if self._remote else "FLAT", metric_type="IP")
        indexes.add_index(
            "counts",
            index_type="SPARSE_INVERTED_INDEX",
            metric_type="BM25",
            params={"bm25_k1": K1, "bm25_b": B},
        )
        self._client.create_collection(self._collection, schema=schema, index_params=indexes)

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except (MilvusException, ConnectionError, OSError, RuntimeError, ValueError) as error:
            # beside its own exception pymilvus raises bare ones, for a closed channel among others
            raise EngineUnavailable(
                f"Milvus at {self._place} does not answer. Start it, or check the address; Signpost will find it "
                "again by itself."
            ) from error


def _cut(words: Sequence[str]) -> str:
    """The words as text, no longer than Milvus takes (it counts bytes)."""
    return " ".join(words).encode()[:LONGEST].decode(errors="ignore")
