"""docs/ontology.md, made from the vocabulary and the shapes.

``python -m ontology.documentation`` writes the page; with ``--check`` it only says whether the page is current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.iri import VOCABULARY
from ontology.store import SHAPES_FILE, VOCABULARY_FILE, data_files

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

PAGE = Path(__file__).resolve().parent.parent / "docs" / "ontology.md"
INTRODUCTION = """\
# The ontology

<!-- Made by `python -m ontology.documentation` from vocabulary.ttl and shapes.ttl in ontology/data. Edit those. -->

{description} Version {version}, licence <{licence}>.

The data are Turtle files in `ontology/data/`, one named graph each; the prefix `sp:` stands for
`{namespace}`. A node's IRI never changes: `https://signpost.example/id/provision/5.4.1` is the same provision in every
edition and wherever it is served. Shapes (SHACL) say what must hold of every node;
`ontology.shapes.validate()` checks them.

Three relations are kept apart. A provision *obliges* whoever it names as having to act; it *involves* whoever must be
included, informed, protected or served; a principle *primarily applies to* its audience. What follows from one of them
does not follow from another.
"""


def page() -> str:
    """The page as Markdown, ending in one line feed."""
    from rdflib import RDF, RDFS, Graph
    from rdflib.namespace import DCTERMS, OWL, SKOS

    files = data_files()
    vocabulary, shapes = (
        Graph().parse(data=files[name.removesuffix(".ttl")].read_text("utf-8"), format="turtle")
        for name in (VOCABULARY_FILE, SHAPES_FILE)
    )
    header = next(vocabulary.subjects(RDF.type, OWL.Ontology))
    lines = [
        INTRODUCTION.format(
            description=vocabulary.value(header, DCTERMS.description),
            version=vocabulary.value(header, OWL.versionInfo),
            licence=vocabulary.value(header, DCTERMS.license),
            namespace=VOCABULARY,
        ),
        "## Classes",
    ]
    for cls in sorted(vocabulary.subjects(RDF.type, OWL.Class), key=str):
        above = sorted(vocabulary.qname(str(parent)) for parent in vocabulary.objects(cls, RDFS.subClassOf))
        kind = f" A kind of {', '.join(f'`{name}`' for name in above)}." if above else ""
        lines += ["", f"### {_name(cls)}", "", f"{vocabulary.value(cls, RDFS.comment)}{kind}"]
        rules = sorted(set(_rules(shapes, cls)))
        lines += ["", *(f"- {rule}" for rule in rules)] if rules else []
    lines += ["", "## Properties", "", "| property | of | value | meaning |", "| --- | --- | --- | --- |"]
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    for prop in sorted({prop for kind in kinds for prop in vocabulary.subjects(RDF.type, kind)}, key=str):
        ends = [vocabulary.value(prop, end) for end in (RDFS.domain, RDFS.range)]
        cells = [f"`{vocabulary.qname(str(end))}`" if end else "" for end in ends]
        lines.append(f"| `{_name(prop)}` | {cells[0]} | {cells[1]} | {vocabulary.value(prop, RDFS.comment)} |")
    for scheme, title in (("Modalities", "Modalities"), ("SourceNames", "Short names of sources")):
        members = vocabulary.subjects(SKOS.inScheme, _term(scheme))
        meaning = {str(vocabulary.value(c, SKOS.notation)): vocabulary.value(c, SKOS.definition) for c in members}
        lines += ["", f"## {title}", "", *(f"- **{name}**: {meaning[name]}" for name in sorted(meaning))]
    return "\n".join(lines) + "\n"


def _rules(shapes: Graph, cls: Node) -> Iterator[str]:
    """What the shapes say of the nodes of a class, as short sentences."""
    from rdflib.namespace import SH

    for shape in shapes.subjects(SH.targetClass, cls):
        for prop in (shape, *shapes.objects(shape, SH.property)):
            message = shapes.value(prop, SH.message)
            if message is not None:
                yield str(message)


def _term(name: str) -> Node:
    from rdflib import URIRef

    return URIRef(VOCABULARY + name)


def _name(node: Node) -> str:
    return "sp:" + str(node).removeprefix(VOCABULARY)


def main(arguments: list[str]) -> int:
    """Write the page, or check it; 1 when a check finds it out of date."""
    current = PAGE.read_text("utf-8") if PAGE.exists() else ""
    if "--check" in arguments:
        if current != page():
            print("docs/ontology.md is out of date; run python -m ontology.documentation.", file=sys.stderr)
            return 1
        return 0
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
