"""A library for CISO Assistant (https://github.com/intuitem/ciso-assistant-community, ``tools/README.md``).

Without a framework: the Code, with roles as implementation groups, and the threats. With one: a library that depends on
it and holds the other framework's codes (named, not reproduced) and a mapping set in each direction.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from api.export.request import ExportRequest
from bot.practice.notice import LICENCE
from bot.practice.projection import RESERVATION, Link, project
from ontology.catalogue import ORGANISATION
from ontology.model import Provision

NAME = "ciso-assistant"
URN = "urn:signpost:risk"
CODE = "uk-ai-cyber-code"
LIBRARY_VERSION = 1
RELATIONSHIPS = {
    "exactMatch": ("equal", "equal"),
    "closeMatch": ("intersect", "intersect"),
    "relatedMatch": ("intersect", "intersect"),
    "broadMatch": ("subset", "superset"),
    "narrowMatch": ("superset", "subset"),
}


def write(request: ExportRequest) -> bytes:
    """The library as YAML.

    Raises:
        FrameworkUnknown: there is no such framework.
    """
    made = _mappings(request, request.framework) if request.framework else _code(request)
    return yaml.dump(made, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120).encode()


def _library(request: ExportRequest, slug: str, name: str) -> dict[str, Any]:
    return {
        "urn": f"{URN}:library:{slug}",
        "locale": "en",
        "ref_id": slug,
        "name": name,
        "description": "\n".join(request.notice.lines),
        "copyright": LICENCE,
        "version": LIBRARY_VERSION,
        "publication_date": request.made.date(),
        "provider": "Signpost (restating DSIT)",
        "packager": "signpost",
    }


def _code(request: ExportRequest) -> dict[str, Any]:
    catalogue = request.catalogue
    library = _library(request, CODE, "Code of Practice for the Cyber Security of AI, restated")
    nodes: list[dict[str, Any]] = []
    for principle in catalogue.principles.values():
        nodes.append(
            {
                "urn": _principle(principle.id),
                "assessable": False,
                "depth": 1,
                "ref_id": f"P{principle.id}",
                "name": principle.label,
            }
        )
        nodes += [_node(request, catalogue.provisions[p]) for p in principle.provisions]
    library["objects"] = {
        "threats": [
            {"urn": f"{URN}:threat:{CODE}:{t.id}", "ref_id": t.id, "name": t.label, "description": t.definition}
            for t in catalogue.threats.values()
        ],
        "framework": {
            "urn": f"{URN}:framework:{CODE}",
            "ref_id": CODE,
            "name": library["name"],
            "description": library["description"],
            "implementation_groups_definition": [
                {"ref_id": role.id, "name": role.label, "description": role.definition}
                for role in catalogue.roles.values()
            ],
            "requirement_nodes": nodes,
        },
    }
    return library


def _node(request: ExportRequest, provision: Provision) -> dict[str, Any]:
    catalogue = request.catalogue
    parent = _provision(provision.parent) if provision.parent in catalogue.provisions else None
    examples = catalogue.examples_of.get(provision.id, ())
    roles = [role for role in catalogue.roles if role in provision.obliges]
    if ORGANISATION in provision.obliges:
        roles += [r for r in catalogue.principles[str(provision.principle)].audience if r not in roles]
    node: dict[str, Any] = {
        "urn": _provision(provision.id),
        "assessable": True,
        "depth": 3 if parent else 2,
        "parent_urn": parent or _principle(str(provision.principle)),
        "ref_id": provision.id,
        "name": provision.label,
        "description": provision.says,
        "annotation": f"Strength: {provision.modality.value}"
        + (f", with a weaker clause ({provision.also.value})" if provision.also else "")
        + f". Number in EN 304 223: {provision.etsi}.",
        "implementation_groups": roles,
    }
    threats = [f"{URN}:threat:{CODE}:{t.id}" for t in catalogue.threats_of.get(provision.id, ())]
    if threats:
        node["threats"] = threats
    if examples:
        node["typical_evidence"] = "\n".join(f"{e.evidence} (Illustrative.)" for e in examples)
    return node


def _mappings(request: ExportRequest, framework: str) -> dict[str, Any]:
    projection = project(request.catalogue, framework)
    slug = f"{CODE}-and-{framework}"
    library = _library(request, slug, f"The Code and {projection.framework.label}: mapping")
    library["dependencies"] = [f"{URN}:library:{CODE}"]
    links = [(row.target.code, link) for row in projection.rows for link in row.links if link.kind != "role"]
    there = f"{URN}:framework:{framework}"
    library["objects"] = {
        "framework": {
            "urn": there,
            "ref_id": framework,
            "name": f"{projection.framework.label} (codes only)",
            "description": "The elements that Signpost maps to, by code and title; the text is with its publisher.",
            "requirement_nodes": [
                {
                    "urn": _element(framework, row.target.code),
                    "assessable": True,
                    "depth": 1,
                    "ref_id": row.target.code,
                    "name": row.target.label,
                }
                for row in projection.rows
            ],
        },
        "requirement_mapping_sets": [
            _set(slug, f"{URN}:framework:{CODE}", there, [_one(framework, code, link, 0) for code, link in links]),
            _set(f"{slug}-revert", there, f"{URN}:framework:{CODE}",
                 [_one(framework, code, link, 1) for code, link in links]),
        ],
    }  # fmt: skip
    return library


def _set(slug: str, source: str, target: str, mappings: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "urn": f"{URN}:req_mapping_set:{slug}",
        "ref_id": slug,
        "name": slug,
        "description": RESERVATION,
        "source_framework_urn": source,
        "target_framework_urn": target,
        "requirement_mappings": mappings,
    }


def _one(framework: str, code: str, link: Link, direction: int) -> dict[str, Any]:
    ends = (_provision(link.id) if link.kind == "provision" else _principle(link.id), _element(framework, code))
    whose = "own reading" if link.own_reading else "published"
    said = f"{link.relation}; {whose}; confidence {link.confidence}"
    return {
        "source_requirement_urn": ends[direction],
        "target_requirement_urn": ends[1 - direction],
        "relationship": RELATIONSHIPS[link.relation][direction],
        "rationale": "semantic",
        "annotation": f"{said}; {link.note}" if link.note else said,
    }


def _principle(number: str) -> str:
    return f"{URN}:req_node:{CODE}:p{number}"


def _provision(number: str | None) -> str:
    return f"{URN}:req_node:{CODE}:{number}"


def _element(framework: str, code: str) -> str:
    """An element's URN; lower case with only letters, digits, dots and hyphens, as CISO Assistant asks."""
    return f"{URN}:req_node:{framework}:{re.sub(r'[^a-z0-9.-]+', '-', code.lower()).strip('-')}"
