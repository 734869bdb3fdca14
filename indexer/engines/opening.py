"""Which engine an address means.

| address | engine |
| --- | --- |
| ``faiss:`` | FAISS in memory |
| ``faiss:/folder`` | FAISS, kept in that folder |
| ``postgresql://user@host/database`` | PostgreSQL with pgvector |
| ``milvus://host:19530``, ``milvus+tls://...`` | Milvus |
| ``/folder/file.db`` | Milvus Lite, in this process |
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from indexer.errors import EngineUnavailable
from indexer.ports import VectorStore

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def open_store(url: str, dimension: int, collection: str = "signpost") -> VectorStore:
    """The store at `url` for vectors of `dimension`; made if it is not there.

    `collection` keeps stores of one server apart: small letters, digits and underscores.

    Raises:
        EngineUnavailable: no such kind of engine, its package is not installed, or it does not answer.
    """
    if not _NAME.fullmatch(collection):
        raise EngineUnavailable("A collection's name in a store is made of small letters, digits and underscores.")
    scheme, colon, rest = url.partition(":")
    try:
        if scheme == "faiss" and colon:
            from indexer.engines.faiss_store import FaissStore

            return FaissStore(dimension, Path(rest) / collection if rest else None)
        if scheme in ("postgresql", "postgres") and colon:
            from indexer.engines.postgres_store import PostgresStore

            return PostgresStore(url, dimension, collection)
        if scheme in ("milvus", "milvus+tls") and colon:
            from indexer.engines.milvus_store import MilvusStore

            return MilvusStore(("https:" if scheme == "milvus+tls" else "http:") + rest, dimension, collection)
        if url.endswith(".db") and "://" not in url:
            from indexer.engines.milvus_store import MilvusStore

            return MilvusStore(url, dimension, collection)
    except ImportError as error:
        extra = "postgres" if scheme.startswith("postgres") else "milvus"
        raise EngineUnavailable(
            f"The package for this store is not installed. Run “pip install 'signpost-adviser[{extra}]'”."
        ) from error
    raise EngineUnavailable(
        "The store's address is none that is known. Give faiss:, faiss:/folder, postgresql://..., milvus://host:port "
        "or a file that ends in .db."
    )
