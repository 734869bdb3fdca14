"""Conversations, answers and feedback over HTTP; crosswalks, editions, shapes, docs."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph
from starlette.testclient import TestClient

from api.shape_report import ShapeReport
from tests.api.test_contract import problem

MINE = "7b0f8a52-6c0e-4a0c-9a60-0d6f9a5a9c11"
HERE = {"host": "localhost"}


def test_a_conversation_can_be_listed_read_and_deleted(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "What must I do?", "conversation_id": MINE}).json()
    listed = client.get("/v1/conversations", headers=HERE).json()["conversations"]
    assert [(c["id"], c["turns"], c["question"]) for c in listed] == [(MINE, 1, "What must I do?")]
    [turn] = client.get(f"/v1/conversations/{MINE}").json()["turns"]
    assert (turn["question"], turn["answer_id"]) == ("What must I do?", answer["id"])
    assert client.delete(f"/v1/conversations/{MINE}").status_code == 204
    problem(client.get(f"/v1/conversations/{MINE}"), 404, "conversation-unknown")
    problem(client.delete(f"/v1/conversations/{MINE}"), 404, "conversation-unknown")
    problem(client.get(f"/v1/answers/{answer['id']}"), 404, "conversation-unknown")


def test_an_answer_is_kept_with_its_evidence_and_takes_feedback(client: TestClient) -> None:
    asked = client.post("/v1/ask", json={"question": "What must I do?"}).json()
    kept = client.get(f"/v1/answers/{asked['id']}").json()
    assert kept["answer"] == asked["answer"]
    assert kept["question"] == "What must I do?"
    texts = {passage["node"]: passage["text"] for passage in kept["evidence"]}
    assert all(citation["quote"] in texts[citation["id"]] for citation in asked["citations"])
    verdict = {"answer_id": asked["id"], "verdict": "up", "comment": "clear"}
    assert client.post("/v1/feedback", json=verdict).status_code == 204
    problem(client.post("/v1/feedback", json=verdict | {"answer_id": "none"}), 404, "conversation-unknown")
    problem(client.post("/v1/feedback", json=verdict | {"verdict": "meh"}), 422, "invalid-request")


def test_crosswalks_are_found_from_both_ends(client: TestClient) -> None:
    found = client.get("/v1/crosswalks", params={"target": "LLM01:2025"}).json()["crosswalks"]
    assert found
    assert all("LLM01:2025" in (one["source"].get("code"), one["target"]["code"]) for one in found)
    assert all({"source", "relation", "basis", "own_reading", "sourced"} <= set(one) for one in found)
    number = next(one["source"]["id"] for one in found if one["source"]["kind"] == "provision")
    back = client.get("/v1/crosswalks", params={"provision": number}).json()["crosswalks"]
    assert any(one["target"].get("code") == "LLM01:2025" for one in back)
    framework = found[0]["target"]["framework"]
    inside = client.get("/v1/crosswalks", params={"framework": framework}).json()["crosswalks"]
    assert {one["target"]["framework"] for one in inside} == {framework}


@pytest.mark.parametrize("name", ["provision", "principle", "target", "framework"])
def test_unknown_ends_are_named(client: TestClient, name: str) -> None:
    assert problem(client.get("/v1/crosswalks", params={name: "nope"}), 422, "unknown-value")["known"]


def test_editions_differ_in_numbers_titles_and_recorded_ways(client: TestClient) -> None:
    body = client.get("/v1/editions/diff", params={"from": "code", "to": "en-304-223"}).json()
    pairs = {(one["kind"], one["id"]): one["to"] for one in body["numbers"]}
    assert pairs["provision", "5.4.1"] == "5.2.1-4.1"
    assert len([key for key in pairs if key[0] == "provision"]) == 72
    assert {"id": "12", "from": "Monitor your system's behaviour", "to": "Monitor the system's behaviour"} in body[
        "titles"
    ]
    assert len(body["differences"]) == 6
    assert all(one["sourced"]["confidence"] for one in body["differences"])
    assert "comparison" in body["note"]
    same = client.get("/v1/editions/diff", params={"from": "en-304-223", "to": "en-304-223"}).json()
    assert (same["numbers"], same["titles"], same["differences"]) == ([], [], [])
    assert "one and the same" in same["note"]
    problem(client.get("/v1/editions/diff", params={"from": "nope"}), 422, "unknown-value")


@pytest.mark.parametrize(("earlier", "later"), [("code", "ts-104-223"), ("ts-104-223", "en-304-223")])
def test_what_was_never_compared_has_no_recorded_differences(client: TestClient, earlier: str, later: str) -> None:
    """The facts that are recorded compare the Code and EN 304 223, and say nothing about TS 104 223."""
    for first, second in ((earlier, later), (later, earlier)):
        body = client.get("/v1/editions/diff", params={"from": first, "to": second}).json()
        assert body["differences"] == []
        assert "No comparison of the wording of these two editions is recorded" in body["note"]
    backwards = client.get("/v1/editions/diff", params={"from": "en-304-223", "to": "code"}).json()
    assert len(backwards["differences"]) == 6
    assert "other way round" in backwards["note"]


def test_the_shape_report_is_json_and_shacl(client: TestClient) -> None:
    found = {
        "conforms": False,
        "violations": [{"node": "urn:x", "shape": "s", "path": "p", "message": "m", "value": ""}],
    }
    script = f"import ontology.shapes; print({json.dumps(json.dumps(found))})"
    client.app.state.shape_report = ShapeReport(script)  # type: ignore[attr-defined]
    assert client.get("/ontology/report").json() == found
    turtle = client.get("/ontology/report", headers={"accept": "text/turtle"})
    assert len(Graph().parse(data=turtle.content, format="turtle")) == 6


def test_a_shape_report_that_fails_is_a_problem_without_details(client: TestClient) -> None:
    client.app.state.shape_report = ShapeReport("raise SystemExit('secret')")  # type: ignore[attr-defined]
    response = client.get("/ontology/report")
    problem(response, 500, "ontology-error")
    assert "secret" not in response.text


def test_docs_list_every_route_and_every_problem(client: TestClient) -> None:
    page = client.get("/docs").text
    assert all(path in page for path in ("/v1/ask", "/sparql", "/id/{kind}/{id}"))
    assert "<script" not in page
    codes = [one["code"] for one in client.get("/problems").json()["problems"]]
    assert {"question-empty", "unknown-node", "rate-exceeded", "scope-missing"} <= set(codes)
    assert len(codes) == len(set(codes))
