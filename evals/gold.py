"""Gold: what a right answer cites. Lists are derived from the graph, so that they follow it when it changes."""

from __future__ import annotations

from dataclasses import dataclass

from evals.errors import SetInvalid
from evals.sets import Question, Select
from ontology.catalogue import Catalogue
from ontology.errors import UnknownNode


@dataclass(frozen=True, slots=True)
class Gold:
    """Provisions as numbers, principles as ``P7``. `exact` for lists: nothing else may be cited, even if empty."""

    must: frozenset[str]
    may: frozenset[str]
    exact: bool = False

    @property
    def empty(self) -> bool:
        """Whether citations decide nothing here (facts and refusals). An empty list does decide: cite nothing."""
        return not self.must and not self.exact


def of(question: Question, catalogue: Catalogue) -> Gold:
    """The gold of `question`.

    Raises:
        SetInvalid: it names something that the Code doesn't have.
    """
    if question.select is None:
        unknown = [i for i in (*question.must, *question.may) if not _exists(i, catalogue)]
        if unknown:
            raise SetInvalid(f"{question.id} names {', '.join(unknown)}, which the Code does not have.")
        return Gold(frozenset(question.must), frozenset(question.may))
    try:
        must = selected(question.select, catalogue)
    except UnknownNode as error:
        raise SetInvalid(f"{question.id}: {error}") from error
    return Gold(must, frozenset(question.may) - must, exact=True)


def selected(select: Select, catalogue: Catalogue) -> frozenset[str]:
    """Provisions that `select` describes; without roles, those that concern anybody by one of its relations.

    Raises:
        UnknownNode: no such role, phase or principle.
    """
    found = catalogue.obligations(
        select.roles,
        modality=select.modality,
        phases=select.phases,
        principles=select.principles,
        relations=select.relations,
    )
    return frozenset(obligation.provision.id for obligation in found)


def _exists(identifier: str, catalogue: Catalogue) -> bool:
    if identifier.startswith("P"):
        return identifier[1:] in catalogue.principles
    return identifier in catalogue.provisions
