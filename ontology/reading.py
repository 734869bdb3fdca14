"""From triples to typed nodes, in one pass over the dataset.

A node's statements are gathered by the local name of the predicate; a missing one that the model needs is a
:class:`ontology.errors.DataInvalid` which names the node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ontology import model as m
from ontology.errors import DataInvalid
from ontology.iri import INSTANCES, VOCABULARY, parts

if TYPE_CHECKING:
    from rdflib import Dataset


class Statements:
    """What the data say of one node, by local name of the predicate (``obliges``, ``label``, ...)."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._values: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, predicate: str, value: str) -> None:
        self._values[predicate].append(value)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(self._values.get(name, ())))

    def ids(self, name: str) -> tuple[str, ...]:
        """Identifiers of the nodes that `name` points to, sorted."""
        return tuple(sorted(parts(value)[1] for value in self._values.get(name, ())))

    def get(self, name: str, default: str = "") -> str:
        values = self.all(name)
        return values[0] if values else default

    def one(self, name: str) -> str:
        value = self.get(name)
        if not value:
            raise DataInvalid(f"<{self.iri}> has no {name}; the ontology's data are incomplete.")
        return value

    def sourced(self) -> m.Sourced:
        return m.Sourced(self.get("confidence", "low"), self.get("source"))

    def flag(self, name: str) -> bool:
        return self.get(name) == "true"


def _statements(dataset: Dataset) -> Iterator[tuple[Any, Any, Any]]:
    """All statements. An endpoint is asked for them in one query: rdflib's way, graph by graph, fails there."""
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    if isinstance(dataset.store, SPARQLStore):
        return iter(dataset.query("SELECT ?s ?p ?o WHERE { ?s ?p ?o }"))
    return ((subject, predicate, value) for subject, predicate, value, _ in dataset.quads((None, None, None, None)))


class Reading:
    """All statements of a dataset about our own nodes, by class."""

    def __init__(self, dataset: Dataset) -> None:
        self.nodes: dict[str, Statements] = {}
        self._by_class: defaultdict[str, list[str]] = defaultdict(list)
        for subject, predicate, value in _statements(dataset):
            iri = str(subject)
            if not iri.startswith(INSTANCES):
                continue
            name = str(predicate).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
            text = str(value)
            if name == "type" and text.startswith(VOCABULARY):
                self._by_class[text.removeprefix(VOCABULARY)].append(iri)
            self.nodes.setdefault(iri, Statements(iri)).add(name, text)

    def of(self, kind: str) -> Iterator[tuple[Statements, tuple[str, str, str, str]]]:
        """Each node of class `kind` with what every node has: IRI, identifier, kind, label."""
        for iri in sorted(self._by_class[kind]):
            said = self.nodes[iri]
            yield said, (iri, parts(iri)[1], parts(iri)[0], said.one("label"))

    def numbers(self, said: Statements) -> tuple[tuple[str, str], ...]:
        """Number in each edition: (edition, number) pairs."""
        found = (self.nodes[node] for node in said.all("numbering"))
        return tuple(sorted((parts(n.one("edition"))[1], n.one("number")) for n in found))


def by_number(identifier: str) -> tuple[int, ...]:
    """Sort key that puts 2.5.1 between 2.5 and 2.6, and 10 after 9."""
    return tuple(int(part) for part in identifier.split("."))


def provisions(reading: Reading, phases: dict[int, str]) -> list[m.Provision]:
    found: list[m.Provision] = []
    children: defaultdict[str, list[str]] = defaultdict(list)
    for said, _ in reading.of("Provision"):
        if parent := said.ids("parent"):
            children[parent[0]].append(parts(said.iri)[1])
    for said, node in reading.of("Provision"):
        principle = int(said.ids("inPrinciple")[0])
        also = said.get("alsoModality")
        found.append(
            m.Provision(
                *node,
                principle=principle,
                phase=phases[principle],
                modality=m.Modality(said.one("modality").removeprefix(VOCABULARY).lower()),
                also=m.Modality(also.removeprefix(VOCABULARY).lower()) if also else None,
                obliges=said.ids("obliges"),
                involves=said.ids("involves"),
                duty_basis=m.DutyBasis(said.one("dutyBasis")),
                says=said.one("says"),
                parent=(said.ids("parent") or (None,))[0],
                order=int(said.one("order")),
                numbers=reading.numbers(said),
                guide_clause=reading.nodes[said.one("guideClause")].one("number"),
                children=tuple(sorted(children[node[1]], key=by_number)),
            )
        )
    return sorted(found, key=lambda p: p.order)


