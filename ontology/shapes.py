"""What must hold of the data, checked with SHACL (``data/shapes.ttl``), and the report of what does not.

Takes some seconds for the whole ontology: run by the tests and on request, never on the way to an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.errors import DataInvalid
from ontology.iri import GRAPHS, VOCABULARY
from ontology.store import open_dataset

if TYPE_CHECKING:
    from rdflib import Dataset, Graph
    from rdflib.term import Node

SHAPES_GRAPH = GRAPHS + "shapes"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One node that breaks one shape. `path` is the property concerned, empty where the node as a whole is."""

    node: str
    shape: str
    path: str
    message: str
    value: str

    def __str__(self) -> str:
        where = f" ({self.path})" if self.path else ""
        found = f"; found {self.value}" if self.value else ""
        return f"<{self.node}> breaks {self.shape}{where}: {self.message}{found}."


@dataclass(frozen=True, slots=True)
class Report:
    """Whether the data conform, and every violation in order of node, shape and path."""

    conforms: bool
    violations: tuple[Violation, ...] = ()

    def require(self) -> None:
        """Nothing when the data conform.

        Raises:
            DataInvalid: they do not (names the first violations).
        """
        if not self.conforms:
            first = " ".join(map(str, self.violations[:3]))
            raise DataInvalid(f"The ontology's data break {len(self.violations)} shape(s). {first}")


def validate(dataset: Dataset | None = None) -> Report:
    """Check a dataset (the shipped ontology when None) against the shapes that it holds in its graph ``shapes``.

    Raises:
        DataInvalid: the dataset holds no shapes, or the shapes themselves are malformed.
    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError
    from rdflib import Graph, URIRef

    source = dataset if dataset is not None else open_dataset()
    shapes, data = Graph(), Graph()
    for subject, predicate, value, name in source.quads((None, None, None, None)):
        graph = shapes if name == URIRef(SHAPES_GRAPH) else data
        graph.add((subject, predicate, value))
    if not len(shapes):
        raise DataInvalid(f"The store holds no shapes; load ontology/data/shapes.ttl into <{SHAPES_GRAPH}> first.")
    try:
        conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    except (ReportableRuntimeError, ShapeLoadError) as error:
        raise DataInvalid(f"The shapes cannot be applied: {error}. Check ontology/data/shapes.ttl.") from error
    if not isinstance(report, Graph):
        raise DataInvalid(f"The shapes cannot be applied: {report}. Check ontology/data/shapes.ttl.")
    return Report(bool(conforms), tuple(sorted(_violations(report, shapes, data))))


def _violations(report: Graph, shapes: Graph, data: Graph) -> set[Violation]:
    from rdflib import RDF
    from rdflib.namespace import SH

    return {
        Violation(
            node=str(report.value(result, SH.focusNode)),
            shape=_shape(shapes, data, report.value(result, SH.sourceShape), report.value(result, SH.focusNode)),
            path=_path(shapes, report.value(result, SH.sourceShape), report.value(result, SH.resultPath)),
            message=str(report.value(result, SH.resultMessage) or "does not conform"),
            value=str(report.value(result, SH.value) or ""),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def _shape(shapes: Graph, data: Graph, source: Node | None, focus: Node | None) -> str:
    """The named node shape behind a result. Property shapes are shared, so the focus node's class decides."""
    from rdflib import RDF, URIRef
    from rdflib.namespace import SH

    owners = {source, *shapes.subjects(SH.property, source)}
    classes = set(data.objects(focus, RDF.type))
    for owner in sorted(o for o in owners if isinstance(o, URIRef)):
        aims = set(shapes.objects(owner, SH.targetClass))
        if aims & classes or (owner, SH.targetNode, focus) in shapes:
            return str(owner).removeprefix(VOCABULARY)
    return str(source)


def _path(shapes: Graph, source: Node | None, path: Node | None) -> str:
    """A path in a few characters: ``obliges``, ``numbering/edition``, ``^illustrates``."""
    from rdflib import BNode
    from rdflib.collection import Collection
    from rdflib.namespace import SH

    declared = shapes.value(source, SH.path)
    found = declared if declared is not None else path
    if found is None:
        return ""
    if isinstance(found, BNode):
        inverse = shapes.value(found, SH.inversePath)
        if inverse is not None:
            return "^" + _local(inverse)
        return "/".join(_local(step) for step in Collection(shapes, found))
    return _local(found)


def _local(node: Node) -> str:
    return str(node).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
