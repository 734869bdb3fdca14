"""The library against a schema of what CISO Assistant takes (its ``tools/README.md`` and example libraries)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from api.export import ciso_assistant
from api.export.request import ExportRequest
from ontology.catalogue import Catalogue

jsonschema = pytest.importorskip("jsonschema")
URN = {"type": "string", "pattern": r"^urn:[a-z0-9._-]+:[a-z0-9._-]+:[a-z0-9._-]+(:[a-z0-9._\[\]()-]+)*$"}
TEXT = {"type": "string", "minLength": 1}
NODE = {
    "type": "object",
    "required": ["urn", "assessable", "depth", "ref_id"],
    "additionalProperties": False,
    "properties": {
        "urn": URN, "parent_urn": URN, "assessable": {"type": "boolean"}, "depth": {"type": "integer", "minimum": 1},
        "ref_id": TEXT, "name": TEXT, "description": TEXT, "annotation": TEXT, "typical_evidence": TEXT,
        "implementation_groups": {"type": "array", "items": TEXT}, "threats": {"type": "array", "items": URN},
    },
}  # fmt: skip
FRAMEWORK = {
    "type": "object",
    "required": ["urn", "ref_id", "name", "description", "requirement_nodes"],
    "properties": {"urn": URN, "requirement_nodes": {"type": "array", "items": NODE, "minItems": 1}},
}
SET = {
    "type": "object",
    "required": ["urn", "ref_id", "name", "source_framework_urn", "target_framework_urn", "requirement_mappings"],
    "properties": {
        "requirement_mappings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["source_requirement_urn", "target_requirement_urn", "relationship"],
                "properties": {
                    "source_requirement_urn": URN,
                    "target_requirement_urn": URN,
                    "relationship": {"enum": ["subset", "intersect", "equal", "superset", "not_related"]},
                    "rationale": {"enum": ["syntactic", "semantic", "functional"]},
                },
            },
        }
    },
}
LIBRARY = {
    "type": "object",
    "required": ["urn", "locale", "ref_id", "name", "description", "copyright", "version", "provider", "packager",
                 "objects"],
    "properties": {
        "urn": URN, "version": {"type": "integer", "minimum": 1}, "dependencies": {"type": "array", "items": URN},
        "objects": {
            "type": "object",
            "properties": {"framework": FRAMEWORK, "requirement_mapping_sets": {"type": "array", "items": SET}},
        },
    },
}  # fmt: skip


def _library(request: ExportRequest, framework: str | None = None) -> Any:
    made = yaml.load(ciso_assistant.write(replace(request, framework=framework)), yaml.CSafeLoader)
    jsonschema.validate(made, LIBRARY)
    return made


def test_the_library_holds_72_assessable_nodes_under_parents_that_exist(export_request: ExportRequest) -> None:
    nodes = _library(export_request)["objects"]["framework"]["requirement_nodes"]
    urns = [node["urn"] for node in nodes]
    assert len(urns) == len(set(urns)) == 85
    assert sum(node["assessable"] for node in nodes) == 72
    for at, node in enumerate(nodes):
        assert node["depth"] == 1 or node["parent_urn"] in urns[:at]


def test_roles_are_implementation_groups(export_request: ExportRequest, catalogue: Catalogue) -> None:
    framework = _library(export_request)["objects"]["framework"]
    assert [g["ref_id"] for g in framework["implementation_groups_definition"]] == list(catalogue.roles)
    for role in catalogue.roles:
        found = {n["ref_id"] for n in framework["requirement_nodes"] if role in n.get("implementation_groups", ())}
        assert found == {o.provision.id for o in catalogue.obligations([role])}


def test_each_framework_has_a_mapping_set_in_both_directions(
    export_request: ExportRequest, catalogue: Catalogue
) -> None:
    code = {n["urn"] for n in _library(export_request)["objects"]["framework"]["requirement_nodes"]}
    for framework in catalogue.frameworks:
        objects = _library(export_request, framework)["objects"]
        there = {n["urn"] for n in objects["framework"]["requirement_nodes"]}
        assert len(there) == len(objects["framework"]["requirement_nodes"])
        forth, back = objects["requirement_mapping_sets"]
        assert {m["source_requirement_urn"] for m in forth["requirement_mappings"]} <= code
        assert {m["target_requirement_urn"] for m in forth["requirement_mappings"]} <= there
        assert len(forth["requirement_mappings"]) == len(back["requirement_mappings"]) > 0
        assert "equal" not in {m["relationship"] for m in forth["requirement_mappings"]}
