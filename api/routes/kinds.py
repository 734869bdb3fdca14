"""The kinds of node that need no more than a list and a page each: one table, two routes a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import APIRouter, Response

from api import shown
from api.bodies import NodeBody, problems
from api.context import HouseHere, Identifier, PagingHere
from ontology import model as m
from ontology.catalogue import Catalogue
from ontology.errors import UnknownNode

router = APIRouter(prefix="/v1", tags=["catalogue"])
Nodes = Mapping[str, Any]
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


def _add(plural: str, singular: str, of: Callable[[Catalogue], Nodes]) -> None:
    def listing(house: HouseHere, response: Response, paging: PagingHere) -> Any:
        found = list(of(house.catalogue).values())
        return {plural: shown.nodes(paging.cut(found, response), house.settings.base_url)}

    def single(house: HouseHere, id: Identifier) -> Any:
        found = of(house.catalogue).get(id)
        if found is None:
            raise UnknownNode(f"There is no such {singular}. They are listed at /v1/{plural}.")
        return linked(found, house.catalogue, house.settings.base_url)

    router.add_api_route(
        f"/{plural}", listing, response_model=dict[str, list[NodeBody]], responses=problems(422),
        summary=plural.capitalize(), name=plural,
    )  # fmt: skip
    router.add_api_route(
        f"/{plural}/{{id}}", single, response_model=NodeBody, responses=problems(404, 422),
        summary=f"One {singular}", name=singular,
    )  # fmt: skip


for _plural, (_singular, _of) in KINDS.items():
    _add(_plural, _singular, _of)
