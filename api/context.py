"""What a route is handed: the house that it serves, and one that can answer questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Path, Query, Request, Response

from api.readiness import Readiness
from api.wiring import House
from ontology.iri import served

T = TypeVar("T")
MAX_PAGE = 1000


def house_of(request: Request) -> House:
    """The house that the application was made with."""
    return cast(House, request.app.state.house)


def ready_house(request: Request) -> House:
    """The house, once its adviser stands (otherwise a 503 problem)."""
    cast(Readiness, request.app.state.readiness).require()
    return house_of(request)


HouseHere = Annotated[House, Depends(house_of)]
ReadyHouse = Annotated[House, Depends(ready_house)]
Identifier = Annotated[str, Path(max_length=200, description="The Code's own number, or a slug.")]


def uri(house: House, iri: str | None) -> str | None:
    """Where a canonical IRI is served."""
    return served(iri, house.settings.base_url) if iri else None


def page_of(request: Request, response: Response, total: int, limit: int | None, offset: int) -> None:
    """Say in `response` how many there are in all, and where the next and the previous page are."""

    def link(offset: int, relation: str) -> str:
        there = request.url.include_query_params(offset=offset)
        return f'<{there.path}?{there.query}>; rel="{relation}"'

    response.headers["X-Total-Count"] = str(total)
    if limit is None:
        return
    links = [link(offset + limit, "next")] if offset + limit < total else []
    links += [link(max(0, offset - limit), "prev")] if offset > 0 else []
    if links:
        response.headers["Link"] = ", ".join(links)


class Paging:
    """``limit`` and ``offset``; the answer carries ``X-Total-Count`` and a ``Link`` to the next and previous page."""

    def __init__(
        self,
        request: Request,
        limit: Annotated[int | None, Query(ge=1, le=MAX_PAGE, description="At most so many; all when absent.")] = None,
        offset: Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out at the start.")] = 0,
    ) -> None:
        self._request = request
        self.limit = limit
        self.offset = offset

    def cut(self, items: Sequence[T], response: Response) -> Sequence[T]:
        """The page of `items` that was asked for; says in `response` where the others are."""
        page_of(self._request, response, len(items), self.limit, self.offset)
        end = None if self.limit is None else self.offset + self.limit
        return items[self.offset : end]


PagingHere = Annotated[Paging, Depends()]
