"""The read model: what is true of the Code, typed and immutable, answered without SPARQL.

``Catalogue.load()`` takes some 0.4 s from Turtle; everything after that is a dictionary look-up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ontology import model as m
from ontology import reading
from ontology.errors import DataInvalid, UnknownNode
from ontology.store import open_dataset

if TYPE_CHECKING:
    from rdflib import Dataset

N = TypeVar("N", bound=m.Node)
ORGANISATION = "organisation"
DEFAULT_RELATIONS = (m.Relation.OBLIGES, m.Relation.ORGANISATION)


def _index(nodes: Iterable[N]) -> dict[str, N]:
    return {node.id: node for node in nodes}


@dataclass(frozen=True)
class Catalogue:
    """Every node by identifier, and the questions that the graph answers exactly."""

    editions: Mapping[str, m.Edition]
    phases: Mapping[str, m.Phase]
    principles: Mapping[str, m.Principle]
    provisions: Mapping[str, m.Provision]
    roles: Mapping[str, m.Role]
    terms: Mapping[str, m.Term]
    threats: Mapping[str, m.Threat]
    scenarios: Mapping[str, m.Scenario]
    examples: Mapping[str, m.Example]
    frameworks: Mapping[str, m.Framework]
    targets: Mapping[str, m.Target]
    mappings: Mapping[str, m.Mapping]
    documents: Mapping[str, m.Document]
    themes: Mapping[str, m.Theme]
    facts: Mapping[str, m.Fact]

    @classmethod
    def load(cls, dataset: Dataset | None = None) -> Catalogue:
        """Read a dataset (the shipped ontology when None).

        Raises:
            DataInvalid: something that the model needs is missing.
        """
        try:
            return cls._read(reading.Reading(dataset if dataset is not None else open_dataset()))
        except (KeyError, IndexError, ValueError) as error:
            raise DataInvalid(f"The ontology's data are incomplete: {error}. Check them with the shapes.") from error

    @classmethod
    def _read(cls, read: reading.Reading) -> Catalogue:
        phases, principles = reading.phases_and_principles(read)
        provisions = reading.provisions(read, {p.number: p.phase for p in principles})
        if not provisions:
            raise DataInvalid("The store holds no provisions; load the ontology into it first.")
        editions, terms, examples, frameworks, targets, themes, facts = reading.others(read)
        return cls(
            editions=_index(sorted(editions, key=lambda e: e.order)),
            phases=_index(phases),
            principles=_index(principles),
            provisions=_index(provisions),
            roles=_index(reading.roles(read)),
            terms=_index(terms),
            threats=_index(reading.threats(read)),
            scenarios=_index(reading.scenarios(read)),
            examples=_index(examples),
            frameworks=_index(frameworks),
            targets=_index(targets),
            mappings=_index(reading.mappings(read)),
            documents=_index(reading.documents(read)),
            themes=_index(themes),
            facts=_index(facts),
        )

    @cached_property
    def by_iri(self) -> Mapping[str, m.Node]:
        """Every node by its canonical IRI."""
        kinds: tuple[Mapping[str, m.Node], ...] = (
            self.editions, self.phases, self.principles, self.provisions, self.roles, self.terms, self.threats,
            self.scenarios, self.examples, self.frameworks, self.targets, self.mappings, self.documents, self.themes,
            self.facts,
        )  # fmt: skip
        return {node.iri: node for nodes in kinds for node in nodes.values()}

    @cached_property
    def by_etsi_number(self) -> Mapping[str, m.Node]:
        """Principles and provisions by their number in EN 304 223, such as ``5.2.1-4.1`` or ``5.2.1``."""
        found: dict[str, m.Node] = {p.etsi: p for p in self.provisions.values()}
        return found | {dict(p.numbers)["en-304-223"]: p for p in self.principles.values()}

    @cached_property
    def examples_of(self) -> Mapping[str, tuple[m.Example, ...]]:
        """Illustrative examples by provision."""
        found: defaultdict[str, list[m.Example]] = defaultdict(list)
        for example in self.examples.values():
            found[example.provision].append(example)
        return {provision: tuple(examples) for provision, examples in found.items()}

    @cached_property
    def threats_of(self) -> Mapping[str, tuple[m.Threat, ...]]:
        """Threats by provision that bears on them."""
        found: defaultdict[str, list[m.Threat]] = defaultdict(list)
        for threat in self.threats.values():
            for provision in threat.provisions:
                found[provision].append(threat)
        return {provision: tuple(threats) for provision, threats in found.items()}

    @cached_property
    def mappings_of(self) -> Mapping[str, tuple[m.Mapping, ...]]:
        """Mappings by the IRI of either end."""
        found: defaultdict[str, list[m.Mapping]] = defaultdict(list)
        for mapping in self.mappings.values():
            found[mapping.source_iri].append(mapping)
            found[mapping.target_iri].append(mapping)
        return {iri: tuple(mappings) for iri, mappings in found.items()}

    def provision(self, identifier: str) -> m.Provision:
        """A provision by the Code's number or ETSI's.

        Raises:
            UnknownNode: there is none; carries the nearest numbers.
        """
        found = self.provisions.get(identifier) or self.by_etsi_number.get(identifier)
        if isinstance(found, m.Provision):
            return found
        nearest = self.nearest(identifier)
        raise UnknownNode(f"There is no provision {identifier}. The nearest are {', '.join(nearest)}.", nearest)

    def nearest(self, identifier: str, limit: int = 3) -> tuple[str, ...]:
        """Existing provision numbers nearest to one that doesn't exist: same principle first, then look-alikes."""
        head = identifier.split(".")[0]
        same = [p for p in self.provisions if p.split(".")[0] == head]
        alike = get_close_matches(identifier, same or list(self.provisions), n=limit, cutoff=0.0)
        if not same and head.isdecimal() and len(head) < 9 and int(head) > len(self.principles):
            last = max(self.provisions.values(), key=lambda p: p.order)
            return tuple(p.id for p in self.provisions.values() if p.principle == last.principle)[:limit]
        return tuple(sorted(alike, key=reading.by_number))

    def relations(self, provision: m.Provision, role: str) -> tuple[m.Relation, ...]:
        """How `provision` concerns `role`: named as having to act, as an organisation in the audience, or involved."""
        found = []
        if role in provision.obliges:
            found.append(m.Relation.OBLIGES)
        if ORGANISATION in provision.obliges and role in self.principles[str(provision.principle)].audience:
            found.append(m.Relation.ORGANISATION)
        if role in provision.involves:
            found.append(m.Relation.INVOLVES)
        return tuple(found)

    def obligations(
        self,
        roles: Iterable[str] = (),
        *,
        modality: m.Modality | None = None,
        phases: Iterable[str] = (),
        principles: Iterable[int] = (),
        relations: Iterable[m.Relation] = DEFAULT_RELATIONS,
    ) -> tuple[m.Obligation, ...]:
        """Provisions that concern any of `roles` (all roles when empty) by one of `relations`, in the Code's order.

        `phases` and `principles` limit them to any of those given; empty ones limit nothing.
        `modality` matches the main verb, except ``may``, which matches a second clause. A provision that concerns
        the roles in more than one way is listed once for each of `relations` that holds, the firmest first.

        Raises:
            UnknownNode: no such role, phase or principle.
        """
        wanted = tuple(roles)
        self._require(self.roles, wanted, "role")
        stages, chapters = tuple(phases), tuple(principles)
        self._require(self.phases, stages, "phase")
        self._require(self.principles, map(str, chapters), "principle")
        asked = tuple(dict.fromkeys(relations))
        found = []
        for relation in sorted(asked, key=list(m.Relation).index):
            for provision in self.provisions.values():
                if stages and provision.phase not in stages:
                    continue
                if chapters and provision.principle not in chapters:
                    continue
                if modality is m.Modality.MAY and provision.also is not modality:
                    continue
                if modality is not None and modality is not m.Modality.MAY and provision.modality is not modality:
                    continue
                holding = tuple(role for role in (wanted or self.roles) if relation in self.relations(provision, role))
                if holding:
                    found.append(m.Obligation(provision, relation, holding))
        return tuple(found)

    def _require(self, known: Mapping[str, m.Node], asked: Iterable[str], what: str) -> None:
        for identifier in asked:
            if identifier not in known:
                nearest = tuple(get_close_matches(identifier, known, n=3, cutoff=0.0))
                raise UnknownNode(f"There is no {what} “{identifier}”. Known: {', '.join(known)}.", nearest)
