"""Linked data: negotiation by quality, formats that real parsers read, downloads and descriptions."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from starlette.testclient import TestClient

from api.linked_data import FORMATS, TRIPLE_FORMATS
from api.negotiation import best
from ontology.iri import BASE, INSTANCES, VOCABULARY
from tests.api.test_contract import problem

PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt", "trig": "trig", "nq": "nquads"}
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own, in its parser
NODE = URIRef(INSTANCES + "provision/5.4.1")


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/page/provision/5.4.1"),
        ("text/turtle", "/data/provision/5.4.1.ttl"),
        ("application/ld+json", "/data/provision/5.4.1.jsonld"),
        ("application/rdf+xml", "/data/provision/5.4.1.rdf"),
        ("application/n-triples", "/data/provision/5.4.1.nt"),
        ("text/html;q=0.3, text/turtle;q=0.8, application/ld+json;q=0.9", "/data/provision/5.4.1.jsonld"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/page/provision/5.4.1"),
        ("text/turtle;q=0, */*;q=0.1", "/page/provision/5.4.1"),
        ("text/*;q=0.5, text/html;q=0, application/rdf+xml;q=0.4", "/data/provision/5.4.1.ttl"),
        ("*/*", "/page/provision/5.4.1"),
    ],
)
def test_an_identifier_redirects_as_accept_wishes(client: TestClient, accept: str, location: str) -> None:
    response = client.get("/id/provision/5.4.1", headers={"accept": accept}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, location)
    assert "accept" in response.headers["vary"].lower()


def test_what_cannot_be_offered_is_a_406_and_what_is_not_there_a_404(client: TestClient) -> None:
    problem(client.get("/id/provision/5.4.1", headers={"accept": "image/png"}), 406, "not-acceptable")
    for path in ("/id/provision/15.1", "/id/wizard/1", "/data/provision/5.4.1.exe", "/graph/nope", "/ontology.doc"):
        problem(client.get(path, follow_redirects=False), 404, "unknown-node")
    problem(client.get("/id/provision/%3E%20%7D", follow_redirects=False), 404, "unknown-node")


@pytest.mark.parametrize("extension", TRIPLE_FORMATS)
def test_rdflib_reads_a_node_in_every_format(client: TestClient, extension: str) -> None:
    response = client.get(f"/data/provision/5.4.1.{extension}")
    assert response.headers["content-type"].split(";")[0] == FORMATS[extension].media_type
    graph = Graph().parse(data=response.content, format=PARSERS[extension])
    assert (NODE, URIRef(VOCABULARY + "modality"), URIRef(VOCABULARY + "Shall")) in graph
    assert (URIRef(f"{NODE}#en-304-223"), URIRef(VOCABULARY + "number"), None) in graph
    assert any(graph.subjects(URIRef(VOCABULARY + "illustrates"), NODE))


def test_the_whole_is_the_same_in_every_format(client: TestClient) -> None:
    sizes = {}
    for extension in ("nt", "ttl", "nq"):
        response = client.get(f"/ontology.{extension}")
        assert response.headers["content-disposition"] == f'attachment; filename="signpost.{extension}"'
        sizes[extension] = len({quad.triple for quad in ox.parse(response.content, FORMATS[extension].rdf)})
    assert len(set(sizes.values())) == 1
    response = client.get("/ontology", headers={"accept": "application/trig"}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/ontology.trig")


def test_a_named_graph_is_a_download(client: TestClient) -> None:
    graph = Graph().parse(data=client.get("/graph/provisions.ttl").content, format="turtle")
    assert (NODE, None, None) in graph
    assert client.get("/graph/roles", headers={"accept": "application/rdf+xml"}).content.startswith(b"<?xml")


@pytest.mark.parametrize("path", ["/dataset", "/.well-known/void"])
def test_the_dataset_describes_itself(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"accept": "text/turtle"})
    graph = Graph().parse(data=response.content, format="turtle")
    void = "http://rdfs.org/ns/void#"
    [endpoint] = graph.objects(URIRef(BASE + "dataset"), URIRef(void + "sparqlEndpoint"))
    assert str(endpoint) == "http://signpost.test/sparql"
    dumps = [str(dump) for dump in graph.objects(URIRef(BASE + "dataset"), URIRef(void + "dataDump"))]
    assert len(dumps) == len(FORMATS)
    for dump in dumps:
        assert client.head(dump).status_code in (200, 405)


def test_negotiation_takes_the_most_specific_range_and_survives_nonsense() -> None:
    offers = ("text/html", "text/turtle")
    assert best(None, offers) == "text/html"
    assert best("text/turtle;q=0.9, text/*;q=0.1", offers) == "text/turtle"
    assert best("text/html;q=abc, text/turtle;q=0.01", offers) == "text/turtle"
    assert best(";;,,/,*/,q=1", offers) is None
    assert best("TEXT/TURTLE", offers) == "text/turtle"
    assert best("*/*;q=0", offers) is None
