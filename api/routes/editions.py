"""What changed from one edition to another."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from api import shown
from api.bodies import problems
from api.context import HouseHere
from api.errors import FilterUnknown
from ontology import model as m
from ontology.catalogue import Catalogue

router = APIRouter(prefix="/v1", tags=["catalogue"])
FIRST: Final = "code"
LAST: Final = "en-304-223"
DIFFERENCE: Final = "edition-difference"  # facts from the one comparison that is recorded, of these two


@router.get("/editions/diff", responses=problems(422), summary="What changed between two editions")
def diff(
    house: HouseHere,
    earlier: Annotated[str, Query(alias="from", max_length=60, examples=[FIRST])] = FIRST,
    later: Annotated[str, Query(alias="to", max_length=60, examples=[LAST])] = LAST,
) -> dict[str, Any]:
    """Numbers and titles that differ, and the recorded differences with their source and confidence.

    Only the Code and EN 304 223 have been compared word for word; `note` says so for other pairs.
    """
    catalogue = house.catalogue
    for edition in (earlier, later):
        if edition not in catalogue.editions:
            raise FilterUnknown("edition", "".join(c for c in edition if c.isprintable()), tuple(catalogue.editions))
    base = house.settings.base_url
    return {
        "from": shown.node(catalogue.editions[earlier], base),
        "to": shown.node(catalogue.editions[later], base),
        "numbers": _numbers(catalogue, earlier, later),
        "titles": _titles(catalogue, earlier, later),
        "differences": shown.nodes(
            (f for f in catalogue.facts.values() if f.id.startswith(DIFFERENCE) and _compared(earlier, later)), base
        ),
        "note": _note(catalogue, earlier, later),
    }


def _compared(earlier: str, later: str) -> bool:
    return {earlier, later} == {FIRST, LAST}


def _note(catalogue: Catalogue, earlier: str, later: str) -> str:
    """What the differences cover, or why there are none."""
    first, last = catalogue.editions[FIRST].label, catalogue.editions[LAST].label
    if earlier == later:
        return "This is one and the same edition."
    if (earlier, later) == (FIRST, LAST):
        return f"The differences come from a comparison of the {first} with {last}."
    if _compared(earlier, later):
        return f"The differences are recorded the other way round, from the {first} to {last}."
    return (
        f"No comparison of the wording of these two editions is recorded; one of the {first} with {last} is. Numbers "
        "are each edition's own; titles are recorded once for both of ETSI's editions."
    )


def number(item: m.Provision | m.Principle, edition: str) -> str | None:
    """The number of a provision or principle in an edition."""
    return item.id if edition == FIRST else dict(item.numbers).get(edition)


def _numbers(catalogue: Catalogue, earlier: str, later: str) -> list[dict[str, Any]]:
    items: tuple[m.Provision | m.Principle, ...] = (*catalogue.principles.values(), *catalogue.provisions.values())
    pairs = ((item, number(item, earlier), number(item, later)) for item in items)
    return [{"kind": i.kind, "id": i.id, "from": one, "to": other} for i, one, other in pairs if one != other]


def _titles(catalogue: Catalogue, earlier: str, later: str) -> list[dict[str, str]]:
    def title(item: m.Principle, edition: str) -> str:
        return item.label if edition == FIRST else item.later_title

    pairs = ((p, title(p, earlier), title(p, later)) for p in catalogue.principles.values())
    return [{"id": p.id, "from": one, "to": other} for p, one, other in pairs if one != other]
