"""Whether the official wording says what the ontology says: strength and roles, compared and never smoothed over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from corpus.wording import normalised
from ontology.catalogue import ORGANISATION, Catalogue
from ontology.model import DutyBasis, Modality, Provision

ROLE_WORDS: Final = {
    "developer": r"\bdevelopers?\b",
    "system-operator": r"\bsystem operators?\b",
    "data-custodian": r"\bdata custodians?\b",
    "end-user": r"\bend[- ]users?\b",
    "affected-entity": r"\baffected entit(?:y|ies)\b",
    ORGANISATION: r"\borganisations?\b",
}
_ROLES: Final = {role: re.compile(words, re.IGNORECASE) for role, words in ROLE_WORDS.items()}
_VERB: Final = {m: re.compile(rf"\b{m.value}\b", re.IGNORECASE) for m in Modality}


def modality_of(text: str) -> Modality | None:
    """The strongest of *shall*, *should* and *may* in `text`."""
    return next((m for m in (Modality.SHALL, Modality.SHOULD, Modality.MAY) if _VERB[m].search(text)), None)


def roles_in(text: str) -> frozenset[str]:
    """The roles (and ``organisation``) that `text` names."""
    return frozenset(role for role, words in _ROLES.items() if words.search(text))


def differences(
    catalogue: Catalogue, texts: Mapping[str, str], headings: Mapping[str, str], audiences: Mapping[str, str]
) -> tuple[str, ...]:
    """Sentences, in the Code's order, on where provisions, headings and audience lines differ from the ontology."""
    found: list[str] = []
    for number, text in texts.items():
        if number in catalogue.provisions:
            found += _provision(catalogue.provisions[number], text)
    for number, heading in headings.items():
        principle = catalogue.principles[number]
        if plain(principle.label) not in plain(heading):
            found.append(f"Principle {number} is headed “{heading}” in the source, not “{principle.label}”.")
        named = roles_in(audiences.get(number, "")) - {ORGANISATION}
        if named != set(principle.audience):
            found.append(
                f"Principle {number} primarily applies to {_listed(named)} in the source, "
                f"to {_listed(frozenset(principle.audience))} in the ontology."
            )
    return tuple(found)


def _provision(provision: Provision, text: str) -> list[str]:
    found = []
    modality = modality_of(text)
    if modality is not provision.modality:
        found.append(
            f"{provision.id} says “{modality.value if modality else 'none of shall, should, may'}” in the source, "
            f"“{provision.modality.value}” in the ontology."
        )
    if provision.also and not _VERB[provision.also].search(text):
        found.append(f"{provision.id} has no “{provision.also.value}” in the source; in the ontology it has.")
    known = frozenset((*provision.obliges, *provision.involves))
    named = roles_in(text)
    silent = known - named if provision.duty_basis is DutyBasis.STATED else frozenset()
    if silent:
        found.append(f"{provision.id} does not name {_listed(silent)} in the source; the ontology does.")
    unknown = named - known - {ORGANISATION}
    if unknown:
        found.append(f"{provision.id} names {_listed(unknown)} in the source; the ontology has no relation to it.")
    return found


def plain(text: str) -> str:
    """`text` for comparing: case, spaces and the form of apostrophes don't count."""
    return normalised(text).casefold().replace("’", "'")


def _listed(roles: frozenset[str]) -> str:
    return ", ".join(sorted(roles)) or "nobody"
