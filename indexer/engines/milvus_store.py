"""Milvus: vectors and BM25 on a server, or Milvus Lite in a file, by pymilvus.

Milvus counts the words itself, from text that was stemmed here, since Lite and server bring different analysers. A
server indexes vectors as it sees fit (``AUTOINDEX``: HNSW); Lite compares them one by one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from pymilvus import DataType, Function, FunctionType, MilvusClient
from pymilvus.exceptions import MilvusException

from indexer.encoder import Vectors
from indexer.engines import words as cut
from indexer.errors import EngineUnavailable
from indexer.ports import Found

SECONDS: Final = 15
LONGEST: Final = 60_000
LONGEST_ID: Final = 1_024
BATCH: Final = 500
MOST: Final = 16_384
K1, B = 1.2, 0.6


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

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
        rows = [
            {"id": name, "words": _cut(words), "vector": vector}
            for name, words, vector in zip(ids, cut.of_texts(texts), vectors, strict=True)
        ]
        with self._answering():
            for start in range(0, len(rows), BATCH):
                self._client.upsert(self._collection, rows[start : start + BATCH], timeout=SECONDS * 4)

    def remove(self, ids: Sequence[str]) -> None:
        with self._answering():
            if ids:
                self._client.delete(self._collection, ids=list(ids), timeout=SECONDS)

    def near(self, vector: Vectors, k: int) -> list[Found]:
        return self._search("vector", vector, k)

    def matching(self, query: str, k: int) -> list[Found]:
        words = cut.of_query(query)
        return self._search("counts", " ".join(words), k) if words else []

    def count(self) -> int:
        with self._answering():
            rows = self._client.query(
                self._collection, output_fields=["count(*)"], consistency_level="Strong", timeout=SECONDS
            )
            return int(rows[0]["count(*)"])

    def close(self) -> None:
        with contextlib.suppress(MilvusException):
            self._client.close()

    def _search(self, field: str, sought: Any, k: int) -> list[Found]:
        if k < 1:
            return []
        with self._answering():
            (hits,) = self._client.search(
                self._collection, data=[sought], anns_field=field, limit=min(k, MOST), consistency_level="Strong",
                timeout=SECONDS,
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
