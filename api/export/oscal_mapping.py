"""The crosswalks as an OSCAL mapping collection, one mapping a framework.

SKOS matches become OSCAL relationships in the sense of NIST IR 8477: a close or related match is an intersection, never
an equality, and each keeps its SKOS match, basis and confidence as properties.
"""

from __future__ import annotations

from typing import Any

from api.export import oscal, oscal_catalog
from api.export.request import ExportRequest, stable_uuid
from bot.practice.projection import RESERVATION, Link, Projected, project

NAME = "oscal-mapping"
RELATIONSHIPS = {
    "exactMatch": "equal-to",
    "closeMatch": "intersects-with",
    "relatedMatch": "intersects-with",
    "broadMatch": "subset-of",
    "narrowMatch": "superset-of",
}


def write(request: ExportRequest) -> bytes:
    """All frameworks, or the one that is asked for.

    Raises:
        FrameworkUnknown: there is no such framework.
    """
    frameworks = [request.framework] if request.framework else list(request.catalogue.frameworks)
    mappings = [_mapping(request, framework) for framework in frameworks]
    catalog = oscal.resource(request, oscal_catalog.NAME, oscal_catalog.TITLE, oscal_catalog.FILE)
    content = {
        "uuid": str(stable_uuid(oscal.address(f"{NAME}/{request.framework or 'all'}"))),
        "metadata": oscal.metadata(request, "Mappings of the Code of Practice for the Cyber Security of AI"),
        "provenance": {
            "method": "human",
            "matching-rationale": "semantic",
            "status": "complete",
            "mapping-description": f"Published mappings and Signpost's own readings, told apart. {RESERVATION}",
        },
        "mappings": mappings,
        "back-matter": {"resources": [catalog]},
    }
    return oscal.document("mapping-collection", content)


def _mapping(request: ExportRequest, framework: str) -> dict[str, Any]:
    projection = project(request.catalogue, framework)
    known = projection.framework
    document = request.catalogue.documents.get(known.document)
    catalog = stable_uuid(f"{oscal.address(oscal_catalog.NAME)}#resource")
    maps = [_map(request, row, link) for row in projection.rows for link in row.links if link.kind == "provision"]
    maps += [_map(request, row, link) for row in projection.rows for link in row.links if link.kind == "principle"]
    return {
        "uuid": str(stable_uuid(known.iri)),
        "method": "human",
        "matching-rationale": "semantic",
        "status": "complete",
        "source-resource": {"type": "catalog", "href": f"#{catalog}"},
        "target-resource": {
            "type": "catalog",
            "href": document.url if document and document.url_verified else known.iri,
            "remarks": f"{known.label}. It is named here, not reproduced.",
        },
        "maps": maps,
        "remarks": RESERVATION,
    }


def _map(request: ExportRequest, row: Projected, link: Link) -> dict[str, Any]:
    catalogue = request.catalogue
    if link.kind == "provision":
        source = {"type": "control", "id-ref": oscal.control_id(catalogue.provisions[link.id])}
    else:
        source = {"type": "group", "id-ref": oscal.group_id(link.id)}
    remarks = " ".join(part for part in (link.note, f"By way of {link.via}." if link.via else "") if part)
    return {
        "uuid": str(stable_uuid(f"{row.target.iri}#{link.kind}-{link.id}")),
        "relationship": RELATIONSHIPS[link.relation],
        "sources": [source],
        "targets": [{"type": "control", "id-ref": row.target.code}],
        "props": [
            oscal.prop("skos-match", link.relation),
            oscal.prop("own-reading", str(link.own_reading).lower()),
            oscal.prop("basis", link.basis or "own reading"),
        ],
        "confidence-score": {"category": link.confidence},
        **({"remarks": remarks} if remarks else {}),
    }
