"""HEAD works wherever GET does: the same status and headers, and no body."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from api.guards.heads import Heads

CHANGING = {"x-request-id", "date"}
PATHS = (
    "/v1/provisions/5.4.1", "/v1/roles", "/v1/obligations?role=developer", "/healthz", "/problems", "/openapi.json",
    "/docs", "/ontology", "/dataset", "/", "/browse", "/page/provision/5.4.1", "/static/signpost.css", "/nowhere",
    "/v1/provisions/99", "/v1/exports", "/id/provision/5.4.1",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_head_says_what_get_says_and_sends_nothing(client: TestClient, path: str) -> None:
    client.app.state.readiness.require()  # type: ignore[attr-defined]
    whole = client.get(path, follow_redirects=False)
    head = client.head(path, follow_redirects=False)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    kept = {name: value for name, value in whole.headers.items() if name not in CHANGING}
    assert {name: value for name, value in head.headers.items() if name not in CHANGING} == kept


def test_every_get_of_the_document_takes_head(client: TestClient) -> None:
    paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    plain = [path for path, ways in paths.items() if "get" in ways and "{" not in path and path != "/ontology/report"]
    assert len(plain) > 20
    assert not [path for path in plain if client.head(path).status_code == 405]


def test_where_get_is_not_taken_neither_is_head(client: TestClient) -> None:
    refused = client.head("/v1/ask")
    assert (refused.status_code, refused.headers["allow"], refused.content) == (405, "POST", b"")
    assert client.post("/v1/roles").headers["allow"] == "GET, HEAD"


def test_what_is_current_is_a_304_to_head_too_and_counted_as_head(client: TestClient) -> None:
    client.app.state.readiness.require()  # type: ignore[attr-defined]
    tag = client.head("/v1/roles").headers["etag"]
    assert client.head("/v1/roles", headers={"if-none-match": tag}).status_code == 304
    figures = client.get("/metrics", headers={"host": "localhost"}).text
    assert 'signpost_requests_total{method="HEAD",route="/v1/roles",status="200"} 1.0' in figures


def test_a_stream_is_left_once_its_headers_are_there() -> None:
    async def endless(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while (await receive())["type"] != "http.disconnect":
            await send({"type": "http.response.body", "body": b"x", "more_body": True})

    sent: list[Any] = []

    async def run() -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        with anyio.fail_after(10):
            await Heads(endless)({"type": "http", "method": "HEAD", "path": "/"}, receive, send)

    anyio.run(run)
    assert [message.get("body") for message in sent] == [None, b""]
