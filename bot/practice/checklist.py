"""The checklist: the provisions that concern an organisation, why each does, and what would show that it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.errors import PracticeError
from ontology.catalogue import Catalogue
from ontology.errors import UnknownNode
from ontology.model import DutyBasis, Example, Modality, Provision, Relation

OWED = (Relation.OBLIGES, Relation.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Item:
    """One provision on the list.

    Attributes:
        provision: what it asks, its strength and number.
        relation: the firmest way in which it concerns the organisation.
        roles: the organisation's roles by which it does.
        why: a sentence that says so.
        example: our own illustration, from the nearest scenario where there is one; None when there is none.
        threats: identifiers of the threats that it bears on.
    """

    provision: Provision
    relation: Relation
    roles: tuple[str, ...]
    why: str
    example: Example | None
    threats: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        p = self.provision
        return {
            "id": p.id, "etsi": p.etsi, "uri": p.iri, "label": p.label, "principle": p.principle, "phase": p.phase,
            "modality": p.modality.value, "also": p.also.value if p.also else None, "relation": self.relation.value,
            "roles": list(self.roles), "says": p.says, "why": self.why, "threats": list(self.threats),
            "shown_by": self.example.evidence if self.example else None,
            "example": self.example.action if self.example else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checklist:
    """What an organisation has to do (``items``), and, apart from it, where others must involve it (``involved``)."""

    roles: tuple[str, ...]
    phases: tuple[str, ...]
    scenario: str | None
    items: tuple[Item, ...]
    involved: tuple[Item, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "roles": list(self.roles), "phases": list(self.phases), "scenario": self.scenario,
            "items": [item.to_json() for item in self.items], "involved": [item.to_json() for item in self.involved],
        }  # fmt: skip


def make(
    catalogue: Catalogue,
    roles: Iterable[str] = (),
    *,
    phases: Iterable[str] = (),
    scenario: str | None = None,
    modality: Modality | None = None,
) -> Checklist:
    """The checklist for whoever holds `roles` (every role when empty), limited to `phases` where any are given.

    Args:
        scenario: examples are taken from this scenario where it has one.
        modality: only provisions of this strength, as in :meth:`Catalogue.obligations`.

    Raises:
        PracticeError: no such role, phase or scenario.
    """
    wanted, limited = tuple(dict.fromkeys(roles)), tuple(dict.fromkeys(phases))
    if scenario is not None and scenario not in catalogue.scenarios:
        raise PracticeError(f"There is no scenario “{scenario}”. Known: {', '.join(catalogue.scenarios)}.")
    try:
        found = catalogue.obligations(wanted, modality=modality, phases=limited, relations=tuple(Relation))
    except UnknownNode as error:
        raise PracticeError(str(error)) from error
    owed: dict[str, Item] = {}
    involved: dict[str, Item] = {}
    for obligation in found:
        provision = obligation.provision
        kept = owed if obligation.relation in OWED else involved
        if provision.id in kept:
            continue  # obligations come firmest first
        roles_there = obligation.roles
        kept[provision.id] = Item(
            provision=provision,
            relation=obligation.relation,
            roles=roles_there,
            why=_why(catalogue, provision, obligation.relation, roles_there),
            example=_example(catalogue, provision.id, scenario),
            threats=tuple(threat.id for threat in catalogue.threats_of.get(provision.id, ())),
        )
    return Checklist(wanted, limited, scenario, _sorted(owed.values()), _sorted(involved.values()))


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: item.provision.order))


def _why(catalogue: Catalogue, provision: Provision, relation: Relation, roles: tuple[str, ...]) -> str:
    names = _joined([catalogue.roles[role].label for role in roles])
    if relation is Relation.ORGANISATION:
        said = f"It addresses organisations, and Principle {provision.principle} is mainly meant for {names}."
    elif relation is Relation.INVOLVES:
        return f"Others have to act; {names} are to be included, informed, protected or served."
    elif provision.duty_basis is DutyBasis.STATED:
        return f"It names {names} as having to act."
    else:
        said = f"It is taken to oblige {names}."
    return said if provision.duty_basis is DutyBasis.STATED else f"{said} The text does not name them; this is implied."


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _example(catalogue: Catalogue, provision: str, scenario: str | None) -> Example | None:
    examples = catalogue.examples_of.get(provision, ())
    return next((e for e in examples if e.scenario == scenario), examples[0] if examples else None)
