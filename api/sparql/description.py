"""The endpoint, described to machines (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyoxigraph

from api.sparql.worker import GRAPHS, TABLES
from ontology.iri import BASE

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
NAMES: Final = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
}


def describe(graphs: Sequence[str], base_url: str | None, media_type: str) -> bytes:
    """The description in one of :data:`api.sparql.worker.GRAPHS`."""
    endpoint = (base_url or BASE).rstrip("/") + "/sparql"
    formats = " , ".join(f"<{FORMATS}{NAMES[name]}>" for name in (*TABLES, *GRAPHS))
    named = " , ".join(f"[ a sd:NamedGraph ; sd:name <{graph}> ]" for graph in graphs)
    turtle = f"""
        @prefix sd: <{SD}> .
        <{endpoint}> a sd:Service ;
            sd:endpoint <{endpoint}> ;
            sd:supportedLanguage sd:SPARQL11Query ;
            sd:feature sd:UnionDefaultGraph ;
            sd:resultFormat {formats} ;
            sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ; sd:namedGraph {named} ] .
    """
    triples = pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)
    made = pyoxigraph.serialize((q.triple for q in triples), format=GRAPHS[media_type], prefixes={"sd": SD})
    return made or b""
