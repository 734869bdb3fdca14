"""Lists: how many there are in all, where the others are, and which are wanted."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.test_contract import problem

HERE = {"host": "localhost"}
UUID = "7b0f8a52-6c0e-4a0c-9a60-0d6f9a5a9c1"


def test_conversations_come_in_pages_that_lead_to_each_other(client: TestClient) -> None:
    for number in range(5):
        client.post("/v1/ask", json={"question": "What must I do?", "conversation_id": f"{UUID}{number}"})
    seen, path = [], "/v1/conversations?limit=2"
    while path:
        response = client.get(path, headers=HERE)
        assert response.headers["x-total-count"] == "5"
        seen.append([c["id"] for c in response.json()["conversations"]])
        path = response.links.get("next", {}).get("url", "")
    assert [len(page) for page in seen] == [2, 2, 1]
    assert sorted(each for page in seen for each in page) == [f"{UUID}{number}" for number in range(5)]
    assert response.links["prev"]["url"].endswith("limit=2&offset=2")


def test_threats_and_examples_are_found_by_provision(client: TestClient) -> None:
    threats = client.get("/v1/threats?provision=9.2").json()["threats"]
    assert threats
    assert all("9.2" in threat["provisions"] for threat in threats)
    whole = client.get("/v1/provisions/9.2").json()
    assert [t["id"] for t in threats] == [t["id"] for t in whole["threats"]]
    examples = client.get(f"/v1/examples?provision={whole['numbers']['en-304-223']}").json()["examples"]
    assert [e["id"] for e in examples] == [e["id"] for e in whole["examples"]]


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("/v1/threats?q=PROMPT+injection", "threats", "prompt-injection"),
        ("/v1/terms?q=membership", "terms", "membership-inference"),
        ("/v1/examples?q=chatbot", "examples", None),
        ("/v1/frameworks?q=nist", "frameworks", None),
    ],
)
def test_a_list_is_narrowed_by_words(client: TestClient, path: str, kind: str, expected: str | None) -> None:
    response = client.get(path)
    found = response.json()[kind]
    assert 0 < len(found) < len(client.get(f"/v1/{kind}").json()[kind])
    assert response.headers["x-total-count"] == str(len(found))
    assert expected is None or any(expected in one["id"] for one in found)
    assert client.get(f"{path}+zzzz").json()[kind] == []


def test_an_unknown_provision_is_a_422_that_names_the_nearest(client: TestClient) -> None:
    assert problem(client.get("/v1/threats?provision=99.9"), 422, "unknown-value")["known"]
    assert problem(client.get("/v1/examples?provision=%00"), 422, "unknown-value")["known"]


def test_filter_and_page_go_together(client: TestClient) -> None:
    first = client.get("/v1/threats?q=model&limit=1")
    assert len(first.json()["threats"]) == 1
    assert "q=model" in first.links["next"]["url"]
