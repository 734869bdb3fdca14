"""What is linked to a node, in groups: the page lists them, the picture draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ontology import model as m
from ontology.catalogue import Catalogue

MATCH_WORDS = {
    "exactMatch": "same as",
    "closeMatch": "close to",
    "relatedMatch": "related to",
    "broadMatch": "narrower than",
    "narrowMatch": "broader than",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that are linked in one way; ``heading`` says which."""

    heading: str
    nodes: tuple[m.Node, ...]


@dataclass(frozen=True, slots=True)
class Cross:
    """A mapping seen from one of its ends: the other end, how, on whose reading, how sure."""

    mapping: m.Mapping
    other: m.Node
    framework: m.Framework | None
    code: str
    relation: str
    forward: bool


def short(node: m.Node) -> str:
    """A few words that name a node, such as ``Provision 5.4.1``."""
    if isinstance(node, m.Provision | m.Principle):
        return f"{node.kind.capitalize()} {node.id}"
    if isinstance(node, m.Target):
        return node.code
    return node.label


def name(node: m.Node) -> str:
    """What names a node in a list: number or code, and label."""
    if isinstance(node, m.Provision | m.Principle):
        return f"{node.id} {node.label}"
    if isinstance(node, m.Target):
        return node.code if node.label == node.code else f"{node.code} {node.label}"
    return node.label


def crosses(node: m.Node, catalogue: Catalogue) -> tuple[Cross, ...]:
    """The node's crosswalks, by framework and then code."""
    found = []
    for mapping in catalogue.mappings_of.get(node.iri, ()):
        forward = mapping.source_iri == node.iri
        other = catalogue.by_iri[mapping.target_iri if forward else mapping.source_iri]
        target = other if isinstance(other, m.Target) else None
        framework = catalogue.frameworks[target.framework] if target else None
        relation = MATCH_WORDS[mapping.relation]
        found.append(Cross(mapping, other, framework, target.code if target else other.id, relation, forward))
    return tuple(sorted(found, key=lambda c: (c.framework.label if c.framework else "", c.code)))


def groups(node: m.Node, catalogue: Catalogue) -> tuple[Group, ...]:
    """Everything that is linked to `node`, without empty groups."""
    maker = _MAKERS.get(type(node))
    made = list(maker(node, catalogue)) if maker else []
    made.append(Group("Facts on record", tuple(f for f in catalogue.facts.values() if node.iri in f.about)))
    return tuple(group for group in made if group.nodes)


def _provision(node: m.Provision, c: Catalogue) -> Iterable[Group]:
    yield Group("Principle", (c.principles[str(node.principle)],))
    yield Group("Part of", (c.provisions[node.parent],) if node.parent else ())
    yield Group("Parts", tuple(c.provisions[child] for child in node.children))
    yield Group("Obliges", tuple(c.roles[role] for role in node.obliges if role in c.roles))
    yield Group("Involves", tuple(c.roles[role] for role in node.involves if role in c.roles))
    yield Group("Threats that it bears on", c.threats_of.get(node.id, ()))
    yield Group("Examples (ours)", c.examples_of.get(node.id, ()))
    yield Group("Other standards", _others(node, c))
    yield Group("Themes", tuple(t for t in c.themes.values() if node.id in t.provisions))


def _principle(node: m.Principle, c: Catalogue) -> Iterable[Group]:
    yield Group("Phase", (c.phases[node.phase],))
    yield Group("Primarily applies to", tuple(c.roles[role] for role in node.audience))
    yield Group("Provisions", tuple(c.provisions[p] for p in node.provisions))
    yield Group("Other standards", _others(node, c))


def _phase(node: m.Phase, c: Catalogue) -> Iterable[Group]:
    yield Group("Principles", tuple(c.principles[p] for p in node.principles))


def _role(node: m.Role, c: Catalogue) -> Iterable[Group]:
    headings = {
        m.Relation.OBLIGES: "Provisions that oblige it",
        m.Relation.ORGANISATION: "Provisions on organisations in its principles",
        m.Relation.INVOLVES: "Provisions that involve it",
    }
    for relation, heading in headings.items():
        found = c.obligations([node.id], relations=[relation])
        yield Group(heading, tuple(o.provision for o in found))
    yield Group("Principles meant for it", tuple(p for p in c.principles.values() if node.id in p.audience))
    yield Group("Other standards", _others(node, c))


def _threat(node: m.Threat, c: Catalogue) -> Iterable[Group]:
    yield Group("Provisions that bear on it", tuple(c.provisions[p] for p in node.provisions))
    yield Group("In other standards", tuple(c.by_iri[iri] for iri in node.targets if iri in c.by_iri))


def _theme(node: m.Theme, c: Catalogue) -> Iterable[Group]:
    yield Group("Provisions", tuple(c.provisions[p] for p in node.provisions))


def _scenario(node: m.Scenario, c: Catalogue) -> Iterable[Group]:
    held = dict.fromkeys(role for _, roles in node.parties for role in roles)
    yield Group("Roles that its parties may hold", tuple(c.roles[role] for role in held if role in c.roles))
    yield Group("Examples (ours)", tuple(e for e in c.examples.values() if e.scenario == node.id))


def _example(node: m.Example, c: Catalogue) -> Iterable[Group]:
    yield Group("Provision", (c.provisions[node.provision],))
    yield Group("Scenario", (c.scenarios[node.scenario],))


def _framework(node: m.Framework, c: Catalogue) -> Iterable[Group]:
    yield Group("Document", tuple(d for d in c.documents.values() if d.id == node.document))
    yield Group("Elements that are mapped", tuple(t for t in c.targets.values() if t.framework == node.id))


def _target(node: m.Target, c: Catalogue) -> Iterable[Group]:
    yield Group("Framework", (c.frameworks[node.framework],))
    yield Group("Linked by crosswalks", _others(node, c))
    yield Group("Threats", tuple(t for t in c.threats.values() if node.iri in t.targets))


def _mapping(node: m.Mapping, c: Catalogue) -> Iterable[Group]:
    yield Group("From", (c.by_iri[node.source_iri],))
    yield Group("To", (c.by_iri[node.target_iri],))


def _document(node: m.Document, c: Catalogue) -> Iterable[Group]:
    yield Group("Crosswalks", tuple(f for f in c.frameworks.values() if f.document == node.id))


def _fact(node: m.Fact, c: Catalogue) -> Iterable[Group]:
    yield Group("About", tuple(c.by_iri[iri] for iri in node.about if iri in c.by_iri))


def _others(node: m.Node, c: Catalogue) -> tuple[m.Node, ...]:
    return tuple({cross.other.iri: cross.other for cross in crosses(node, c)}.values())


_MAKERS: dict[type, Callable[..., Iterable[Group]]] = {
    m.Provision: _provision,
    m.Principle: _principle,
    m.Phase: _phase,
    m.Role: _role,
    m.Threat: _threat,
    m.Theme: _theme,
    m.Scenario: _scenario,
    m.Example: _example,
    m.Framework: _framework,
    m.Target: _target,
    m.Mapping: _mapping,
    m.Document: _document,
    m.Fact: _fact,
}
