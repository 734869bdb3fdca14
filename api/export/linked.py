"""The whole ontology as Turtle or JSON-LD, with a description of itself; it parses back to the same triples."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse, serialize
from rdflib import DCTERMS, RDF, VOID, Graph, Literal, URIRef

from api.export.oscal import address
from api.export.request import ExportRequest
from ontology.iri import VOCABULARY
from ontology.store import open_dataset

DATASET = URIRef(address("dataset"))
TITLE = "Signpost: the Code of Practice for the Cyber Security of AI"
PREFIXES = {
    "sp": VOCABULARY,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": str(DCTERMS),
    "void": str(VOID),
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def graph(request: ExportRequest) -> Graph:
    """All triples, and the notice as properties of the dataset."""
    made = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, namespace)
    for subject, predicate, value, _ in open_dataset().quads((None, None, None, None)):
        made.add((subject, predicate, value))
    made.add((DATASET, RDF.type, VOID.Dataset))
    made.add((DATASET, DCTERMS.title, Literal(TITLE, lang="en")))
    made.add((DATASET, DCTERMS.created, Literal(request.made)))
    made.add((DATASET, DCTERMS.rights, Literal(request.notice.licence, lang="en")))
    made.add((DATASET, DCTERMS.description, Literal(request.notice.advice, lang="en")))
    made.add((DATASET, DCTERMS.source, Literal(request.notice.edition, lang="en")))
    return made


def turtle(request: ExportRequest) -> bytes:
    """Turtle 1.1, UTF-8, in the order of subjects. Oxigraph writes it in a tenth of the time that rdflib takes."""
    lines = sorted(graph(request).serialize(format="nt", encoding="utf-8").splitlines())
    triples = parse(b"\n".join(lines), format=RdfFormat.N_TRIPLES)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def jsonld(request: ExportRequest) -> bytes:
    """JSON-LD 1.1 with its context inside, so that reading it needs no network."""
    return graph(request).serialize(format="json-ld", context=PREFIXES, indent=2, encoding="utf-8")
