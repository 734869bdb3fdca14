"""False premises that a provision corrects: its strength (*should* for *shall*, or the reverse), or who it obliges."""

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


def corrections(question: str, provisions: tuple[str, ...], catalogue: Catalogue, roles: RoleFinder) -> tuple[str, ...]:
    """What to say first, when the question takes something for granted that none of the provisions found says.

    `provisions`: best first; the first one is what the correction speaks of.
    """
    if not provisions or not cues.PREMISE.search(question):
        return ()
    found = [catalogue.provisions[provision] for provision in provisions]
    return (*_strength(question, found), *_obliged(question, found, roles))


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
