"""The endpoint over HTTP: three ways of asking, formats, refusals, description, and a real client."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any, cast

import pytest
from rdflib import Graph, Namespace, URIRef
from SPARQLWrapper import JSON, POST, TURTLE, XML, SPARQLWrapper
from starlette.testclient import TestClient

from ontology.iri import GRAPHS
from tests.api.test_contract import problem

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?p a sp:Provision }"
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own, in its parser
DIRECT = {"content-type": "application/sparql-query"}


def count(response: Any) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_three_ways_of_asking_give_one_answer(client: TestClient) -> None:
    assert count(client.get("/sparql", params={"query": COUNT})) == 72
    assert count(client.post("/sparql", data={"query": COUNT})) == 72
    assert count(client.post("/sparql", content=COUNT, headers=DIRECT)) == 72


@pytest.mark.parametrize(
    ("accept", "start"),
    [
        ("application/sparql-results+json", b'{"head"'),
        ("application/sparql-results+xml", b"<?xml"),
        ("text/csv", b"n\r\n72"),
        ("text/tab-separated-values", b"?n\n72"),
        ("application/json", b'{"head"'),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.2", b"<?xml"),
    ],
)
def test_tables_come_as_accepted(client: TestClient, accept: str, start: bytes) -> None:
    response = client.get("/sparql", params={"query": COUNT}, headers={"accept": accept})
    assert response.content.startswith(start)


def test_graphs_come_as_accepted(client: TestClient) -> None:
    query = "CONSTRUCT { ?p sp:says ?s } WHERE { ?p sp:says ?s }"
    for accept, parser in {
        "text/turtle": "turtle",
        "application/rdf+xml": "xml",
        "application/n-triples": "nt",
        "application/ld+json": "json-ld",
    }.items():
        response = client.post("/sparql", content=query, headers=DIRECT | {"accept": accept})
        assert response.headers["content-type"].startswith(accept)
        assert len(Graph().parse(data=response.content, format=parser)) == 72
    response = client.post("/sparql", content=query, headers=DIRECT | {"accept": "text/csv"})
    problem(response, 406, "not-acceptable")


def test_ask_and_describe(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "ASK { <https://signpost.example/id/provision/5.4.1> ?p ?o }"})
    assert response.json().get("boolean") is True, response.text
    response = client.get(
        "/sparql", params={"query": "DESCRIBE <https://signpost.example/id/role/developer>"},
        headers={"accept": "text/turtle"},
    )  # fmt: skip
    assert len(Graph().parse(data=response.content, format="turtle")) > 5


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:> <b:> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/> WHERE { ?s ?p ?o }",
        "PREFIX x: <http://example.org/> SELECT * FROM NAMED x:g WHERE { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * WHERE { ?s ?p }",
        "",
        "SELECT * WHERE { ?s ?p ?o } " + "#" * 20_000,
        "SELECT \x00",
    ],
)
def test_what_is_not_allowed_is_a_400(client: TestClient, query: str) -> None:
    problem(client.post("/sparql", content=query.encode(), headers=DIRECT), 400, "query-refused")
    problem(client.get("/sparql", params={"query": query}), 400, "query-refused")


def test_a_syntax_error_says_where(client: TestClient) -> None:
    body = problem(client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"}), 400, "query-refused")
    assert "at 2:" in body["detail"]


def test_updates_by_protocol_are_refused(client: TestClient) -> None:
    problem(client.post("/sparql", data={"update": "CLEAR ALL"}), 400, "query-refused")
    headers = {"content-type": "application/sparql-update"}
    problem(client.post("/sparql", content="CLEAR ALL", headers=headers), 400, "query-refused")
    headers = {"content-type": "application/xml"}
    problem(client.post("/sparql", content="<x/>", headers=headers), 415, "unsupported-media-type")
    problem(client.post("/sparql", content=b"\xff", headers=DIRECT), 400, "query-refused")
    problem(client.get(f"/sparql?query={COUNT}&query={COUNT}"), 400, "query-refused")


def test_a_dataset_can_be_named(client: TestClient) -> None:
    provisions, roles = GRAPHS + "provisions", GRAPHS + "roles"
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?p a sp:Provision }"
    assert count(client.get("/sparql", params={"query": query, "default-graph-uri": roles})) == 0
    assert count(client.get("/sparql", params={"query": query, "default-graph-uri": provisions})) == 72
    inside = query.replace("WHERE", f"FROM <{roles}> WHERE")
    assert count(client.get("/sparql", params={"query": inside})) == 0
    foreign = {"query": query, "default-graph-uri": "http://example.org/"}
    problem(client.get("/sparql", params=foreign), 400, "query-refused")


def test_without_a_query_the_service_describes_itself(client: TestClient) -> None:
    graph = Graph().parse(data=client.get("/sparql", headers={"accept": "text/turtle"}).content, format="turtle")
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = URIRef("http://signpost.test/sparql")
    assert (service, sd.endpoint, service) in graph
    assert len(list(graph.objects(None, sd.namedGraph))) >= 10


def test_sparqlwrapper_works_unchanged(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Answer(BytesIO):
        headers: Any
        url = code = None

        def info(self) -> Any:
            return self.headers

        def geturl(self) -> None: ...

    def opened(request: Any) -> Answer:
        response = client.request(
            request.get_method(), request.full_url, headers=dict(request.header_items()), content=request.data
        )
        assert response.status_code == 200, response.text
        answer = Answer(response.content)
        answer.headers = response.headers
        return answer

    monkeypatch.setattr("SPARQLWrapper.Wrapper.urlopener", opened)
    wrapper = SPARQLWrapper("http://signpost.test/sparql")
    wrapper.setQuery(COUNT.replace("sp:", "<https://signpost.example/ns#").replace("Provision ", "Provision> "))
    wrapper.setReturnFormat(JSON)
    assert json.dumps(wrapper.queryAndConvert()).count('"72"') == 1
    wrapper.setMethod(POST)
    assert json.dumps(wrapper.queryAndConvert()).count('"72"') == 1
    wrapper.setReturnFormat(XML)
    assert "72" in str(cast(Any, wrapper.queryAndConvert()).toxml())
    wrapper.setQuery("CONSTRUCT WHERE { ?s <https://signpost.example/ns#says> ?o }")
    wrapper.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=cast(Any, wrapper.queryAndConvert()), format="turtle")) == 72
