"""The loader fills a real Oxigraph server with what ships, however often it runs."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from api import loader
from ontology.iri import GRAPHS
from ontology.store import data_files


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[str]:
    """An empty server that may still be starting, run as compose.yaml runs it."""
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts"))
    if program is None:
        pytest.skip("the oxigraph server is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        program, "serve", "--location", str(tmp_path), "--bind", f"127.0.0.1:{port}", "--union-default-graph"
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def counted(url: str) -> dict[str, int]:
    """How many triples each named graph holds."""
    query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    said = httpx.post(
        f"{url}/query", content=query, trust_env=False,
        headers={"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"},
    ).raise_for_status()  # fmt: skip
    return {row["g"]["value"]: int(row["n"]["value"]) for row in said.json()["results"]["bindings"]}


def test_a_store_is_filled_and_filling_it_again_leaves_what_ships(oxigraph: str) -> None:
    store = pyoxigraph.Store()
    for name, file in data_files().items():
        store.bulk_load(file.read_bytes(), pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(GRAPHS + name))
    shipped = {
        graph.value: sum(1 for _ in store.quads_for_pattern(None, None, None, graph)) for graph in store.named_graphs()
    }
    assert loader.main([oxigraph]) == 0
    assert counted(oxigraph) == shipped
    httpx.post(
        f"{oxigraph}/store", params={"graph": f"{GRAPHS}roles"}, content=b"<urn:a> <urn:b> 1 .", trust_env=False,
        headers={"Content-Type": "text/turtle"},
    ).raise_for_status()  # fmt: skip
    assert counted(oxigraph) != shipped
    assert loader.fill(oxigraph) == len(shipped)
    assert counted(oxigraph) == shipped


def test_a_store_that_is_not_there_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader.fill, "__defaults__", (0.0,))
    assert loader.main(["http://127.0.0.1:1"]) == 1
    assert "http://127.0.0.1:1" in capsys.readouterr().err
    assert loader.main([]) == 2
