"""Duties, provisions, principles and roles: read straight from the catalogue, which is exact."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api import filters, shown
from api.bodies import NodeBody, ObligationsBody, problems
from api.context import HouseHere, Identifier, PagingHere
from ontology import model as m
from ontology.errors import UnknownNode

router = APIRouter(prefix="/v1", tags=["catalogue"])
Many = Annotated[list[str] | None, Query(max_length=50)]
Listed = dict[str, list[NodeBody]]


@router.get("/obligations", response_model=ObligationsBody, responses=problems(422), summary="Duties, exactly")
def obligations(
    house: HouseHere,
    response: Response,
    paging: PagingHere,
    role: Annotated[Many, Query(examples=["data-custodian"])] = None,
    modality: Many = None,
    phase: Many = None,
    principle: Many = None,
    relation: Many = None,
) -> Any:
    """Provisions that concern the roles, by relation. Each filter may repeat or hold several values with commas.

    `modality` matches the main verb, except `may`, which matches a second clause. `relation` defaults to `obliges`
    and `organisation`. Nothing found is an empty list.
    """
    found = filters.obligations(house.catalogue, role, modality, phase, principle, relation)
    base = house.settings.base_url
    return {"obligations": [shown.obligation(item, base) for item in paging.cut(found, response)]}


@router.get("/provisions", response_model=Listed, responses=problems(422), summary="Provisions")
def provisions(
    house: HouseHere,
    response: Response,
    paging: PagingHere,
    modality: Many = None,
    phase: Many = None,
    principle: Many = None,
) -> Any:
    """The 72 provisions in the Code's order, filtered by modality, phase and principle."""
    found = filters.provisions(house.catalogue, modality, phase, principle)
    return {"provisions": shown.nodes(paging.cut(found, response), house.settings.base_url)}


@router.get("/provisions/{id}", response_model=NodeBody, responses=problems(404, 422), summary="One provision")
def provision(house: HouseHere, id: Identifier) -> Any:
    """A provision by the Code's number (`5.4.1`) or ETSI's (`5.2.1-4.1`), with all that is linked to it."""
    return shown.provision(house.catalogue.provision(id), house.catalogue, house.settings.base_url)


@router.get("/principles", response_model=Listed, summary="Principles")
def principles(house: HouseHere, response: Response, paging: PagingHere) -> Any:
    found = list(house.catalogue.principles.values())
    return {"principles": shown.nodes(paging.cut(found, response), house.settings.base_url)}


@router.get("/principles/{n}", response_model=NodeBody, responses=problems(404, 422), summary="One principle")
def principle(house: HouseHere, n: Identifier) -> Any:
    """A principle by its number in the Code (`7`) or in ETSI's standards (`5.2.3`), with its provisions."""
    catalogue = house.catalogue
    found = catalogue.principles.get(n) or catalogue.by_etsi_number.get(n)
    if not isinstance(found, m.Principle):
        last = max(p.number for p in catalogue.principles.values())
        raise UnknownNode(f"There is no such principle. The Code has Principles 1 to {last}.")
    return shown.principle(found, catalogue, house.settings.base_url)


@router.get("/roles", response_model=Listed, summary="Roles")
def roles(house: HouseHere, response: Response, paging: PagingHere) -> Any:
    found = list(house.catalogue.roles.values())
    return {"roles": shown.nodes(paging.cut(found, response), house.settings.base_url)}


@router.get("/roles/{id}", response_model=NodeBody, responses=problems(404, 422), summary="One role")
def role(house: HouseHere, id: Identifier) -> Any:
    """A role with its provisions in all three relations, kept apart by `relation`."""
    found = house.catalogue.roles.get(id)
    if found is None:
        raise UnknownNode(f"There is no such role. Known: {', '.join(house.catalogue.roles)}.")
    return shown.role(found, house.catalogue, house.settings.base_url)
