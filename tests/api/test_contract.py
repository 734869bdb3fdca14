"""The contract routes, to the letter."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

CITATION = {
    "marker", "kind", "id", "uri", "label", "modality", "quote", "verbatim", "source_url", "also", "relation"
}  # fmt: skip


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["code"] == code
    assert body["status"] == status
    assert body["detail"]
    assert "Traceback" not in response.text
    return body


def test_an_answer_has_the_contracts_shape(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "What must I do as a data custodian?"})
    assert response.status_code == 200
    body = response.json()
    assert body["status"] == "answered"
    assert "[1]" in body["answer"]
    assert body["conversation_id"]
    assert len(body["citations"]) == 10
    assert all(set(citation) == CITATION for citation in body["citations"])


def test_a_refusal_is_no_error(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "How do I bake a cake?"})
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["citations"]) == ("refused", [])


def test_a_conversation_identifier_of_the_clients_is_kept(client: TestClient) -> None:
    mine = "7b0f8a52-6c0e-4a0c-9a60-0d6f9a5a9c11"
    body = client.post("/v1/ask", json={"question": "And then?", "conversation_id": mine}).json()
    assert body["conversation_id"] == mine


@pytest.mark.parametrize("question", ["", "   ", "\u200b\u202e\x00", "??"])
def test_an_empty_question_is_a_422(client: TestClient, question: str) -> None:
    problem(client.post("/v1/ask", json={"question": question}), 422, "question-empty")


def test_a_long_question_is_a_413(client: TestClient) -> None:
    problem(client.post("/v1/ask", json={"question": "a" * 4001}), 413, "question-too-long")
    assert client.post("/v1/ask", json={"question": "a" * 4000}).status_code == 200


def test_invisible_characters_are_never_echoed(client: TestClient, house: Any) -> None:
    client.post("/v1/ask", json={"question": "What\u202e must\x07 I do?"})
    assert house.adviser.asked[-1][0] == "What must I do?"


def test_malformed_json_is_a_422(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    problem(client.post("/v1/ask", content=b'{"question": ', headers=headers), 422, "malformed-json")
    problem(client.post("/v1/ask", content=b"\xff\xfe{", headers=headers), 422, "malformed-json")


@pytest.mark.parametrize(
    "body", [{}, [], None, 7, {"question": 7}, {"question": None}, {"question": "x", "conversation_id": "a b\n"}]
)
def test_a_body_of_another_shape_is_a_422(client: TestClient, body: Any) -> None:
    found = problem(client.post("/v1/ask", content=json.dumps(body)), 422, "invalid-request")
    assert found["errors"][0]["where"].startswith("body")


def test_a_streamed_answer_says_the_same_in_order(client: TestClient) -> None:
    with client.stream("POST", "/v1/ask/stream", json={"question": "What must I do as a data custodian?"}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        text = "".join(response.iter_text())
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    names = [block[0].removeprefix("event: ") for block in blocks]
    data = [json.loads(block[1].removeprefix("data: ")) for block in blocks]
    assert names[:2] == ["status", "section"]
    assert names[-2:] == ["citations", "done"]
    assert names.count("sentence") == len(data[-1]["citations"]) == 10
    assert problem(client.post("/v1/ask/stream", json={"question": " "}), 422, "question-empty")


def test_obligations_of_a_role_are_exact(client: TestClient) -> None:
    body = client.get("/v1/obligations", params={"role": "data-custodian", "relation": "obliges"}).json()
    assert [o["id"] for o in body["obligations"]] == ["2.5", "5.1", "5.2", "5.4", "5.4.1"]
    assert all(set(o) == {"id", "modality", "also", "relation", "says", "uri"} for o in body["obligations"])
    assert body["obligations"][0]["uri"] == "http://signpost.test/id/provision/2.5"


def test_relations_default_to_obliges_and_organisation(client: TestClient) -> None:
    body = client.get("/v1/obligations", params={"role": "data-custodian"}).json()
    assert [o["relation"] for o in body["obligations"]] == ["obliges"] * 5 + ["organisation"] * 5


def test_filters_repeat_and_take_commas(client: TestClient) -> None:
    def ids(query: str) -> list[tuple[str, str]]:
        found = client.get(f"/v1/obligations?{query}")
        assert found.status_code == 200, found.text
        return [(o["id"], o["relation"]) for o in found.json()["obligations"]]

    both = ids("role=developer&principle=5&principle=6")
    assert both == ids("role=developer&principle=5,6") == ids("role=developer&principle=6,%205")
    assert set(both) == set(ids("role=developer&principle=5")) | set(ids("role=developer&principle=6"))
    assert set(ids("role=developer,system-operator")) == set(ids("role=developer")) | set(ids("role=system-operator"))
    assert len(ids("role=developer&modality=shall,should")) == len(ids("role=developer"))


def test_nothing_found_is_an_empty_list(client: TestClient) -> None:
    response = client.get("/v1/obligations", params={"role": "data-custodian", "principle": "12"})
    assert (response.status_code, response.json()) == (200, {"obligations": []})


@pytest.mark.parametrize("name", ["role", "modality", "phase", "principle", "relation"])
@pytest.mark.parametrize("value", ["wizard", "", "shall,must", "5,99"])
def test_an_unknown_filter_value_names_the_known_ones(client: TestClient, name: str, value: str) -> None:
    body = problem(client.get("/v1/obligations", params={name: value}), 422, "unknown-value")
    assert body["known"]
    assert all(known in body["detail"] for known in body["known"])


def test_search_gives_passages(client: TestClient) -> None:
    body = client.get("/v1/search", params={"q": "training developers", "k": 3}).json()
    assert len(body["results"]) == 3
    assert all(set(hit) == {"id", "kind", "score", "text", "uri", "corpus"} for hit in body["results"])
    problem(client.get("/v1/search", params={"q": " "}), 422, "question-empty")
    problem(client.get("/v1/search", params={"q": "x", "corpus": "nope"}), 422, "unknown-value")
    problem(client.get("/v1/search", params={"q": "x", "k": 0}), 422, "invalid-request")
    problem(client.get("/v1/search"), 422, "invalid-request")


def test_a_provision_comes_with_all_that_is_linked(client: TestClient) -> None:
    body = client.get("/v1/provisions/5.4.1").json()
    assert (body["id"], body["modality"], body["numbers"]["en-304-223"]) == ("5.4.1", "shall", "5.2.1-4.1")
    assert len(body["examples"]) >= 2
    assert body["crosswalks"]
    assert client.get("/v1/provisions/5.2.1-4.1").json() == body
    assert problem(client.get("/v1/provisions/15.1"), 404, "unknown-node")["nearest"]


def test_principles_and_roles(client: TestClient) -> None:
    assert len(client.get("/v1/principles").json()["principles"]) == 13
    assert client.get("/v1/principles/7").json()["provisions"][0]["id"] == "7.1"
    problem(client.get("/v1/principles/14"), 404, "unknown-node")
    assert "data-custodian" in [role["id"] for role in client.get("/v1/roles").json()["roles"]]
    relations = [o["relation"] for o in client.get("/v1/roles/data-custodian").json()["obligations"]]
    assert relations == ["obliges"] * 5 + ["organisation"] * 5 + ["involves"] * 5
    problem(client.get("/v1/roles/wizard"), 404, "unknown-node")


def test_lists_come_in_pages(client: TestClient) -> None:
    response = client.get("/v1/provisions", params={"limit": 10, "offset": 10})
    assert len(response.json()["provisions"]) == 10
    assert response.headers["x-total-count"] == "72"
    assert 'offset=20>; rel="next"' in response.headers["link"]
    assert 'offset=0>; rel="prev"' in response.headers["link"]
    assert len(client.get("/v1/provisions").json()["provisions"]) == 72


@pytest.mark.parametrize(
    "kind", ["phases", "threats", "terms", "examples", "scenarios", "documents", "editions", "themes", "facts"]
)
def test_every_kind_has_a_list_and_pages(client: TestClient, kind: str) -> None:
    listed = client.get(f"/v1/{kind}").json()[kind]
    assert listed
    single = client.get(f"/v1/{kind}/{listed[0]['id']}")
    assert single.status_code == 200, single.text
    assert single.json()["label"] == listed[0]["label"]
    problem(client.get(f"/v1/{kind}/no-such-thing"), 404, "unknown-node")


def test_wrong_addresses_and_methods_are_problems(client: TestClient) -> None:
    problem(client.get("/nowhere"), 404, "not-found")
    found = client.get("/v1/ask")
    problem(found, 405, "method-not-allowed")
    assert found.headers["allow"] == "POST"


def test_an_unexpected_error_says_nothing_of_the_inside(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "please crash"})
    problem(response, 500, "internal-error")
    assert "secret" not in response.text
