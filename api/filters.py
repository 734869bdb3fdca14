"""Filter values: each may repeat or be separated by commas; an unknown one is an error that names the known ones."""

from __future__ import annotations

from collections.abc import Iterable

from api.errors import FilterUnknown
from ontology import model as m
from ontology.catalogue import DEFAULT_RELATIONS, Catalogue

Given = list[str] | None


def values(given: Given, known: Iterable[str], what: str) -> tuple[str, ...]:
    """The distinct values in `given`, in order.

    Raises:
        FilterUnknown: one of them is not in `known`.
    """
    names = tuple(known)
    found: dict[str, None] = {}
    for one in given or ():
        for part in one.split(","):
            value = part.strip().lower()
            if value not in names:
                raise FilterUnknown(what, _shown(value), names)
            found[value] = None
    return tuple(found)


def _shown(value: str) -> str:
    kept = "".join(character if character.isprintable() else "�" for character in value)
    return kept[:60]


def obligations(
    catalogue: Catalogue, role: Given, modality: Given, phase: Given, principle: Given, relation: Given
) -> list[m.Obligation]:
    """Provisions that match any value of each filter, by relation and then in the Code's order.

    Raises:
        FilterUnknown
    """
    roles = values(role, catalogue.roles, "role")
    modalities: list[m.Modality | None] = [
        m.Modality(v) for v in values(modality, [v.value for v in m.Modality], "modality")
    ]
    phases = values(phase, catalogue.phases, "phase")
    principles = [int(v) for v in values(principle, catalogue.principles, "principle")]
    relations = [m.Relation(v) for v in values(relation, [v.value for v in m.Relation], "relation")]
    found: dict[tuple[str, m.Relation], m.Obligation] = {}
    for one_modality in modalities or [None]:
        for item in catalogue.obligations(
            roles,
            modality=one_modality,
            phases=phases,
            principles=principles,
            relations=relations or DEFAULT_RELATIONS,
        ):
            found[item.provision.id, item.relation] = item
    order = list(m.Relation)
    return sorted(found.values(), key=lambda o: (order.index(o.relation), o.provision.order))


def provisions(catalogue: Catalogue, modality: Given, phase: Given, principle: Given) -> list[m.Provision]:
    """Provisions that match any value of each filter, in the Code's order.

    Raises:
        FilterUnknown
    """
    modalities = values(modality, [v.value for v in m.Modality], "modality")
    phases = values(phase, catalogue.phases, "phase")
    principles = values(principle, catalogue.principles, "principle")

    def matches(item: m.Provision) -> bool:
        verbs = {item.modality.value} | ({"may"} if item.also is m.Modality.MAY else set())
        return (
            (not modalities or bool(verbs.intersection(modalities)))
            and (not phases or item.phase in phases)
            and (not principles or str(item.principle) in principles)
        )

    return [item for item in catalogue.provisions.values() if matches(item)]
