"""Filters as clients write them, turned into typed ones; shared by the command line and the HTTP API."""

from __future__ import annotations

from collections.abc import Iterable

from ontology.catalogue import DEFAULT_RELATIONS, Catalogue
from ontology.errors import UnknownNode
from ontology.model import Modality, Obligation, Relation


def modality(given: str | None) -> Modality | None:
    """Raises: UnknownNode for anything but shall, should, may or nothing."""
    if given is None:
        return None
    try:
        return Modality(given.lower())
    except ValueError as error:
        raise UnknownNode(f"There is no modality “{given}”. Known: shall, should, may.", tuple(Modality)) from error


def relation(given: str) -> Relation:
    """Raises: UnknownNode for anything but obliges, organisation and involves."""
    try:
        return Relation(given.lower())
    except ValueError as error:
        raise UnknownNode(f"There is no relation “{given}”. Known: obliges, organisation, involves.", tuple(Relation)) from error


def several(given: Iterable[str]) -> tuple[str, ...]:
    """Values that may be repeated or separated by commas, lower-cased, once each."""
    return tuple(dict.fromkeys(v.strip().lower() for each in given for v in each.split(",") if v.strip()))


def obligations(
    catalogue: Catalogue,
    roles: Iterable[str] = (),
    strength: str | None = None,
    phase: str | None = None,
    principle: int | None = None,
    relations: Iterable[str] = (),
) -> tuple[Obligation, ...]:
    """The graph's list for filters as written.

    Raises:
        UnknownNode: a value is not known; the message lists those that are.
    """
    asked = tuple(relation(r) for r in several(relations)) or DEFAULT_RELATIONS
    return catalogue.obligations(
        several(roles), modality=modality(strength), phase=phase, principle=principle, relations=asked
    )
