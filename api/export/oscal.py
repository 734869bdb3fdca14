"""What all OSCAL documents share: version, metadata, stable identifiers, properties (OSCAL 1.2.1).

https://pages.nist.gov/OSCAL/. UUIDs are version 5 of canonical IRIs, so that documents refer to each other.
"""

from __future__ import annotations

import json
from typing import Any

from api.export.request import ExportRequest, stable_uuid
from bot.practice.notice import VERSION
from ontology.iri import BASE, INSTANCES, VOCABULARY, served
from ontology.model import Provision

OSCAL_VERSION = "1.2.1"
PARTY = f"{BASE}party/signpost"


def control_id(provision: Provision) -> str:
    """A provision's identifier as an OSCAL token, such as ``provision-5.4.1``."""
    return f"provision-{provision.id}"


def group_id(principle: str) -> str:
    return f"principle-{principle}"


def metadata(request: ExportRequest, title: str) -> dict[str, Any]:
    """Title, moment, versions, and the notice as remarks."""
    return {
        "title": title,
        "last-modified": request.made.isoformat(timespec="seconds"),
        "version": VERSION,
        "oscal-version": OSCAL_VERSION,
        "props": [prop("edition", request.notice.edition), prop("not-legal-advice", "true")],
        "roles": [{"id": "creator", "title": "Creator"}],
        "parties": [{"uuid": str(stable_uuid(PARTY)), "type": "organization", "name": "Signpost"}],
        "responsible-parties": [{"role-id": "creator", "party-uuids": [str(stable_uuid(PARTY))]}],
        "remarks": "\n\n".join(request.notice.lines),
    }


def prop(name: str, value: str, **more: str) -> dict[str, str]:
    """A property in our namespace."""
    return {"name": name, "value": " ".join(value.split()), "ns": VOCABULARY.rstrip("#"), **more}


def link(request: ExportRequest, iri: str, rel: str = "reference") -> dict[str, str]:
    return {"href": served(iri, request.base_url), "rel": rel}


def address(name: str) -> str:
    """The canonical IRI of one of our documents, which its UUID is made from."""
    return f"{INSTANCES}export/{name}"


def resource(request: ExportRequest, name: str, title: str, href: str) -> dict[str, Any]:
    """A back-matter resource for another of our documents, referred to as ``#uuid``."""
    return {
        "uuid": str(stable_uuid(f"{address(name)}#resource")),
        "title": title,
        "props": [prop("edition", request.notice.edition)],
        "rlinks": [{"href": href, "media-type": "application/json"}],
    }


def document(name: str, content: dict[str, Any]) -> bytes:
    """One OSCAL document as JSON."""
    return (json.dumps({name: content}, ensure_ascii=False, indent=2) + "\n").encode()
