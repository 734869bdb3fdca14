from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from pydantic import SecretStr

from bot.answer import Path
from bot.errors import ModelUnavailable, RealModelForbidden
from bot.llm import provider
from bot.llm.caller import Caller
from bot.llm.fencing import unfenced
from bot.llm.provider import LlmConfig, arguments, open_model
from bot.llm.scripted import Manner, reply
from bot.llm.writer import Writer
from bot.verify import Verifier
from ontology.catalogue import Catalogue
from tests.bot.llm.conftest import Make

KEY = "sk-not-a-real-key"


def test_a_real_model_in_a_test_is_an_error() -> None:
    with pytest.raises(RealModelForbidden):
        open_model(LlmConfig("openai:gpt-5", api_key=SecretStr(KEY)))


@pytest.mark.parametrize("name", ["openai", "", ":x", "scripted:unheard-of"])
def test_a_setting_that_names_no_model_is_a_sentence(name: str) -> None:
    with pytest.raises(ModelUnavailable):
        open_model(LlmConfig(name))


def test_a_missing_package_is_named() -> None:
    with provider.allowed(), pytest.raises(ModelUnavailable, match=r"signpost-adviser\[mistral\]"):
        open_model(LlmConfig("mistralai:small"))


def test_an_unknown_provider_is_a_sentence() -> None:
    with provider.allowed(), pytest.raises(ModelUnavailable, match="cannot be set up"):
        open_model(LlmConfig("nobody:model"))


def test_a_key_meant_for_openai_never_goes_to_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    given = arguments("openai", LlmConfig("openai:x", base_url="http://127.0.0.1:9/v1"))
    assert given["api_key"].get_secret_value() == "none"


def test_a_key_is_not_printed() -> None:
    assert KEY not in repr(LlmConfig("openai:x", api_key=SecretStr(KEY)))


class Server(BaseHTTPRequestHandler):
    """An OpenAI-compatible server on loopback: streams what a scripted model would say, or fails."""

    manner = Manner.GOOD
    status = 200
    silent = dripping = False
    released: ClassVar[threading.Event]
    seen: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).seen.append(body | {"key": self.headers["Authorization"]})
        self.send_response(self.status)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if self.status != 200:
            return
        if self.silent:
            self.released.wait()
            return
        if self.dripping:
            while not self.released.wait(0.02):  # a read now and then, so that no read ever times out
                self.chunk({"choices": [{"index": 0, "delta": {"content": " "}, "finish_reason": None}]})
            return
        text = reply(self.manner, unfenced(body["messages"][-1]["content"]))
        for at in range(0, len(text), 40):
            self.chunk({"choices": [{"index": 0, "delta": {"content": text[at : at + 40]}, "finish_reason": None}]})
        self.chunk({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.chunk({"choices": [], "usage": {"prompt_tokens": 700, "completion_tokens": 70, "total_tokens": 770}})
        self.wfile.write(b"data: [DONE]\n\n")

    def chunk(self, data: dict[str, Any]) -> None:
        whole = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"} | data
        self.wfile.write(f"data: {json.dumps(whole)}\n\n".encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, type[Server]]]:
    handler: type[Server] = type("Handler", (Server,), {"seen": [], "released": threading.Event()})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_address[1]}/v1", handler
    handler.released.set()
    http.shutdown()
    http.server_close()
    thread.join()


def served(make: Make, catalogue: Catalogue, url: str, timeout: float = 30) -> Any:
    config = LlmConfig("openai:some-model", url, SecretStr(KEY), timeout=timeout)
    with provider.allowed():
        model = open_model(config)
    adviser = make("topic")
    adviser._writer = Writer(Caller(model, config), Verifier(catalogue))
    return adviser.ask("What then?")


def test_an_openai_compatible_server_words_an_answer(
    make: Make, catalogue: Catalogue, server: tuple[str, type[Server]]
) -> None:
    answer = served(make, catalogue, server[0])
    assert answer.path is Path.MODEL
    assert (answer.making.kept, answer.making.tokens_in, answer.making.tokens_out) == (3, 700, 70)
    (request,) = server[1].seen
    assert request["key"] == f"Bearer {KEY}"
    assert request["stream"] is True
    assert request.get("max_completion_tokens", request.get("max_tokens")) == 1000


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_fails_ends_in_the_template_and_keeps_the_key_out_of_the_log(
    make: Make, catalogue: Catalogue, server: tuple[str, type[Server]], caplog: pytest.LogCaptureFixture, status: int
) -> None:
    server[1].status = status
    with caplog.at_level(logging.DEBUG, logger="signpost"):
        answer = served(make, catalogue, server[0])
    assert answer.path is Path.FALLBACK
    assert answer.text == make("topic").ask("What then?").text
    assert len(server[1].seen) == 1 + provider.RETRIES
    assert KEY not in caplog.text


def test_a_server_that_is_down_ends_in_the_template(make: Make, catalogue: Catalogue) -> None:
    answer = served(make, catalogue, "http://127.0.0.1:9/v1")
    assert answer.path is Path.FALLBACK
    assert answer.notice


@pytest.mark.parametrize("way", ["silent", "dripping"])
def test_a_slow_server_costs_the_time_out_and_ends_in_the_template(
    make: Make, catalogue: Catalogue, server: tuple[str, type[Server]], way: str
) -> None:
    setattr(server[1], way, True)
    answer = served(make, catalogue, server[0], timeout=0.3)
    assert not server[1].released.is_set()  # the server would have gone on for ever
    assert answer.path is Path.FALLBACK
    assert answer.notice
    assert answer.text == make("topic").ask("What then?").text


def test_a_server_that_refuses_the_key_ends_in_the_template(
    make: Make, catalogue: Catalogue, server: tuple[str, type[Server]]
) -> None:
    server[1].status = 401
    answer = served(make, catalogue, server[0])
    assert answer.path is Path.FALLBACK
    assert KEY not in answer.notice
