"""False premises that a provision corrects: its strength (*should* for *shall*, or the reverse), who it obliges, and
in which principle it stands."""

from __future__ import annotations

import re

from bot import wording
from bot.understand import cues
from bot.understand.roles import RoleFinder
from ontology.catalogue import Catalogue
from ontology.model import DutyBasis, Modality, Provision, Relation

_BEFORE = (
    r"\b(?:obliges?|forces?|compels?|binds?|requires?|falls? (?:up)?on|(?:duty|obligation|burden) (?:of|on|for))"
    r"(?: (?:only|all|any|every|the|our|an?))* "
)
_AFTER = r" (?:(?:are|is|were) (?:\w+ly )?(?:obliged|required|bound|forced|compelled)\b|must\b|have to\b|has to\b)"


def corrections(
    question: str,
    provisions: tuple[str, ...],
    catalogue: Catalogue,
    roles: RoleFinder,
    principles: tuple[int, ...] = (),
) -> tuple[str, ...]:
    """What to say first, when the question takes something for granted that none of the provisions found says.

    Args:
        provisions: best first; the first one is what the correction speaks of.
        principles: those that the question names.
    """
    if not provisions:
        return ()
    found = [catalogue.provisions[provision] for provision in provisions]
    elsewhere = _elsewhere(found, principles, catalogue)
    if not cues.PREMISE.search(question):
        return elsewhere
    return (*elsewhere, *_strength(question, found), *_obliged(question, found, roles))


def _elsewhere(found: list[Provision], principles: tuple[int, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """That what is asked for does not stand in the one principle that the question names."""
    if len(principles) != 1 or any(provision.principle in principles for provision in found):
        return ()
    named = catalogue.principles[str(principles[0])]
    holds = catalogue.principles[str(found[0].principle)]
    stands = f"{found[0].id} stands in Principle {holds.number}, “{holds.label}”."
    return (f"Principle {named.number} is “{named.label}”; {stands}",)


def _strength(question: str, found: list[Provision]) -> tuple[str, ...]:
    soft, firm = bool(cues.SAYS_SOFT.search(question)), bool(cues.SAYS_FIRM.search(question))
    strengths, first = {provision.modality for provision in found}, found[0].id
    if soft and not firm and strengths == {Modality.SHALL}:
        return (f"It is not optional: {first} is a requirement (*shall*) for whoever follows the Code.",)
    if firm and not soft and strengths == {Modality.SHOULD}:
        return (f"It is not required: {first} is a recommendation (*should*).",)
    return ()


def _obliged(question: str, found: list[Provision], roles: RoleFinder) -> tuple[str, ...]:
    """That a role which the question takes to be obliged is not, where the provisions name others."""
    if any(p.duty_basis is not DutyBasis.STATED or Relation.ORGANISATION in p.obliges for p in found):
        return ()
    obliged = {role for provision in found for role in provision.obliges}
    wrong = [e.role for e in roles.named(question) if e.role not in obliged and _claimed(question, e.words)]
    if not wrong:
        return ()
    taken, first = wording.roles(dict.fromkeys(wrong)), found[0]
    return (f"{first.id} does not fall on {taken}: it names {wording.roles(first.obliges)}.",)


def _claimed(question: str, words: str) -> bool:
    role = re.escape(words)
    return bool(re.search(rf"{_BEFORE}{role}\b|\b{role}s?{_AFTER}", question, re.IGNORECASE))
