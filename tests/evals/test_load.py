"""Load, measured against a small server on loopback."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from evals import load
from evals.errors import RunInvalid
from evals.load import Load


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    status = 200
    asked: list[str]

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["content-length"])))["question"]
        type(self).asked.append(question)
        body = b"{}"
        self.send_response(type(self).status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def handler() -> type[Answers]:
    return type("Handler", (Answers,), {"asked": [], "status": 200})


@pytest.fixture
def url(handler: type[Answers]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_answer_that_was_given_counts(url: str, handler: type[Answers]) -> None:
    found = load.measure(url, ["one?", "two?", "three?"], clients=4, seconds=0.3)
    assert found.clients == 4
    assert found.answers == len(handler.asked) - load.WARM_UP
    assert found.per_second > 0
    assert 0 < found.p50_ms <= found.p95_ms
    assert set(handler.asked) == {"one?", "two?", "three?"}


def test_an_error_ends_the_measurement(url: str, handler: type[Answers]) -> None:
    handler.status = 429
    with pytest.raises(RunInvalid, match="429"):
        load.measure(url, ["one?"], clients=1, seconds=0.1)


def test_memory_is_that_of_the_process_and_its_children() -> None:
    assert load.resident_mb(os.getpid()) > 20
    assert load.resident_mb(2**22 + 1) == 0


def test_the_table_has_a_line_for_each_measurement() -> None:
    rows = [("uvicorn", 1, Load(8, 100, 12.5, 40.0, 90.0)), ("granian", 2, Load(32, 400, 25.0, 50.0, 95.0))]
    lines = load.table(rows).splitlines()
    assert len(lines) == 3
    assert lines[2].split() == ["granian", "2", "32", "25.0", "50", "95"]
