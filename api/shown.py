"""Nodes as JSON: every field of the read model, with both addresses and, in full, what is linked to the node."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ontology import model as m
from ontology.catalogue import Catalogue
from ontology.iri import served


def node(item: m.Node, base_url: str | None) -> dict[str, Any]:
    """A node's own fields, with ``uri`` (served) beside ``iri`` (canonical)."""
    fields = asdict(item)
    if "numbers" in fields:
        fields["numbers"] = dict(fields["numbers"])
    if "parties" in fields:
        fields["parties"] = [{"label": label, "may_hold": list(roles)} for label, roles in fields["parties"]]
    return {"uri": served(item.iri, base_url), **fields}


def nodes(items: Iterable[m.Node], base_url: str | None) -> list[dict[str, Any]]:
    return [node(item, base_url) for item in items]


def pointer(item: m.Node, base_url: str | None) -> dict[str, Any]:
    """What is needed to name a node and to go there."""
    return {"id": item.id, "kind": item.kind, "label": item.label, "uri": served(item.iri, base_url)}


def mapping(item: m.Mapping, catalogue: Catalogue, base_url: str | None) -> dict[str, Any]:
    """A mapping with both its ends named."""
    body = node(item, base_url)
    for name, iri in (("source", item.source_iri), ("target", item.target_iri)):
        end = catalogue.by_iri[iri]
        body[name] = pointer(end, base_url)
        if isinstance(end, m.Target):
            body[name] |= {"code": end.code, "framework": end.framework}
    return body


def provision(item: m.Provision, catalogue: Catalogue, base_url: str | None) -> dict[str, Any]:
    """A provision and all that is linked to it."""
    return node(item, base_url) | {
        "principle_label": catalogue.principles[str(item.principle)].label,
        "phase_label": catalogue.phases[item.phase].label,
        "examples": nodes(catalogue.examples_of.get(item.id, ()), base_url),
        "threats": [pointer(threat, base_url) for threat in catalogue.threats_of.get(item.id, ())],
        "crosswalks": [mapping(found, catalogue, base_url) for found in catalogue.mappings_of.get(item.iri, ())],
        "themes": [pointer(t, base_url) for t in catalogue.themes.values() if item.id in t.provisions],
        "facts": nodes((f for f in catalogue.facts.values() if item.iri in f.about), base_url),
    }


def principle(item: m.Principle, catalogue: Catalogue, base_url: str | None) -> dict[str, Any]:
    """A principle with its provisions and crosswalks."""
    return node(item, base_url) | {
        "phase_label": catalogue.phases[item.phase].label,
        "provisions": nodes((catalogue.provisions[number] for number in item.provisions), base_url),
        "crosswalks": [mapping(found, catalogue, base_url) for found in catalogue.mappings_of.get(item.iri, ())],
        "facts": nodes((f for f in catalogue.facts.values() if item.iri in f.about), base_url),
    }


def role(item: m.Role, catalogue: Catalogue, base_url: str | None) -> dict[str, Any]:
    """A role with the provisions of each relation, kept apart, and the principles that primarily apply to it."""
    found = catalogue.obligations([item.id], relations=tuple(m.Relation))
    return node(item, base_url) | {
        "principles": [pointer(p, base_url) for p in catalogue.principles.values() if item.id in p.audience],
        "obligations": [obligation(one, base_url) for one in found],
    }


def obligation(item: m.Obligation, base_url: str | None) -> dict[str, Any]:
    """The contract's shape of an obligation."""
    return {
        "id": item.provision.id,
        "modality": item.provision.modality.value,
        "also": item.provision.also.value if item.provision.also else None,
        "relation": item.relation.value,
        "says": item.provision.says,
        "uri": served(item.provision.iri, base_url),
    }
