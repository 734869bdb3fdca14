"""The guards: addresses, keys, rates, sizes, times, headers, tags, logs and figures."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.errors import ApiError, KeyRefused, RateExceeded, SettingsInvalid
from api.guards.clients import client_of, networks
from api.guards.keys import KeyRing
from api.guards.limits import Limits
from api.guards.log import JsonLines
from api.guards.rates import Rates
from api.guards.traces import Traces, exporting
from tests.api.conftest import BASE
from tests.api.test_contract import problem


def opened(house: Any, address: str = "203.0.113.9", **settings: Any) -> TestClient:
    house.settings = house.settings.model_copy(update=settings)
    return TestClient(create_app(house), base_url=BASE, raise_server_exceptions=False, client=(address, 1))


def scope(peer: str, *forwarded: str) -> Scope:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return {"type": "http", "client": (peer, 1), "headers": headers}


@pytest.mark.parametrize(
    ("peer", "forwarded", "address", "loopback"),
    [
        ("127.0.0.1", (), "127.0.0.1", True),
        ("::1", (), "::1", True),
        ("203.0.113.9", ("127.0.0.1",), "203.0.113.9", False),
        ("10.0.0.1", ("198.51.100.7",), "198.51.100.7", False),
        ("10.0.0.1", ("127.0.0.1, 198.51.100.7",), "198.51.100.7", False),
        ("10.0.0.1", ("127.0.0.1", "198.51.100.7, 10.0.0.2"), "198.51.100.7", False),
        ("10.0.0.1", ("nonsense",), "unknown", False),
        ("10.0.0.1", (), "10.0.0.1", False),
        ("2001:db8:1:2:3::4", (), "2001:db8:1:2::/64", False),
        ("::ffff:203.0.113.9", (), "203.0.113.9", False),
        ("testclient", (), "unknown", False),
    ],
)
def test_the_forwarded_address_counts_behind_a_trusted_proxy_only(
    peer: str, forwarded: tuple[str, ...], address: str, loopback: bool
) -> None:
    client = client_of(scope(peer, *forwarded), networks("10.0.0.0/8"))
    assert (client.address, client.loopback) == (address, loopback)


def test_a_network_that_is_none_is_an_error() -> None:
    with pytest.raises(SettingsInvalid, match="TRUSTED_PROXIES"):
        networks("10.0.0.0/8, proxy")


def test_rates_refill_and_tell_how_long_to_wait() -> None:
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    for _ in range(60):
        rates.take("a")
    with pytest.raises(RateExceeded) as caught:
        rates.take("a")
    assert caught.value.retry_after == 1
    rates.take("b")
    now[0] = 1.0
    rates.take("a")
    with pytest.raises(RateExceeded):
        rates.take("a")


def test_a_stranger_is_limited_and_this_machine_is_not(house: Any) -> None:
    with opened(house, rate_per_minute=2) as client:
        assert [client.get("/v1/roles").status_code for _ in range(2)] == [200, 200]
        response = client.get("/v1/roles")
        problem(response, 429, "rate-exceeded")
        assert int(response.headers["retry-after"]) >= 1
        assert client.get("/healthz").status_code == 200
    with opened(house, "127.0.0.1", rate_per_minute=2) as client:
        assert {client.get("/v1/roles").status_code for _ in range(5)} == {200}


def test_keys_are_kept_as_hashes_in_a_private_file(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    key, token = ring.create("audit team")
    text = (tmp_path / "keys.json").read_text()
    _, _, secret = token.split("_", 2)  # a secret may have underscores of its own
    assert len(secret) == 43
    assert secret not in text
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert ring.check(token) == key
    assert KeyRing(tmp_path).check(token) == key
    assert ring.check("sk-something-else") is None
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), f"sp_{'0' * 12}_{'a' * 43}", "sp_", token + "x"):
        with pytest.raises(KeyRefused):
            ring.check(wrong)
    with pytest.raises(ApiError, match="scope"):
        ring.create("x", ("everything",))
    KeyRing(tmp_path).revoke(key.id)
    with pytest.raises(KeyRefused):
        ring.check(token)


def test_keys_carry_scopes_and_can_be_required(house: Any) -> None:
    ring = KeyRing(house.settings.home)
    reader = {"authorization": f"Bearer {ring.create('reader', ('read',))[1]}"}
    lister = {"x-api-key": ring.create("lister", ("conversations",))[1]}
    with opened(house, require_key=True) as client:
        refused = client.get("/v1/roles")
        problem(refused, 401, "key-refused")
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert client.get("/v1/roles", headers=reader).status_code == 200
        problem(client.post("/v1/ask", json={"question": "x"}, headers=reader), 403, "scope-missing")
        assert client.get("/v1/conversations", headers=lister).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_strangers_may_ask_but_not_list_what_others_asked(house: Any) -> None:
    with opened(house) as client:
        assert client.post("/v1/ask", json={"question": "What must I do?"}).status_code == 200
        for path in ("/v1/conversations", "/metrics", "/v1/assessments"):
            problem(client.get(path), 401, "key-refused")
        problem(client.get("/v1/roles", headers={"authorization": "Bearer sp_nope"}), 401, "key-refused")


@pytest.mark.parametrize("headers", [{"host": "rebound.example"}, {"host": "localhost", "x-forwarded-for": "1.2.3.4"}])
def test_this_machine_means_no_undeclared_proxy_and_no_rebound_name(house: Any, headers: dict[str, str]) -> None:
    with opened(house, "127.0.0.1") as client:
        assert client.get("/metrics", headers={"host": "localhost"}).status_code == 200
        problem(client.get("/metrics", headers=headers), 401, "key-refused")


def test_a_large_body_is_a_413_told_or_untold(client: TestClient) -> None:
    problem(client.post("/v1/ask", json={"question": "a" * 200_000}), 413, "body-too-large")

    def untold() -> Any:
        for _ in range(20):
            yield b" " * 10_000

    problem(
        client.post("/v1/ask", content=untold(), headers={"content-type": "application/json"}), 413, "body-too-large"
    )
    problem(client.post("/sparql", content=untold(), headers={"content-type": "application/sparql-query"}), 413,
            "body-too-large")  # fmt: skip


def test_an_answer_that_never_begins_is_a_503() -> None:
    async def asleep(scope: Scope, receive: Receive, send: Send) -> None:
        import anyio

        await anyio.sleep_forever()

    from fastapi import FastAPI

    app = FastAPI()
    app.add_middleware(Limits, seconds=0.01)
    app.mount("/", asleep)
    problem(TestClient(app).get("/"), 503, "too-slow")


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for response in (
        client.get("/v1/roles"),
        client.get("/nowhere"),
        client.post("/v1/ask", json={"question": "crash"}),
    ):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-request-id"]
        assert "server" not in response.headers


@pytest.mark.parametrize("path", ["/browse", "/browse/threats", "/page/provision/5.4.1", "/picture", "/vocabulary"])
def test_pages_of_the_ontology_are_sent_once(client: TestClient, path: str) -> None:
    client.app.state.readiness.require()  # type: ignore[attr-defined]
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_pages_own_files_count_towards_no_rate(house: Any) -> None:
    client = opened(house, rate_per_minute=1)
    assert client.get("/browse").status_code == 200
    assert [client.get("/static/signpost.css").status_code for _ in range(5)] == [200] * 5
    assert client.get("/browse").status_code == 429


def test_an_etag_gives_a_304_and_changes_with_the_query(client: TestClient) -> None:
    client.app.state.readiness.require()  # type: ignore[attr-defined]
    first = client.get("/v1/obligations?role=developer")
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    again = client.get("/v1/obligations?role=developer", headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/v1/obligations?role=end-user").headers["etag"] != tag
    plain = client.get("/v1/obligations?role=developer", headers={"accept-encoding": "identity"})
    assert plain.headers["etag"] != tag
    assert first.headers["content-encoding"] == "gzip"
    assert "etag" not in client.get("/v1/obligations?role=wizard").headers
    assert "etag" not in client.get("/healthz").headers


def test_origins_are_let_in_by_setting_only(house: Any) -> None:
    asked = {"origin": "https://app.example", "access-control-request-method": "POST"}
    with opened(house) as client:
        assert "access-control-allow-origin" not in client.get("/v1/roles", headers=asked).headers
    with opened(house, allowed_origins="https://app.example") as client:
        response = client.options("/v1/ask", headers=asked)
        assert response.headers["access-control-allow-origin"] == "https://app.example"
        other = client.get("/v1/roles", headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers


def test_figures_count_requests_by_route_and_answers_by_status(client: TestClient) -> None:
    client.post("/v1/ask", json={"question": "What must I do?"})
    client.get("/v1/provisions/5.4.1")
    text = client.get("/metrics", headers={"host": "localhost"}).text
    assert 'signpost_requests_total{method="GET",route="/v1/provisions/{id}",status="200"} 1.0' in text
    assert 'signpost_answers_total{path="template",status="answered"} 1.0' in text
    assert "5.4.1" not in text


def test_logs_hold_no_question_and_no_key(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        client.post(
            "/v1/ask?token=hush", json={"question": "Very private words?"}, headers={"authorization": "Bearer abc"}
        )
    lines = [JsonLines().format(record) for record in caplog.records if record.name.startswith("signpost")]
    assert any(json.loads(line).get("route") == "/v1/ask" for line in lines)
    for secret in ("private", "hush", "abc"):
        assert not any(secret in line for line in lines)
    record = logging.makeLogRecord({"msg": "key sp_0123456789ab_%s at postgresql://u:pw@db", "args": ("z" * 43,)})
    line = JsonLines().format(record)
    assert "zzz" not in line
    assert "pw@" not in line


def test_traces_name_the_route_and_nothing_private(house: Any) -> None:
    spans: list[Span] = []

    class Tracer:
        def start_span(self, name: str) -> Span:
            spans.append(Span(name))
            return spans[-1]

    app = create_app(house)
    app.add_middleware(Traces, tracer=Tracer())
    with TestClient(app, base_url=BASE, client=("127.0.0.1", 1)) as client:
        client.get("/v1/provisions/5.4.1?secret=hush")
    [span] = spans
    assert span.name == "GET /v1/provisions/{id}"
    assert span.attributes["http.response.status_code"] == 200
    assert span.ended
    assert "hush" not in str(vars(span))


class Span:
    """Keeps what it is told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.attributes: dict[str, Any] = {}
        self.ended = False

    def update_name(self, name: str) -> None:
        self.name = name

    def set_attribute(self, name: str, value: Any) -> None:
        self.attributes[name] = value

    def end(self) -> None:
        self.ended = True


def test_traces_without_their_extra_are_an_error_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(SettingsInvalid, match=r"signpost-adviser\[otel\]"):
        exporting("http://127.0.0.1:4318")
