"""The ontology as linked data: descriptions of nodes, named graphs and the whole, in the formats of RDF.

IRIs in the data are canonical and stay so wherever they are served; only addresses of documents and of the endpoint
(in the dataset's description) are the server's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from ontology.errors import UnknownNode
from ontology.iri import BASE, GRAPHS, INSTANCES, VOCABULARY
from ontology.store import data_files

PREFIXES: Final = {
    "sp": VOCABULARY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
_DESCRIBED_DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class Format:
    """An RDF format: its media type, and whether it can hold several graphs."""

    media_type: str
    rdf: ox.RdfFormat
    quads: bool = False


FORMATS: Final = {
    "ttl": Format("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": Format("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": Format("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "nt": Format("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "trig": Format("application/trig", ox.RdfFormat.TRIG, quads=True),
    "nq": Format("application/n-quads", ox.RdfFormat.N_QUADS, quads=True),
}
TRIPLE_FORMATS: Final = {name: one for name, one in FORMATS.items() if not one.quads}
BY_MEDIA_TYPE: Final = {one.media_type: name for name, one in FORMATS.items()}


def write(statements: Iterable[ox.Triple] | Iterable[ox.Quad], format: Format) -> bytes:
    """`statements` in `format`; quads only where the format holds graphs."""
    return ox.serialize(statements, format=format.rdf, prefixes=PREFIXES) or b""


class LinkedData:
    """The shipped ontology, each file a named graph."""

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Turtle by graph IRI."""
        return {GRAPHS + name: file.read_bytes() for name, file in data_files().items()}

    @cached_property
    def store(self) -> ox.Store:
        store = ox.Store()
        for graph, turtle in self.files.items():
            store.bulk_load(turtle, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
        return store

    def graph_names(self) -> tuple[str, ...]:
        """Names of the named graphs (``provisions``, ...)."""
        return tuple(graph.removeprefix(GRAPHS) for graph in self.files)

    def graph(self, name: str) -> Iterator[ox.Triple]:
        """The triples of one named graph.

        Raises:
            UnknownNode
        """
        if GRAPHS + name not in self.files:
            raise UnknownNode(f"There is no such graph. Known: {', '.join(self.graph_names())}.")
        found = self.store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS + name))
        return (quad.triple for quad in found)

    def whole(self, format: Format) -> bytes:
        """Everything; with its graphs where the format can hold them, merged where it can't."""
        if format.quads:
            return write(iter(self.store), format)
        return write({quad.triple: None for quad in self.store}, format)

    def knows(self, iri: str) -> bool:
        """Whether anything is said of `iri`."""
        return any(True for _ in self.store.quads_for_pattern(ox.NamedNode(iri), None, None, None))

    def describe(self, iri: str) -> list[ox.Triple]:
        """What is said of a node and of its parts (``iri#...`` and blank nodes), and which statements point to it.

        Raises:
            UnknownNode: nothing is said of it.
        """
        found: dict[ox.Triple, None] = {}
        waiting: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri)]
        seen = set(waiting)
        for _ in range(_DESCRIBED_DEPTH):
            ahead: list[ox.NamedNode | ox.BlankNode] = []
            for node in waiting:
                for quad in self.store.quads_for_pattern(node, None, None, None):
                    found[quad.triple] = None
                    value = quad.object
                    part = isinstance(value, ox.BlankNode) or (
                        isinstance(value, ox.NamedNode) and value.value.startswith(iri + "#")
                    )
                    if part and value not in seen:
                        seen.add(value)  # type: ignore[arg-type]
                        ahead.append(value)  # type: ignore[arg-type]
            waiting = ahead
        if not found:
            raise UnknownNode("There is nothing under that identifier.")
        for quad in self.store.quads_for_pattern(None, None, ox.NamedNode(iri), None):
            found[quad.triple] = None
        return list(found)

    def statistics(self) -> dict[str, int]:
        """Triples by graph name."""
        return {
            name: sum(1 for _ in self.store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS + name)))
            for name in self.graph_names()
        }


def dataset(data: LinkedData, base_url: str | None, version: str) -> list[ox.Triple]:
    """The dataset described with VoID and DCAT: what it is, where it is, its parts, its licence."""
    served = (base_url or BASE).rstrip("/")
    counts = data.statistics()
    distributions = ""
    for name, one in FORMATS.items():
        distributions += f"""
            <{BASE}dataset> dcat:distribution <{BASE}dataset#{name}> ; void:dataDump <{served}/ontology.{name}> .
            <{BASE}dataset#{name}> a dcat:Distribution ; dcat:downloadURL <{served}/ontology.{name}> ;
                dcat:mediaType <https://www.iana.org/assignments/media-types/{one.media_type}> .
        """
    subsets = "".join(
        f"""
            <{BASE}dataset> void:subset <{GRAPHS}{name}> .
            <{GRAPHS}{name}> a void:Dataset ; dcterms:title "{name}"@en ; void:triples {count} ;
                void:dataDump <{served}/graph/{name}.ttl> .
        """
        for name, count in counts.items()
    )
    prefixes = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    turtle = f"""{prefixes}
        <{BASE}dataset> a void:Dataset, dcat:Dataset ;
            dcterms:title "Signpost: the UK Code of Practice for the Cyber Security of AI as linked data"@en ;
            dcterms:description "Provisions, principles, roles, threats, terms, examples and crosswalks, restated in Signpost's own words. The Code is voluntary; this is not legal advice."@en ;
            dcterms:source <https://www.gov.uk/government/publications/ai-cyber-security-code-of-practice> ;
            dcterms:license <https://www.apache.org/licenses/LICENSE-2.0> ;
            dcterms:language "en" ; dcat:version "{version}" ;
            dcat:keyword "artificial intelligence"@en, "cyber security"@en, "code of practice"@en ;
            dcat:landingPage <{served}/> ; foaf:homepage <{served}/> ;
            void:uriSpace "{INSTANCES}" ; void:vocabulary <{VOCABULARY}>, skos:, dcterms:, prov: ;
            void:exampleResource <{INSTANCES}provision/5.4.1>, <{INSTANCES}role/data-custodian> ;
            void:sparqlEndpoint <{served}/sparql> ; void:triples {sum(counts.values())} ;
            dcat:distribution <{BASE}dataset#sparql> .
        <{BASE}dataset#sparql> a dcat:Distribution ; dcat:accessService <{BASE}dataset#endpoint> .
        <{BASE}dataset#endpoint> a dcat:DataService ; dcat:endpointURL <{served}/sparql> ;
            dcat:endpointDescription <{served}/sparql> ; dcat:servesDataset <{BASE}dataset> .
        {distributions} {subsets}
    """  # noqa: E501
    return [quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)]
