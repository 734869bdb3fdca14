"""Clients that leave, over real HTTP: what was begun for them ends at once, however silent the model is."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

from api.app import create_app
from bot.adviser import Adviser
from bot.llm import provider
from bot.llm.caller import Caller
from bot.llm.interpreter import Interpreter
from bot.llm.provider import LlmConfig, open_model
from bot.llm.scripted import scripted
from bot.llm.writer import Writer
from bot.verify import Verifier
from ontology.catalogue import Catalogue
from tests.api.conftest import ScriptedHouse
from tests.bot.llm.conftest import Make, make, retriever  # noqa: F401  (fixtures)

LONG = 120.0  # seconds that a model may take here: nobody should have to wait for them
SOON = 15.0  # generous for a busy machine; it takes a fraction of a second
ENGLISH, FOREIGN = "What then?", "Что тогда?"


class SilentServer:
    """Takes one request to an OpenAI-compatible address and says nothing; knows when the connection is closed."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.asked, self.closed = threading.Event(), threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1"

    def _serve(self) -> None:
        connection, _ = self._listening.accept()
        with connection, self._listening:
            while connection.recv(65536):
                self.asked.set()
        self.closed.set()


@contextmanager
def serving(house: ScriptedHouse) -> Iterator[tuple[str, Any]]:
    app = create_app(house)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", app
    server.should_exit = True
    thread.join()


def adviser(make: Make, catalogue: Catalogue, model: Any, name: str) -> Adviser:  # noqa: F811
    caller = Caller(model, LlmConfig(name, timeout=LONG))
    made = make("topic", interpreter=Interpreter(caller, None))  # type: ignore[arg-type]
    made._writer = Writer(caller, Verifier(catalogue))
    return made


def ask_and_leave(url: str, path: str, body: dict[str, Any], asked: threading.Event) -> None:
    """Send a question, wait until the model has it, and close the connection."""
    request = httpx.Request("POST", f"{url}{path}", json=body)
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    with socket.create_connection((request.url.host, request.url.port or 80)) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + request.read())
        assert asked.wait(SOON)


@pytest.mark.parametrize("question", [ENGLISH, FOREIGN])  # the model is first asked to translate the foreign one
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream", "/v1/chat/completions"])
def test_a_client_that_leaves_closes_the_connection_to_a_silent_model(
    house: ScriptedHouse,
    make: Make,  # noqa: F811
    catalogue: Catalogue,
    path: str,
    question: str,
) -> None:
    silent = SilentServer()
    with provider.allowed():
        model = open_model(LlmConfig("openai:m", silent.url, SecretStr("none"), timeout=LONG))
    house.adviser = adviser(make, catalogue, model, "openai:m")  # type: ignore[misc]
    body = {"question": question, "model": "signpost", "messages": [{"role": "user", "content": question}]}
    with serving(house) as (url, app):
        ask_and_leave(url, path, body, silent.asked)
        assert silent.closed.wait(SOON)
        assert idle(app)


def test_a_client_that_leaves_is_not_waited_for_by_a_model_that_only_has_threads(
    house: ScriptedHouse,
    make: Make,  # noqa: F811
    catalogue: Catalogue,
) -> None:
    model = scripted("slow", wait=LONG)
    house.adviser = adviser(make, catalogue, model, "scripted:slow")  # type: ignore[misc]
    with serving(house) as (url, app):
        with httpx.stream(
            "POST", f"{url}/v1/ask/stream", json={"question": ENGLISH}, timeout=LONG, trust_env=False
        ) as response:
            lines = response.iter_lines()
            assert next(lines) == "event: status"
            assert until(lambda: bool(model.calls))
            assert not idle(app, 0.2)
        assert idle(app)


def test_a_stream_that_is_read_to_its_end_is_whole(
    house: ScriptedHouse,
    make: Make,  # noqa: F811
    catalogue: Catalogue,
) -> None:
    house.adviser = adviser(make, catalogue, scripted("good"), "scripted:good")  # type: ignore[misc]
    with serving(house) as (url, _):
        told = httpx.post(f"{url}/v1/ask/stream", json={"question": ENGLISH}, timeout=LONG, trust_env=False).text
    names = [line.removeprefix("event: ") for line in told.splitlines() if line.startswith("event: ")]
    assert (names[0], names[-2:]) == ("status", ["citations", "done"])
    assert '"path": "model"' in told


def idle(app: Any, seconds: float = SOON) -> bool:
    """Whether no request is under way, or none soon."""
    return until(lambda: app.state.figures.under_way._value.get() == 0, seconds)


def until(condition: Any, seconds: float = SOON) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
