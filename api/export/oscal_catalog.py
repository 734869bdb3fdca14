"""The Code as an OSCAL catalog: 13 groups, 72 controls. Sub-provisions are controls within their parent."""

from __future__ import annotations

from typing import Any

from api.export import oscal
from api.export.request import ExportRequest, stable_uuid
from ontology.model import Principle, Provision

NAME = "oscal-catalog"
FILE = "signpost-catalog.json"
TITLE = "Code of Practice for the Cyber Security of AI, restated"


def write(request: ExportRequest) -> bytes:
    """The whole Code, whatever roles are asked for; a profile selects."""
    content = {
        "uuid": str(stable_uuid(oscal.address(NAME))),
        "metadata": oscal.metadata(request, TITLE),
        "groups": [_group(request, principle) for principle in request.catalogue.principles.values()],
    }
    return oscal.document("catalog", content)


def _group(request: ExportRequest, principle: Principle) -> dict[str, Any]:
    provisions = [request.catalogue.provisions[p] for p in principle.provisions]
    return {
        "id": oscal.group_id(principle.id),
        "class": "principle",
        "title": f"Principle {principle.number}: {principle.label}",
        "props": [
            oscal.prop("label", f"Principle {principle.number}"),
            oscal.prop("phase", principle.phase),
            *(oscal.prop("audience", role) for role in principle.audience),
        ],
        "links": [oscal.link(request, principle.iri)],
        "controls": [_control(request, p) for p in provisions if p.parent not in request.catalogue.provisions],
    }


def _control(request: ExportRequest, provision: Provision) -> dict[str, Any]:
    identifier = oscal.control_id(provision)
    examples = request.catalogue.examples_of.get(provision.id, ())
    parts = [{"id": f"{identifier}_smt", "name": "statement", "prose": provision.says}]
    parts += [
        {
            "id": f"{identifier}_ex{number}",
            "name": "guidance",
            "title": f"Illustration: {example.label}",
            "prose": f"{example.action} Shown by: {example.evidence} (Illustrative; written for Signpost.)",
        }
        for number, example in enumerate(examples, start=1)
    ]
    control: dict[str, Any] = {
        "id": identifier,
        "class": "provision",
        "title": provision.label,
        "props": [
            oscal.prop("label", provision.id),
            oscal.prop("modality", provision.modality.value),
            *([oscal.prop("second-clause", provision.also.value)] if provision.also else []),
            oscal.prop("number", provision.etsi, **{"class": "en-304-223"}),
            *(oscal.prop("obliges", role) for role in provision.obliges),
            *(oscal.prop("involves", role) for role in provision.involves),
            oscal.prop("duty-basis", provision.duty_basis.value),
        ],
        "links": [oscal.link(request, provision.iri)],
        "parts": parts,
    }
    children = [request.catalogue.provisions[child] for child in provision.children]
    if children:
        control["controls"] = [_control(request, child) for child in children]
    return control
