"""False premises that a provision corrects: its strength (*should* for *shall*, or the reverse), or who it obliges."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import wording
from bot.understand import cues
from bot.understand.roles import RoleEvidence
from ontology.catalogue import Catalogue
from ontology.model import DutyBasis, Modality, Provision

ORGANISATION = "organisation"
_BEFORE = (
    r"\b(?:obliges?|forces?|compels?|binds?|requires?|falls? (?:up)?on|(?:duty|obligation|burden) (?:of|on|for))"
    r"(?: (?:only|all|any|every|the|our|an?))* "
)
_AFTER = r" (?:(?:are|is|were) (?:\w+ly )?(?:obliged|required|bound|forced|compelled)\b|must\b|have to\b|has to\b)"


def corrections(
    question: str, provisions: tuple[str, ...], catalogue: Catalogue, named: Sequence[RoleEvidence] = ()
) -> tuple[str, ...]:
    """What to say first, when the question takes something for granted that the provision found does not say.

    `named`: the roles that the question names.
    """
    if not provisions or not cues.PREMISE.search(question):
        return ()
    provision = catalogue.provisions[provisions[0]]
    return (*_strength(question, provision), *_obliged(question, provision, named))


def _strength(question: str, provision: Provision) -> tuple[str, ...]:
    soft, firm = bool(cues.SAYS_SOFT.search(question)), bool(cues.SAYS_FIRM.search(question))
    if soft and not firm and provision.modality is Modality.SHALL:
        return (f"It is not optional: {provision.id} is a requirement (*shall*) for whoever follows the Code.",)
    if firm and not soft and provision.modality is Modality.SHOULD:
        return (f"It is not required: {provision.id} is a recommendation (*should*).",)
    return ()


def _obliged(question: str, provision: Provision, named: Sequence[RoleEvidence]) -> tuple[str, ...]:
    """That a role which the question takes to be obliged is not, where the provision names others."""
    if provision.duty_basis is not DutyBasis.STATED or ORGANISATION in provision.obliges:
        return ()
    wrong = [e.role for e in named if e.role not in provision.obliges and _claimed(question, e.words)]
    if not wrong:
        return ()
    taken = wording.roles(dict.fromkeys(wrong))
    return (f"It does not fall on {taken}: {provision.id} names {wording.roles(provision.obliges)}.",)


def _claimed(question: str, words: str) -> bool:
    role = re.escape(words)
    return bool(re.search(rf"{_BEFORE}{role}\b|\b{role}s?{_AFTER}", question, re.IGNORECASE))
