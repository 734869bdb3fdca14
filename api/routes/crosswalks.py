"""What corresponds to what: from the Code to other frameworks, and back."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api import shown
from api.bodies import NodeBody, problems
from api.context import HouseHere, PagingHere
from api.errors import FilterUnknown
from ontology import model as m
from ontology.catalogue import Catalogue

router = APIRouter(prefix="/v1", tags=["catalogue"])
One = Annotated[str | None, Query(max_length=200)]


@router.get("/crosswalks", response_model=dict[str, list[NodeBody]], responses=problems(422), summary="Crosswalks")
def crosswalks(
    house: HouseHere,
    response: Response,
    paging: PagingHere,
    provision: Annotated[One, Query(examples=["5.4.1"])] = None,
    principle: One = None,
    target: Annotated[One, Query(examples=["LLM01:2025"])] = None,
    framework: One = None,
) -> Any:
    """Mappings with source, relation (SKOS), basis and confidence; `own_reading` marks those that are ours.

    No mapping shows compliance with either side.
    """
    found = select(house.catalogue, provision, principle, target, framework)
    base = house.settings.base_url
    return {"crosswalks": [shown.mapping(one, house.catalogue, base) for one in paging.cut(found, response)]}


def select(
    catalogue: Catalogue,
    provision: str | None = None,
    principle: str | None = None,
    target: str | None = None,
    framework: str | None = None,
) -> list[m.Mapping]:
    """Mappings that have all the ends that are named. `target` is an element's code there, or its identifier.

    Raises:
        FilterUnknown: there is no such provision, principle, target or framework.
    """
    found = list(catalogue.mappings.values())
    if provision is not None:
        number = _known(provision, catalogue.provisions | catalogue.by_etsi_number, "provision")  # type: ignore[operator]
        found = [one for one in found if one.source_iri == number.iri]
    if principle is not None:
        wanted = _known(principle, catalogue.principles, "principle")
        found = [one for one in found if one.source_iri == wanted.iri]
    if target is not None:
        ends = {t.iri for t in _targets(catalogue, target)}
        found = [one for one in found if one.target_iri in ends or one.source_iri in ends]
    if framework is not None:
        chosen = _known(framework, catalogue.frameworks, "framework")
        inside = {t.iri for t in catalogue.targets.values() if t.framework == chosen.id}
        found = [one for one in found if one.target_iri in inside]
    return found


def _known(given: str, nodes: Mapping[str, Any], what: str) -> Any:
    found = nodes.get(given.strip())
    if found is None:
        raise _unknown(given, tuple(nodes), what)
    return found


def _targets(catalogue: Catalogue, given: str) -> list[m.Target]:
    wanted = given.strip().casefold()
    found = [t for t in catalogue.targets.values() if wanted in (t.code.casefold(), t.id.casefold())]
    if not found:
        raise _unknown(given, tuple(sorted({t.code for t in catalogue.targets.values()})), "target")
    return found


def _unknown(given: str, known: tuple[str, ...], what: str) -> FilterUnknown:
    plain = "".join(character for character in given if character.isprintable())[:60]
    nearest = get_close_matches(plain, known, n=8, cutoff=0.0) if len(known) > 30 else known
    return FilterUnknown(what, plain, tuple(nearest))
