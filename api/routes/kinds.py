"""The kinds of node that need no more than a list and a page each: one table, two routes a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api import shown
from api.bodies import NodeBody, problems
from api.context import HouseHere, Identifier, Paging, PagingHere
from api.errors import FilterUnknown
from api.wiring import House
from ontology import model as m
from ontology.catalogue import Catalogue
from ontology.errors import UnknownNode

router = APIRouter(prefix="/v1", tags=["catalogue"])
Nodes = Mapping[str, Any]
Sought = Annotated[str | None, Query(max_length=200, description="Only those that hold all of these words.")]
Concerned = Annotated[
    str | None, Query(max_length=40, description="Only those that concern this provision.", examples=["5.4.1"])
]
WORDS: Final = ("id", "label", "definition", "description", "note", "actor", "action", "evidence", "origin")
OF_PROVISIONS: Final = ("threats", "examples", "themes")
KINDS: Final[dict[str, tuple[str, Callable[[Catalogue], Nodes]]]] = {
    "phases": ("phase", lambda c: c.phases),
    "threats": ("threat", lambda c: c.threats),
    "terms": ("term", lambda c: c.terms),
    "examples": ("example", lambda c: c.examples),
    "scenarios": ("scenario", lambda c: c.scenarios),
    "documents": ("document", lambda c: c.documents),
    "editions": ("edition", lambda c: c.editions),
    "frameworks": ("framework", lambda c: c.frameworks),
    "themes": ("theme", lambda c: c.themes),
    "facts": ("fact", lambda c: c.facts),
}


def linked(item: m.Node, catalogue: Catalogue, base_url: str | None) -> dict[str, Any]:
    """A node with the provisions, examples or crosswalks that hang on it."""
    body = shown.node(item, base_url)
    if isinstance(item, m.Threat):
        body["provisions"] = [shown.pointer(catalogue.provisions[p], base_url) for p in item.provisions]
    if isinstance(item, m.Theme):
        body["provisions"] = [shown.pointer(catalogue.provisions[p], base_url) for p in item.provisions]
    if isinstance(item, m.Phase):
        body["principles"] = [shown.pointer(catalogue.principles[p], base_url) for p in item.principles]
    if isinstance(item, m.Scenario):
        body["examples"] = shown.nodes((e for e in catalogue.examples.values() if e.scenario == item.id), base_url)
    if isinstance(item, m.Framework):
        body["targets"] = shown.nodes((t for t in catalogue.targets.values() if t.framework == item.id), base_url)
    return body


def matching(items: Iterable[m.Node], q: str | None, provision: str | None, catalogue: Catalogue) -> list[m.Node]:
    """The nodes that hold every word of `q`, in any case, and concern `provision`.

    Raises:
        FilterUnknown: there is no such provision; names the nearest.
    """
    found = list(items)
    if provision is not None:
        try:
            number = catalogue.provision(provision.strip()).id
        except UnknownNode as error:
            plain = "".join(character for character in provision if character.isprintable())
            raise FilterUnknown("provision", plain, error.nearest) from error
        found = [item for item in found if number in _provisions(item)]
    for word in (q or "").casefold().split():
        found = [item for item in found if word in _words(item)]
    return found


def _provisions(item: m.Node) -> tuple[str, ...]:
    return (item.provision,) if isinstance(item, m.Example) else tuple(getattr(item, "provisions", ()))


def _words(item: m.Node) -> str:
    said = (getattr(item, name, "") for name in WORDS)
    return " ".join([*said, *getattr(item, "aliases", ())]).casefold()


def _filtered(plural: str, of: Callable[[Catalogue], Nodes]) -> Callable[..., Any]:
    """What lists a kind: filtered by words, and by provision where its nodes concern provisions."""

    def by_words(house: HouseHere, response: Response, paging: PagingHere, q: Sought = None) -> Any:
        return _listed(house, response, paging, q, None)

    def by_both(
        house: HouseHere, response: Response, paging: PagingHere, q: Sought = None, provision: Concerned = None
    ) -> Any:
        return _listed(house, response, paging, q, provision)

    def _listed(house: House, response: Response, paging: Paging, q: str | None, provision: str | None) -> Any:
        found = matching(of(house.catalogue).values(), q, provision, house.catalogue)
        return {plural: shown.nodes(paging.cut(found, response), house.settings.base_url)}

    return by_both if plural in OF_PROVISIONS else by_words


def _add(plural: str, singular: str, of: Callable[[Catalogue], Nodes]) -> None:
    def single(house: HouseHere, id: Identifier) -> Any:
        found = of(house.catalogue).get(id)
        if found is None:
            raise UnknownNode(f"There is no such {singular}. They are listed at /v1/{plural}.")
        return linked(found, house.catalogue, house.settings.base_url)

    router.add_api_route(
        f"/{plural}", _filtered(plural, of), response_model=dict[str, list[NodeBody]], responses=problems(422),
        summary=plural.capitalize(), name=plural,
    )  # fmt: skip
    router.add_api_route(
        f"/{plural}/{{id}}", single, response_model=NodeBody, responses=problems(404, 422),
        summary=f"One {singular}", name=singular,
    )  # fmt: skip


for _plural, (_singular, _of) in KINDS.items():
    _add(_plural, _singular, _of)
