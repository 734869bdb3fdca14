"""The SHACL report on the ontology that is served."""

from __future__ import annotations

from typing import Any, Final, cast

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api import linked_data
from api.bodies import problems
from api.errors import NotAcceptable
from api.linked_data import BY_MEDIA_TYPE, FORMATS, TRIPLE_FORMATS
from api.negotiation import best
from api.shape_report import ShapeReport

router = APIRouter(tags=["linked data"], default_response_class=Response)
SH = linked_data.PREFIXES["sh"]
OFFERS = ("application/json", *(one.media_type for one in TRIPLE_FORMATS.values()))
RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {media_type: {} for media_type in OFFERS}},
    **problems(406, 503),
}


@router.get("/ontology/report", responses=RESPONSES, summary="Do the data hold to their shapes?")
def report(request: Request) -> Response:
    """A SHACL validation report as JSON, or as RDF by negotiation. The first one takes some seconds."""
    offer = best(request.headers.get("accept"), OFFERS)
    if offer is None:
        raise NotAcceptable(f"This is offered as {', '.join(OFFERS)}.")
    found = cast(ShapeReport, request.app.state.shape_report).get()
    if offer == OFFERS[0]:
        return JSONResponse(found)
    return Response(linked_data.write(_triples(found), FORMATS[BY_MEDIA_TYPE[offer]]), media_type=offer)


def _triples(found: dict[str, object]) -> list[ox.Triple]:
    root, rdf_type = ox.BlankNode(), ox.NamedNode(linked_data.PREFIXES["rdf"] + "type")
    triples = [
        ox.Triple(root, rdf_type, ox.NamedNode(SH + "ValidationReport")),
        ox.Triple(root, ox.NamedNode(SH + "conforms"), ox.Literal(bool(found["conforms"]))),
    ]
    for violation in cast(list[dict[str, str]], found["violations"]):
        result = ox.BlankNode()
        triples += [
            ox.Triple(root, ox.NamedNode(SH + "result"), result),
            ox.Triple(result, rdf_type, ox.NamedNode(SH + "ValidationResult")),
            ox.Triple(result, ox.NamedNode(SH + "focusNode"), ox.NamedNode(violation["node"])),
            ox.Triple(result, ox.NamedNode(SH + "resultMessage"), ox.Literal(violation["message"])),
        ]
    return triples
