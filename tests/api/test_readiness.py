"""Readiness: 200 once questions can be answered, a 503 problem until then."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from api.app import create_app
from indexer.errors import IndexUnavailable


def test_it_is_ready_once_the_adviser_stands(client: TestClient) -> None:
    client.app.state.readiness.require()  # type: ignore[attr-defined]
    assert client.get("/readyz").status_code == 200
    assert client.get("/healthz").json() == {"status": "up"}


def test_a_house_that_cannot_be_built_is_not_ready_and_says_why(house: Any) -> None:
    class Broken(type(house)):  # type: ignore[misc]
        @property
        def adviser(self) -> Any:
            raise IndexUnavailable("The index cannot be written. Free some space.")

    app = create_app(Broken(house.settings, house.catalogue))
    with TestClient(app, raise_server_exceptions=False) as client:
        asked = client.post("/v1/ask", json={"question": "What must I do?"})
        assert (asked.status_code, asked.json()["code"]) == (503, "index-unavailable")
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["code"]) == (503, "index-unavailable")
        assert "Free some space" in ready.json()["detail"]
        assert client.get("/healthz").status_code == 200
        assert client.get("/v1/roles").status_code == 200


def test_that_an_older_index_answers_is_told(client: TestClient) -> None:
    client.app.state.readiness.require()  # type: ignore[attr-defined]
    assert client.get("/readyz").json() == {"status": "ready"}
    client.app.state.house.index.note = "The index cannot be written. Free some space."  # type: ignore[attr-defined]
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert "Free some space" in ready.json()["note"]
