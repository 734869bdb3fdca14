"""What is exported is read by Oxigraph, and compared as canonical graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from api.export import linked
from api.export.request import ExportRequest


def _canonical(quads: Iterable[Quad]) -> set[str]:
    found = Dataset(quads)
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in found}


@pytest.mark.parametrize(
    ("write", "form"), [(linked.turtle, RdfFormat.TURTLE), (linked.jsonld, RdfFormat.JSON_LD)], ids=["turtle", "jsonld"]
)
def test_it_parses_back_to_the_same_triples(
    export_request: ExportRequest, write: Callable[[ExportRequest], bytes], form: RdfFormat
) -> None:
    original = linked.graph(export_request).serialize(format="nt", encoding="utf-8")
    there = _canonical(parse(original, format=RdfFormat.N_TRIPLES))
    assert _canonical(parse(write(export_request), format=form)) == there
    assert len(there) > 5000
