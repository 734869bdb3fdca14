"""The ontology at a real SPARQL server: the same answers as from the embedded store, and clear errors."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pyoxigraph
import pytest
from rdflib import Dataset
from rdflib.namespace import RDF, SKOS

from ontology.catalogue import Catalogue
from ontology.errors import StoreUnavailable
from ontology.iri import GRAPHS
from ontology.store import data_files, open_dataset

rdflib_warns_of_itself = pytest.mark.filterwarnings("ignore:Dataset.default_context")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """``oxigraph serve`` over the shipped ontology: its query address and its process."""
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts"))
    if program is None:
        pytest.skip("the oxigraph server is not installed")
    folder = tmp_path_factory.mktemp("graph")
    store = pyoxigraph.Store(str(folder))
    for name, file in data_files().items():
        store.bulk_load(file.read_bytes(), pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(GRAPHS + name))
    store.flush()
    del store
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bind = f"127.0.0.1:{port}"
    command = [program, "serve-read-only", "--location", str(folder), "--bind", bind, "--union-default-graph"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            httpx.get(f"http://{bind}/query", params={"query": "ASK {}"})
            break
        except httpx.TransportError:
            time.sleep(0.05)
    yield f"http://{bind}/query", process
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def remote(server: tuple[str, subprocess.Popen[bytes]]) -> Dataset:
    return open_dataset(server[0])


@pytest.fixture(scope="module")
def embedded() -> Dataset:
    return open_dataset()


@rdflib_warns_of_itself
def test_the_read_model_is_the_same_from_an_endpoint(remote: Dataset) -> None:
    assert Catalogue.load(remote).provisions == Catalogue.load().provisions
    assert Catalogue.load(remote).mappings == Catalogue.load().mappings


@pytest.mark.parametrize(
    "query",
    [
        COUNT,
        "SELECT ?s ?l WHERE { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l } ORDER BY ?s ?l LIMIT 20",
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT ?s ?none WHERE { ?s a ?class OPTIONAL { ?s <urn:no> ?none } } ORDER BY ?s LIMIT 50",
    ],
)
def test_queries_are_answered_as_by_the_embedded_store(remote: Dataset, embedded: Dataset, query: str) -> None:
    rows = [tuple(row) for row in remote.query(query)]
    assert rows == [tuple(row) for row in embedded.query(query)]
    assert rows


def test_questions_and_constructions_too(remote: Dataset, embedded: Dataset) -> None:
    assert remote.query("ASK { ?s ?p ?o }").askAnswer is True
    build = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }"
    assert len(remote.query(build).graph or ()) == len(embedded.query(build).graph or ()) > 0


@rdflib_warns_of_itself
def test_patterns_of_triples_work_over_the_union(remote: Dataset, embedded: Dataset) -> None:
    some = next(iter(embedded.triples((None, SKOS.prefLabel, None))))[0]
    assert set(remote.objects(some, RDF.type)) == set(embedded.objects(some, RDF.type))
    assert set(remote.objects(some, SKOS.prefLabel)) == set(embedded.objects(some, SKOS.prefLabel))


@rdflib_warns_of_itself
def test_nothing_can_be_written(remote: Dataset) -> None:
    with pytest.raises(TypeError, match="read only"):
        remote.add((SKOS.Concept, RDF.type, SKOS.Concept))


def test_a_query_that_the_server_refuses_says_so(remote: Dataset) -> None:
    with pytest.raises(StoreUnavailable, match="answers 400"):
        remote.query("SELECT ?s WHERE { ?s <urn:p> ?o } GROUP BY ?o")


@pytest.mark.parametrize("url", ["", "ftp://x", "file:///etc/passwd", "http://", "localhost:1"])
def test_only_web_addresses_are_endpoints(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="begins with http"):
        open_dataset(url)


def test_where_nothing_listens_the_error_has_no_password() -> None:
    data = open_dataset("http://user:secret@127.0.0.1:1/query")
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:1 does not answer") as caught:
        data.query(COUNT)
    assert "secret" not in str(caught.value)


def test_a_web_page_is_no_endpoint() -> None:
    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<p>Hello</p>")

        def log_message(self, *args: object) -> None:
            pass

    page = HTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=page.handle_request)
    thread.start()
    with pytest.raises(StoreUnavailable, match="is no SPARQL endpoint"):
        open_dataset(f"http://127.0.0.1:{page.server_port}/query").query(COUNT)
    thread.join()
    page.server_close()


def test_pulled_down_it_is_an_error_that_says_what_to_do(
    server: tuple[str, subprocess.Popen[bytes]], remote: Dataset, tmp_path: Path
) -> None:
    assert list(remote.query(COUNT))
    server[1].kill()
    server[1].wait()
    with pytest.raises(StoreUnavailable, match="Start it"):
        remote.query(COUNT)
