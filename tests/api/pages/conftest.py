"""A real house on real data with a scripted adviser and index; served to a real browser where there is one."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.wiring import House
from bot.state.conversations import SqlConversations
from bot.state.engine import open_engine
from bot.state.tables import METADATA
from ontology.catalogue import Catalogue
from tests.api.conftest import ScriptedAdviser, ScriptedRetriever

HERE = "http://localhost"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def make_house(home: Path, catalogue: Catalogue, retriever: ScriptedRetriever) -> House:
    house = House(Settings(home=home))
    engine = open_engine(home, "")
    METADATA.create_all(engine)
    conversations = SqlConversations(engine)
    house.__dict__.update(
        catalogue=catalogue,
        state=engine,
        conversations=conversations,
        adviser=ScriptedAdviser(catalogue, conversations),
        index=SimpleNamespace(retriever=retriever, manifest={"fingerprint": "scripted", "passages": 1}),
    )
    return house


@pytest.fixture(scope="session")
def retriever(catalogue: Catalogue) -> ScriptedRetriever:
    return ScriptedRetriever(catalogue)


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue, retriever: ScriptedRetriever) -> Iterator[Any]:
    made = make_house(tmp_path, catalogue, retriever)
    yield made
    made.state.dispose()


@pytest.fixture
def web(house: House) -> Iterator[TestClient]:
    """A browser of sorts: it asks for HTML and keeps cookies."""
    app = create_app(house)
    client = ("127.0.0.1", 5000)
    with TestClient(app, base_url=HERE, raise_server_exceptions=False, client=client) as made:
        made.headers["Accept"] = "text/html,application/xhtml+xml"
        while not app.state.readiness.ready:
            time.sleep(0.01)
        yield made


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, retriever: ScriptedRetriever
) -> Iterator[str]:
    """Where a server listens, on this machine only."""
    house = make_house(tmp_path_factory.mktemp("served"), catalogue, retriever)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(house), log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    house.state.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium; without it the tests that need one are skipped."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()
