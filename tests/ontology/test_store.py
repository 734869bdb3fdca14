from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Dataset, URIRef
from rdflib.namespace import RDF

from ontology import store
from ontology.errors import DataInvalid
from ontology.iri import GRAPHS, INSTANCES, VOCABULARY


def test_each_file_is_a_named_graph(dataset: Dataset) -> None:
    graphs = {str(name) for _, _, _, name in dataset.quads((None, None, None, None))}
    assert graphs == {GRAPHS + name for name in store.data_files()}
    assert {"vocabulary", "shapes", "provisions", "examples", "crosswalk"} <= set(store.data_files())


def test_a_query_sees_the_union_of_the_graphs(dataset: Dataset) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?p a sp:Provision ; sp:inPrinciple/sp:inPhase ?phase }"
    (row,) = dataset.query(query, initNs={"sp": VOCABULARY})
    assert int(str(row[0])) == 72


def test_no_node_is_described_in_two_files_by_class(dataset: Dataset) -> None:
    seen: dict[str, set[str]] = {}
    for node, _, _, name in dataset.quads((None, RDF.type, None, None)):
        if str(node).startswith(INSTANCES):
            seen.setdefault(str(node), set()).add(str(name))
    assert not {node for node, names in seen.items() if len(names) > 1}


def test_every_link_between_nodes_ends_at_a_node(dataset: Dataset) -> None:
    nodes = {node for node, _, _, _ in dataset.quads((None, RDF.type, None, None))}
    ends = {value for _, _, value, _ in dataset.quads((None, None, None, None)) if str(value).startswith(INSTANCES)}
    assert {end for end in ends if isinstance(end, URIRef)} <= nodes


def test_broken_turtle_is_reported_with_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("<a> <b> ", "utf-8")
    monkeypatch.setattr(store, "data_files", lambda: {"bad": bad})
    with pytest.raises(DataInvalid, match=r"ontology/data/bad\.ttl is not valid Turtle"):
        store.open_dataset()
