"""Assess once, see it elsewhere: results carried along the mappings, never claimed as compliance.

A mapping says that two things are near each other, not that one fulfils the other. So nothing is scored here: each
element of the other framework shows which provisions are linked to it, how, on whose reading, and how they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from bot.errors import FrameworkUnknown
from bot.practice.assessment import STATUS_WORDS, Assessment, Status
from ontology.catalogue import Catalogue
from ontology.model import Framework, Mapping, Target

RELATION_WORDS = {
    "exactMatch": "same as",
    "closeMatch": "close to",
    "relatedMatch": "related to",
    "broadMatch": "narrower than",
    "narrowMatch": "broader than",
}
# From strong to weak; two steps are as strong as the weaker of them.
_STRENGTH = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_CONFIDENCE = ("high", "medium", "low")
NEAREST = 5
RESERVATION = "A link shows where to look; it does not show that either side is met."


@dataclass(frozen=True, slots=True)
class Link:
    """One thing of the Code that is linked to an element elsewhere.

    Attributes:
        kind, id: ``provision``, ``principle`` or ``role``, and its identifier.
        relation: SKOS match, read from the Code's side.
        own_reading: whether Signpost, not a publication, says so.
        via: code of the element that a two-step link passes through, or empty.
        status: how the provision stands in the assessment; None for what is not a provision in its scope.
    """

    kind: str
    id: str
    label: str
    relation: str
    own_reading: bool
    confidence: str
    basis: str
    note: str
    via: str
    status: Status | None

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "id": self.id, "label": self.label, "relation": self.relation,
            "own_reading": self.own_reading, "confidence": self.confidence, "basis": self.basis, "note": self.note,
            "via": self.via or None, "status": self.status.value if self.status else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Projected:
    """An element of the other framework, and what of the Code is linked to it."""

    target: Target
    links: tuple[Link, ...]

    @property
    def standing(self) -> str:
        """How the linked provisions stand, in words; empty without an assessment."""
        counted = Counter(link.status for link in self.links if link.status is not None)
        said = [f"{counted[status]} {STATUS_WORDS[status]}" for status in Status if counted[status]]
        return f"Of the linked provisions: {', '.join(said)}." if said else ""

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.target.code, "label": self.target.label, "uri": self.target.iri, "standing": self.standing,
            "links": [link.to_json() for link in self.links],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Projection:
    """A framework seen from the Code. ``unlinked`` are provisions in scope that no mapping reaches it from."""

    framework: Framework
    rows: tuple[Projected, ...]
    unlinked: tuple[str, ...]
    reservation: str = RESERVATION

    def to_json(self) -> dict[str, Any]:
        return {
            "framework": self.framework.id, "label": self.framework.label, "reservation": self.reservation,
            "rows": [row.to_json() for row in self.rows], "unlinked": list(self.unlinked),
        }  # fmt: skip


def project(catalogue: Catalogue, framework: str, assessment: Assessment | None = None) -> Projection:
    """Every element of `framework` that something of the Code is mapped to, with what is.

    Raises:
        FrameworkUnknown: there is no such framework.
    """
    known = _framework(catalogue, framework)
    targets = [target for target in catalogue.targets.values() if target.framework == known.id]
    rows = [Projected(target, _links(catalogue, target, assessment)) for target in targets]
    rows = sorted((row for row in rows if row.links), key=lambda row: _natural(row.target.code))
    linked = {link.id for row in rows for link in row.links if link.kind == "provision"}
    scope = assessment.entries if assessment else catalogue.provisions
    return Projection(known, tuple(rows), tuple(identifier for identifier in scope if identifier not in linked))


def touching(catalogue: Catalogue, framework: str, code: str, assessment: Assessment | None = None) -> Projected:
    """What of the Code an element elsewhere touches ("we meet NIST MEASURE 2.7: what does that touch?").

    The code has to be the whole one, in any capitals and with any spaces or hyphens: a part of a code names something
    else (MEASURE 2.1 is not MEASURE 2.10, and a technique is not one of its sub-techniques).

    Raises:
        FrameworkUnknown: no such framework, or no such element in it; names the nearest.
    """
    known = _framework(catalogue, framework)
    targets = {_plain(t.code): t for t in catalogue.targets.values() if t.framework == known.id}
    found = targets.get(_plain(code))
    if found is None:
        near = _nearest(code, targets)
        raise FrameworkUnknown(f"{known.label} has no element “{code[:60]}” that is mapped here. {near}")
    return Projected(found, _links(catalogue, found, assessment))


def _nearest(code: str, targets: dict[str, Target]) -> str:
    """The elements that somebody who wrote `code` may have meant; a few of all when none is near."""
    said = _plain(code)
    parts = sorted((key for key in targets if said and key.startswith(said)), key=_natural)
    wholes = [key for key in targets if said.startswith(f"{key}.")]
    near = list(dict.fromkeys([*wholes, *parts, *get_close_matches(said, targets, NEAREST)]))[:NEAREST]
    if near:
        return f"The nearest are: {', '.join(targets[key].code for key in near)}."
    return f"Some are: {', '.join(sorted((t.code for t in targets.values()), key=_natural)[:12])}."


def _framework(catalogue: Catalogue, identifier: str) -> Framework:
    found = catalogue.frameworks.get(identifier)
    if found is None:
        raise FrameworkUnknown(f"There is no framework “{identifier[:60]}”. Known: {', '.join(catalogue.frameworks)}.")
    return found


def _links(catalogue: Catalogue, target: Target, assessment: Assessment | None) -> tuple[Link, ...]:
    found: dict[tuple[str, str], Link] = {}
    for mapping in catalogue.mappings_of.get(target.iri, ()):
        if mapping.target_iri != target.iri:
            continue
        source = catalogue.by_iri[mapping.source_iri]
        if isinstance(source, Target):  # an older edition of the same list: what is linked to it is linked in two steps
            for inner in catalogue.mappings_of.get(source.iri, ()):
                if inner.target_iri == source.iri and not isinstance(catalogue.by_iri[inner.source_iri], Target):
                    link = _link(catalogue, _two_steps(inner, mapping), assessment, source.code)
                    found.setdefault((link.kind, link.id), link)
        else:
            link = _link(catalogue, mapping, assessment, "")
            found[(link.kind, link.id)] = link
    return tuple(sorted(found.values(), key=lambda link: (link.kind, _natural(link.id))))


def _two_steps(first: Mapping, second: Mapping) -> Mapping:
    weakest = max(first.relation, second.relation, key=_STRENGTH.index)
    least = max(first.sourced.confidence, second.sourced.confidence, key=_CONFIDENCE.index)
    return replace(
        first,
        relation=weakest,
        own_reading=True,
        basis=f"{first.basis}; {second.basis}",
        sourced=replace(first.sourced, confidence=least),
    )


def _link(catalogue: Catalogue, mapping: Mapping, assessment: Assessment | None, via: str) -> Link:
    source = catalogue.by_iri[mapping.source_iri]
    entry = assessment.entries.get(source.id) if assessment and source.kind == "provision" else None
    return Link(
        source.kind, source.id, source.label, mapping.relation, mapping.own_reading, mapping.sourced.confidence,
        mapping.basis, mapping.note, via, entry.status if entry else None,
    )  # fmt: skip


def _natural(code: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.findall(r"\d+|\D+", code)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _plain(code: str) -> str:
    """A code with capitals, spaces and hyphens folded; dots and colons stay, since they tell one code from another."""
    return re.sub(r"[\s_‐‑–-]+", "", code.casefold())