def phases_and_principles(reading: Reading) -> tuple[list[m.Phase], list[m.Principle]]:
    members: defaultdict[int, list[str]] = defaultdict(list)
    for said, node in reading.of("Provision"):
        members[int(said.ids("inPrinciple")[0])].append(node[1])
    principles = [
        m.Principle(
            *node,
            number=int(node[1]),
            phase=said.ids("inPhase")[0],
            audience=said.ids("primarilyAppliesTo"),
            numbers=reading.numbers(said),
            provisions=tuple(sorted(members[int(node[1])], key=by_number)),
            reference_keys=tuple(sorted(reading.nodes[key].one("label") for key in said.all("citesKey"))),
            note=said.get("note"),
            later_title=said.get("altLabel") or node[3],
        )
        for said, node in reading.of("Principle")
    ]
    principles.sort(key=lambda p: p.number)
    phases = [
        m.Phase(
            *node,
            order=int(said.one("order")),
            iso_stage=said.get("isoStage"),
            principles=tuple(p.id for p in principles if p.phase == node[1]),
        )
        for said, node in reading.of("Phase")
    ]
    return sorted(phases, key=lambda p: p.order), principles


def roles(reading: Reading) -> list[m.Role]:
    return [
        m.Role(
            *node,
            definition=said.one("definition"),
            words=said.all("hiddenLabel"),
            ambiguous_words=said.all("mayMean"),
            note=" ".join(said.all("note") + said.all("editorialNote")),
            sourced=said.sourced(),
        )
        for said, node in reading.of("Role")
    ]


def threats(reading: Reading) -> list[m.Threat]:
    return [
        m.Threat(
            *node,
            definition=said.one("definition"),
            aliases=said.all("altLabel"),
            provisions=tuple(sorted(said.ids("relevantTo"), key=by_number)),
            named_by_code=said.flag("namedByCode"),
            named_in_provisions=tuple(sorted(said.ids("namedInProvision"), key=by_number)),
            targets=said.all("relatedMatch"),
            note=said.get("note"),
            sourced=said.sourced(),
        )
        for said, node in reading.of("Threat")
    ]


def scenarios(reading: Reading) -> list[m.Scenario]:
    found = []
    for said, node in reading.of("Scenario"):
        said_of = (reading.nodes[party] for party in said.all("hasParty"))
        parties = tuple((party.one("label"), party.ids("mayHoldRole")) for party in said_of)
        found.append(m.Scenario(*node, said.one("description"), said.all("altLabel"), parties, said.sourced()))
    return found


def mappings(reading: Reading) -> list[m.Mapping]:
    return [
        m.Mapping(
            *node,
            source_iri=said.one("mapsFrom"),
            target_iri=said.one("mapsTo"),
            relation=said.one("relation").rsplit("#", 1)[-1],
            own_reading=said.one("basis") == "own",
            basis=said.get("basisNote"),
            note=said.get("note"),
            sourced=said.sourced(),
        )
        for said, node in reading.of("Mapping")
    ]


def documents(reading: Reading) -> list[m.Document]:
    return [
        m.Document(
            *node,
            publisher=said.get("publisher"),
            date=said.get("issued") or said.get("date"),
            description=said.get("description"),
            status=said.get("status"),
            relation=said.get("relationToCode"),
            relation_note=said.get("relationNote"),
            own_reading=said.get("basis") == "own",
            url=said.get("seeAlso"),
            url_verified=said.get("urlVerified", "true") == "true",
            sourced=said.sourced(),
        )
        for said, node in reading.of("Document")
    ]


Others = tuple[
    list[m.Edition], list[m.Term], list[m.Example], list[m.Framework], list[m.Target], list[m.Theme], list[m.Fact]
]


def others(reading: Reading) -> Others:
    """The classes that need no more than a row each."""
    return (
        [m.Edition(*n, said.one("issued"), int(said.one("order"))) for said, n in reading.of("Edition")],
        [m.Term(*n, said.one("definition"), said.one("origin"), said.sourced()) for said, n in reading.of("Term")],
        [
            m.Example(
                *n,
                provision=said.ids("illustrates")[0],
                scenario=said.ids("inScenario")[0],
                actor=said.ids("actor")[0],
                action=said.one("action"),
                evidence=said.one("evidence"),
            )
            for said, n in reading.of("Example")
        ],
        [m.Framework(*n, said.ids("document")[0]) for said, n in reading.of("Framework")],
        [m.Target(*n, said.ids("inFramework")[0], said.one("identifier")) for said, n in reading.of("Target")],
        [
            m.Theme(*n, said.one("definition"), tuple(sorted(said.ids("touches"), key=by_number)), said.get("note"))
            for said, n in reading.of("Theme")
        ],
        [m.Fact(*n, said.one("description"), said.all("about"), said.sourced()) for said, n in reading.of("Fact")],
    )
