"""How Signpost says things about the Code: strengths, roles, relations. One place, so that no two answers differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.evidence import Item
from ontology.catalogue import ORGANISATION, Catalogue
from ontology.model import DutyBasis, Modality, Principle, Provision, Relation

STRENGTH: Final = {
    Modality.SHALL: "required of whoever follows the Code",
    Modality.SHOULD: "recommended",
    Modality.MAY: "permitted",
}
KIND: Final = {Modality.SHALL: "requirement", Modality.SHOULD: "recommendation", Modality.MAY: "permission"}
SECOND_CLAUSE: Final = {
    Modality.SHOULD: "its second clause is a *should*",
    Modality.MAY: "its second clause is a *may*",
}
PLURALS: Final = {
    "developer": "developers",
    "system-operator": "system operators",
    "data-custodian": "data custodians",
    "end-user": "end-users",
    "affected-entity": "affected entities",
    ORGANISATION: "organisations",
}
SINGULARS: Final = {
    "developer": "a developer",
    "system-operator": "a system operator",
    "data-custodian": "a data custodian",
    "end-user": "an end-user",
    "affected-entity": "an affected entity",
}
HEADINGS: Final = {
    Relation.OBLIGES: "Provisions that oblige {roles}",
    Relation.ORGANISATION: "Provisions that oblige every organisation in the principle's audience ({roles} among it)",
    Relation.INVOLVES: "Where others are to inform, include, protect or serve {roles}",
}
CONCERNING: Final = {
    Relation.OBLIGES: "that name a role as having to act",
    Relation.ORGANISATION: "that oblige every organisation in their principle's audience",
    Relation.INVOLVES: "in which others are to inform, include, protect or serve somebody",
}


GRANTED: Final = "What the question takes for granted"
QUOTED: Final = "The wording that you quote for {number} is not checked here; what follows goes by what {number} asks."
REQUIRES: Final = "The Code requires this of whoever follows it:"
REQUIREMENTS: Final = "The Code has requirements on this:"
RECOMMENDS: Final = "The Code recommends this; it does not require it:"
RECOMMENDATIONS: Final = "The Code has recommendations on this, no requirements:"
BOTH_STRENGTHS: Final = "The Code has requirements (*shall*) and recommendations (*should*) on this:"
SEPARATE: Final = "These are {number} separate provisions. "
UNSURE: Final = "Signpost is not sure that the Code has anything on this. The nearest that it finds:"
LEADS: Final = frozenset({REQUIRES, REQUIREMENTS, RECOMMENDS, RECOMMENDATIONS, BOTH_STRENGTHS, UNSURE})
"""How an answer on a topic begins: a lead cites nothing itself, the claims under it do."""


def listed(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def roles(identifiers: Iterable[str]) -> str:
    """Roles in the plural, in words."""
    return listed(PLURALS[i] for i in identifiers)


def any_of(identifiers: Iterable[str]) -> str:
    """Roles of which a list holds what names one or more: ``a, b or both``."""
    items = [PLURALS[i] for i in identifiers]
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items)} or {'both' if len(items) == 2 else 'several of these'}"


def addressed(principle: Principle, wrong: Iterable[str]) -> str:
    """To whom `principle` is primarily addressed, where it was said to be to the roles `wrong`."""
    name = f"Principle {principle.number}"
    if not principle.audience:
        return f"{name} has no line that says to whom it primarily applies; each provision names who has to act."
    return f"The line that says to whom {name} primarily applies names {roles(principle.audience)}, not {roles(wrong)}."


def numbered(noun: str, numbers: Iterable[int]) -> str:
    """“Principle 5”, “Principles 5, 6 and 9”."""
    known = [str(number) for number in numbers]
    return f"{noun}{'s' if len(known) > 1 else ''} {listed(known)}"


def count(number: int, noun: str) -> str:
    """``1 provision``, ``5 provisions``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def strengths(provisions: Sequence[Provision]) -> str:
    """“5.3 and 6.5 are requirements (*shall*); 2.7 is a requirement (*shall*; its second clause is a *should*).”"""
    by_strength: dict[tuple[Modality, str], list[str]] = {}
    for provision in provisions:
        alone = provision.id if provision.also else ""  # a weaker clause is told of the one provision that has it
        by_strength.setdefault((provision.modality, alone), []).append(provision.id)
    known = {provision.id: provision for provision in provisions}
    parts = []
    for (modality, _), numbers in sorted(by_strength.items(), key=lambda found: list(KIND).index(found[0][0])):
        what = f"is a {KIND[modality]}" if len(numbers) == 1 else f"are {KIND[modality]}s"
        parts.append(f"{listed(numbers)} {what} ({strength(known[numbers[0]])})")
    return f"{'; '.join(parts)}."


def tally(provisions: Sequence[Provision]) -> str:
    """“4 provisions (1 *shall*, 3 *should*)”: how many there are of each strength."""
    firm = {modality: sum(p.modality is modality for p in provisions) for modality in KIND}
    return f"{count(len(provisions), 'provision')} ({', '.join(f'{n} *{m}*' for m, n in firm.items() if n)})"


def strength(provision: Provision) -> str:
    """A provision's strength in a word or two: ``*shall*``, ``*shall*; its second clause is a *should*``."""
    weaker = f"; {SECOND_CLAUSE[provision.also]}" if provision.also else ""
    return f"*{provision.modality}*{weaker}"


def basis(provision: Provision) -> str:
    """A remark where the text names nobody; empty where it does."""
    return {
        DutyBasis.STATED: "",
        DutyBasis.IMPLIED: "implied: the text names nobody",
        DutyBasis.PARTLY_IMPLIED: "partly implied: one clause names nobody",
    }[provision.duty_basis]


def said(item: Item) -> str:
    """What the item's passage says, ready to stand after a number: our restatement, or the official wording quoted."""
    quote = item.passage.quote
    return f"“{quote}”" if item.passage.verbatim else quote


def listing(item: Item) -> str:
    """A provision as a list item: number, strength, remarks, words."""
    provision = item.provision
    if provision is None:
        return said(item)
    remarks = [strength(provision)]
    if item.relation is not Relation.INVOLVES and basis(provision):
        remarks.append(basis(provision))
    if item.relation is Relation.INVOLVES:
        remarks.append(f"on {roles(provision.obliges)}")
    return f"**{provision.id}** ({'; '.join(remarks)}): {said(item)}"


def standing(item: Item, catalogue: Catalogue) -> str:
    """A provision with who has to act, for answers on a topic."""
    provision = item.provision
    if provision is None:
        return said(item)
    who = roles(provision.obliges)
    if provision.obliges == (ORGANISATION,):
        audience = catalogue.principles[str(provision.principle)].audience
        who = f"organisations ({roles(audience)})"
    note = f"; {basis(provision)}" if basis(provision) else ""
    served = f"; it concerns {roles(provision.involves)}" if provision.involves else ""
    return f"**{provision.id}** ({strength(provision)}, on {who}{note}{served}): {said(item)}"
