"""Browsing: the ways into the Code, and a list for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import HouseHere
from api.pages import svg
from api.pages.view import page
from ontology.catalogue import Catalogue
from ontology.errors import UnknownNode
from ontology.model import Relation

router = APIRouter(include_in_schema=False)
Nodes = Mapping[str, Any]
WAYS: Final[dict[str, tuple[str, str, Callable[[Catalogue], Nodes]]]] = {
    "principles": ("Principles", "The 13 principles and their 72 provisions.", lambda c: c.principles),
    "roles": ("Roles", "Everything for developers, system operators, data custodians and others.", lambda c: c.roles),
    "phases": ("Phases", "From secure design to secure end of life.", lambda c: c.phases),
    "threats": ("Threats", "What can go wrong, and which provisions bear on it.", lambda c: c.threats),
    "scenarios": ("Scenarios", "The four kinds of organisation in the Implementation Guide.", lambda c: c.scenarios),
    "frameworks": ("Other standards", "What corresponds to the Code elsewhere.", lambda c: c.frameworks),
    "documents": ("Documents", "The Code and the documents around it.", lambda c: c.documents),
    "terms": ("Terms", "Words that the Code and the standards define.", lambda c: c.terms),
    "themes": ("Themes", "Ethical themes, for browsing only.", lambda c: c.themes),
    "editions": ("Editions", "The Code, ETSI TS 104 223 and EN 304 223, with their numbers.", lambda c: c.editions),
}


@router.get("/browse")
def browse(request: Request, house: HouseHere) -> Response:
    ways = [(name, title, says, len(of(house.catalogue))) for name, (title, says, of) in WAYS.items()]
    return page(request, "browse.html", ways=ways)


@router.get("/browse/{name}")
def listing(request: Request, house: HouseHere, name: str) -> Response:
    if name not in WAYS:
        raise UnknownNode(f"There is no such list. There are: {', '.join(WAYS)}.")
    title, says, of = WAYS[name]
    catalogue = house.catalogue
    return page(
        request, "list.html", way=name, title=title, says=says, nodes=list(of(catalogue).values()), catalogue=catalogue,
        counts=_counts(catalogue) if name == "roles" else {},
    )  # fmt: skip


def _counts(catalogue: Catalogue) -> dict[str, dict[str, int]]:
    return {
        role: {r.value: len(catalogue.obligations([role], relations=[r])) for r in Relation} for role in catalogue.roles
    }


@router.get("/picture")
def picture(request: Request, house: HouseHere) -> Response:
    """The whole Code in one picture, and the same in numbers."""
    catalogue = house.catalogue
    rows = []
    for principle in catalogue.principles.values():
        cells = []
        for role in svg.in_order(catalogue):
            found = svg.cell(catalogue, principle.number, role.id)
            owed = [p for p, relation in found if relation is not Relation.INVOLVES]
            shall = sum(p.modality == "shall" for p in owed)
            cells.append((shall, len(owed) - shall, len(found) - len(owed)))
        rows.append((principle, cells))
    return page(
        request, "picture.html", catalogue=catalogue, rows=rows, roles=svg.in_order(catalogue),
        drawing=svg.whole_code(catalogue, str(request.scope.get("root_path", ""))),
    )  # fmt: skip
