"""Gathering evidence for a frame: exact sets from the graph, free wording from the topic model and the index.

Nothing is worded here. What comes out is which passages an answer may rest on, in groups that keep the relations
apart, and which are only near (``related``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot import guidance
from bot.frame import Frame, Intent
from corpus.passage import DIGEST, GUIDE, OFFICIAL, Passage
from indexer.own import nearest
from indexer.retriever import Retriever
from ontology.catalogue import Catalogue
from ontology.model import Obligation, Principle, Provision, Relation

RELATED = 3
OWN_DOCUMENTS = 2
OWN_NEAR = 0.45  # cosine from which a user's passage is near enough to be shown beside the Code
SHIPPED = frozenset({DIGEST, OFFICIAL, GUIDE})
ALL_RELATIONS = tuple(Relation)
GRANTED = "granted"
"""The name of the group about what the question takes for granted."""


@dataclass(frozen=True, slots=True)
class Item:
    """A passage that may be cited; with the provision it restates and how that concerns the role asked about."""

    passage: Passage
    provision: Provision | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together. ``name`` is a relation, or the kind of answer that they serve."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that an answer may rest on, and pointers that support no claim."""

    frame: Frame
    groups: tuple[Group, ...] = ()
    related: tuple[Item, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)


class Gatherer:
    """Finds the evidence for frames.

    Args:
        official: the Code's own wording by canonical IRI, once the user has fetched it; quoted instead of ours.
    """

    def __init__(
        self, catalogue: Catalogue, retriever: Retriever, official: Mapping[str, Passage] | None = None
    ) -> None:
        self._catalogue = catalogue
        self._retriever = retriever
        self._official = official or {}
        self._own = any(_is_own(passage) for passage in retriever.passages)
        self._guide: dict[str, list[Passage]] = {}
        for passage in retriever.passages:
            if passage.corpus == GUIDE:
                self._guide.setdefault(passage.node, []).append(passage)

    def gather(self, frame: Frame) -> Evidence:
        """The evidence for `frame`; empty groups when the graph has nothing (which is an answer, too)."""
        if frame.decline is not None:
            return Evidence(frame, related=self._related(frame, ()))
        granted = _present([self.node(reference) for reference in frame.granted])
        groups = ((Group(GRANTED, granted),) if granted else ()) + self._groups(frame)
        if frame.intent in (Intent.TOPIC, Intent.LOOK_UP, Intent.COMPARE, Intent.FACT):
            groups += self._beside(frame, groups)
        cited = {item.passage.id for group in groups for item in group.items}
        related = () if frame.intent in (Intent.ENUMERATE, Intent.SMALL_TALK) else self._related(frame, cited)
        return Evidence(frame, groups, related)

    def provision(self, identifier: str, relation: Relation | None = None) -> Item:
        """The item that cites a provision, in the best wording at hand."""
        provision = self._catalogue.provisions[identifier]
        return Item(self._best(f"provision/{identifier}"), provision, relation)

    def node(self, reference: str) -> Item | None:
        """The item for a node such as ``role/developer`` or ``about/licence``; None when it has no passage."""
        kind, _, identifier = reference.partition("/")
        if kind == "provision" and identifier in self._catalogue.provisions:
            return self.provision(identifier)
        return Item(self._best(reference)) if reference in self._retriever.by_id else None

    def _best(self, passage_id: str) -> Passage:
        ours = self._retriever.by_id[passage_id]
        return self._official.get(ours.iri or "", ours)

    def _groups(self, frame: Frame) -> tuple[Group, ...]:
        if frame.intent is Intent.ENUMERATE:
            return self._lists(frame)
        if frame.intent is Intent.MAP:
            return self._mappings(frame)
        named, singled = map(self._numbered, (frame.ids, frame.singled))
        about = [self.node(reference) for reference in frame.nodes]
        chosen = [self.provision(choice.provision) for choice in frame.choices]
        groups = (
            Group("named", named),
            Group("nodes", _present(about)),
            Group("singled", singled),
            Group("topic", tuple(item for item in chosen if item.provision and item.provision.id not in frame.ids)),
        )
        return tuple(group for group in groups if group.items)

    def _numbered(self, ids: Iterable[str]) -> tuple[Item, ...]:
        """Provisions and principles by number (``5.4``, ``P7``)."""
        found = (self.provision(i) if not i.startswith("P") else self.node(f"principle/{i[1:]}") for i in ids)
        return _present(found)

    def _lists(self, frame: Frame) -> tuple[Group, ...]:
        relations = frame.relations or ((Relation.OBLIGES, Relation.ORGANISATION) if frame.modality else ALL_RELATIONS)
        if not frame.roles:
            return self._without_role(frame)
        found: dict[Relation, list[Obligation]] = {}
        seen: set[str] = set()
        for obligation in self._catalogue.obligations(
            frame.roles,
            modality=frame.modality,
            phases=frame.phases,
            principles=frame.principles,
            relations=relations,
        ):
            if obligation.provision.id not in seen:  # a role that is obliged and involved is listed as obliged
                seen.add(obligation.provision.id)
                found.setdefault(obligation.relation, []).append(obligation)
        return tuple(
            Group(relation.value, tuple(self.provision(o.provision.id, relation) for o in found[relation]))
            for relation in Relation
            if relation in found
        )

    def _without_role(self, frame: Frame) -> tuple[Group, ...]:
        """All that concerns anybody, in one list."""
        concerning = self._catalogue.obligations(
            modality=frame.modality,
            phases=frame.phases,
            principles=frame.principles,
            relations=frame.relations or (Relation.OBLIGES, Relation.ORGANISATION),
        )
        wanted = {obligation.provision.id for obligation in concerning}
        found = tuple(self.provision(i) for i in self._catalogue.provisions if i in wanted)
        return (Group("provisions", found),) if found else ()

    def _mappings(self, frame: Frame) -> tuple[Group, ...]:
        catalogue = self._catalogue
        ends = [f"provision/{i}" if not i.startswith("P") else f"principle/{i[1:]}" for i in frame.ids]
        ends += [f"provision/{choice.provision}" for choice in frame.choices if not frame.ids]
        targets = {catalogue.targets[n.removeprefix("target/")].iri for n in frame.nodes if n.startswith("target/")}
        frameworks = {n.removeprefix("framework/") for n in frame.nodes if n.startswith("framework/")}
        sources = {item.passage.iri for reference in ends if (item := self.node(reference))}
        found = [
            mapping
            for mapping in catalogue.mappings.values()
            if (not targets or mapping.target_iri in targets)
            and (not sources or mapping.source_iri in sources)
            and (not frameworks or targets or self._framework_of(mapping.target_iri) in frameworks)
            and (targets or sources)
        ]
        provisions = dict.fromkeys(
            node.id for m in found if isinstance(node := catalogue.by_iri[m.source_iri], Provision)
        )
        principles = dict.fromkeys(
            node.id for m in found if isinstance(node := catalogue.by_iri[m.source_iri], Principle)
        )
        groups = (
            Group("mapped", tuple(self.provision(i) for i in provisions)),
            Group("mapped-principles", _present([self.node(f"principle/{i}") for i in principles])),
            Group("mappings", _present([self.node(f"mapping/{m.id}") for m in found])),
        )
        return tuple(group for group in groups if group.items)

    def _beside(self, frame: Frame, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        """What the Guide, once fetched, and the user's own documents have to say; never presented as the Code."""
        named = [item.provision.id for group in groups for item in group.items if item.provision][:2]
        guide = tuple(Item(passage) for i in named for passage in guidance.ordered(self._guide.get(i, ()))[:1])
        own: tuple[Item, ...] = ()
        if self._own:
            asked = frame.english or frame.question
            vector = self._retriever.encoder.encode([asked])[0]
            best = nearest(self._retriever, asked, vector, OWN_DOCUMENTS, OWN_NEAR)
            own = tuple(Item(hit.passage) for hit in best)
        found = (Group("guide", guide), Group("own-documents", own))
        return tuple(group for group in found if group.items)

    def _framework_of(self, target_iri: str) -> str:
        return self._catalogue.targets[self._catalogue.by_iri[target_iri].id].framework

    def _related(self, frame: Frame, cited: Iterable[str]) -> tuple[Item, ...]:
        taken = set(cited)
        found: list[Item] = []
        for reference in (*frame.granted, *frame.nodes, *(f"provision/{c}" for c in frame.near)):
            item = self.node(reference)
            if item and item.passage.id not in taken:
                taken.add(item.passage.id)
                found.append(item)
        told = sum(item.passage.id in frame.granted for item in found)  # they don't take the place of what is nearest
        return tuple(found[: RELATED + told])


def _is_own(passage: Passage) -> bool:
    """Whether it comes from the user's own documents."""
    return passage.corpus not in SHIPPED


def _present(items: Iterable[Item | None]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(item for item in items if item is not None))
