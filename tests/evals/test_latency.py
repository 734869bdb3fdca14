from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from evals import latency
from evals.errors import RunInvalid
from evals.sets import Question

QUESTION = Question(id="X-1", category="follow-up", question="Then?", turns=("First?",), must=("5.4",))


@contextmanager
def serving(status: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    heard: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(status)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *arguments: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_turns_and_question_go_to_one_conversation() -> None:
    with serving(200) as (url, heard):
        found = latency.over_http(url, [QUESTION])
    assert [h["question"] for h in heard] == ["First?", "Then?"] * 2
    assert heard[0]["conversation_id"] == heard[1]["conversation_id"] != heard[2]["conversation_id"]
    assert found["p50_ms"] is not None


def test_an_error_of_the_server_ends_the_measurement() -> None:
    with serving(503) as (url, _), pytest.raises(RunInvalid, match="status 503"):
        latency.over_http(url, [QUESTION])
