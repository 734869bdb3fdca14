"""A page for every node: what it says, everything linked to it, its numbers, how to cite it, and its data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.context import HouseHere
from api.pages import linked, svg
from api.pages.view import page
from api.routes.linked_data import data_of
from api.wiring import House
from bot import guidance
from corpus import digest
from corpus.passage import Passage
from ontology import model as m
from ontology.catalogue import Catalogue
from ontology.errors import UnknownNode
from ontology.iri import iri, served

router = APIRouter(include_in_schema=False)
Kind = Annotated[str, Path(pattern=r"^[a-z][a-z-]{0,40}$")]
Id = Annotated[str, Path(max_length=200)]
OWN_TEMPLATE: Final = frozenset(
    {"provision", "principle", "role", "threat", "scenario", "example", "mapping", "document", "edition", "target",
     "framework", "phase"}
)  # fmt: skip
COVERED: Final = {  # groups that a kind's own template already shows in full
    "provision": ("Principle", "Obliges", "Involves", "Examples (ours)", "Other standards", "Facts on record"),
    "principle": ("Phase", "Primarily applies to", "Provisions", "Other standards", "Facts on record"),
    "role": ("Provisions that oblige it", "Provisions on organisations in its principles",
             "Provisions that involve it", "Other standards", "Facts on record"),
    "target": ("Linked by crosswalks",),
    "phase": ("Principles",),
    "framework": ("Elements that are mapped",),
    "scenario": ("Examples (ours)",),
    "mapping": ("From", "To"),
}  # fmt: skip


def passages(request: Request, house: House) -> Mapping[str, Passage]:
    """Passages by identifier: the open index's, or the digest's own while there is no index yet."""
    if request.app.state.readiness.ready:
        found: Mapping[str, Passage] = house.index.retriever.by_id
        return found
    kept: Mapping[str, Passage] | None = getattr(request.app.state, "digest", None)
    if kept is None:
        kept = {passage.id: passage for passage in digest.passages(house.catalogue)}
        request.app.state.digest = kept
    return kept


def official(house: House, node: m.Node) -> tuple[Passage | None, str]:
    """The official wording of a node, where the operator has fetched it, and the attribution it needs."""
    library = getattr(house, "library", None)
    found: Passage | None = library.official().get(node.iri) if library is not None else None
    return (found, library.attribution()) if found is not None and library is not None else (None, "")


@router.get("/page/{kind}/{id:path}")
def node(request: Request, house: HouseHere, kind: Kind, id: Id) -> Response:
    """The page of a node, of a passage about the Code, or, for the smaller things of the graph, its statements."""
    address = iri(kind, id)
    found = house.catalogue.by_iri.get(address)
    if found is None and kind == "provision" and id in house.catalogue.by_etsi_number:
        found = house.catalogue.by_etsi_number[id]
    if found is not None:
        return page(request, "node.html", **_context(request, house, found))
    if kind == "about":
        passage = passages(request, house).get(f"about/{id}")
        if passage is not None:
            return page(request, "about.html", passage=passage)
    if "#" not in address and all(c.isprintable() and c not in '<>"{}|\\^` ' for c in address):
        data = data_of(request)
        if data.knows(address):
            return page(request, "plain_node.html", kind=kind, id=id, address=address, said=_statements(data, address))
    if kind == "provision":
        house.catalogue.provision(id)  # says which provisions are nearest
    raise UnknownNode(f"There is no {kind} “{id[:60]}” here.")


def _context(request: Request, house: House, found: m.Node) -> dict[str, Any]:
    catalogue = house.catalogue
    groups = linked.groups(found, catalogue)
    passage = passages(request, house).get(f"{found.kind}/{found.id}")
    more = ""
    if passage is not None:
        more = passage.text.replace(passage.quote, "", 1).strip()
    wording, attribution = official(house, found)
    guide = guidance.about(found.id, house.library.passages()) if isinstance(found, m.Provision) else ()
    return {
        "node": found,
        "own": f"kinds/{found.kind}.html" if found.kind in OWN_TEMPLATE else "kinds/other.html",
        "catalogue": catalogue,
        "groups": groups,
        "rest": [g for g in groups if g.heading not in COVERED.get(found.kind, ())],
        "crosses": linked.crosses(found, catalogue),
        "picture": svg.neighbourhood(found, groups, str(request.scope.get("root_path", ""))) if groups else None,
        "more": more,
        "official": wording,
        "attribution": attribution,
        "guide": guide,
        "part": guidance.part,
        "guide_attribution": house.library.attribution() if guide and not wording else "",
        "uri": served(found.iri, house.settings.base_url),
        "citation": cite(found, catalogue),
        "before_after": _around(found, catalogue),
        "obligations": _obligations(found, catalogue),
        "facts": [fact for fact in catalogue.facts.values() if found.iri in fact.about],
        "number": _number,
    }


def _number(item: m.Provision | m.Principle, edition: str) -> str:
    return dict(item.numbers).get(edition, item.id)


def _obligations(found: m.Node, catalogue: Catalogue) -> list[tuple[m.Relation, tuple[m.Obligation, ...]]]:
    """A role's three lists, kept apart."""
    if not isinstance(found, m.Role):
        return []
    return [(relation, catalogue.obligations([found.id], relations=[relation])) for relation in m.Relation]


def _around(found: m.Node, catalogue: Catalogue) -> tuple[m.Node | None, m.Node | None]:
    """The provision or principle before and after, in the Code's order."""
    if isinstance(found, m.Provision):
        line: list[m.Node] = list(catalogue.provisions.values())
    elif isinstance(found, m.Principle):
        line = list(catalogue.principles.values())
    else:
        return None, None
    at = line.index(found)
    return (line[at - 1] if at else None), (line[at + 1] if at + 1 < len(line) else None)


def cite(found: m.Node, catalogue: Catalogue) -> str:
    """How to cite a node in a document."""
    code = next(iter(catalogue.editions.values()))
    if isinstance(found, m.Provision | m.Principle):
        later = f" (ETSI EN 304 223: {dict(found.numbers)['en-304-223']})"
        where = f"{code.label}, Department for Science, Innovation and Technology, {code.issued}"
        return f"{where}, {found.kind} {found.id}{later}, as restated by Signpost."
    return f"Signpost, “{linked.name(found)}” ({found.kind}), on the {code.label}."


def _statements(data: Any, address: str) -> list[tuple[str, str, str | None]]:
    """Predicate, value and, where the value is a node of ours, its IRI: for things without a page of their own."""
    said = []
    for triple in data.describe(address):
        if getattr(triple.subject, "value", "") == address:
            value = getattr(triple.object, "value", "")
            plain = value.rpartition("/")[2] if value.startswith(("https://signpost.example/",)) else value
            said.append((triple.predicate.value.replace("#", "/").rpartition("/")[2], plain, value))
    return sorted(set(said))
