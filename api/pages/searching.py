"""Search: a plain form; a script asks ``/v1/search`` as the reader types."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api.context import HouseHere
from api.pages import address
from api.pages.view import page
from api.routes import search
from bot.errors import QuestionInvalid

router = APIRouter(include_in_schema=False)
MOST: Final = 20


@router.get("/search")
def results(
    request: Request,
    house: HouseHere,
    q: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """What is near the words; a number of a provision leads straight to its page."""
    found: list[dict[str, Any]] = []
    problem = ""
    number = q.strip()
    exact = house.catalogue.provisions.get(number) or house.catalogue.by_etsi_number.get(number)
    if exact is not None:
        return RedirectResponse(str(request.scope.get("root_path", "")) + address.of_node(exact), 303)
    if number:
        request.app.state.readiness.require()
        try:
            found = search.found(house, q, MOST, None)["results"]
        except QuestionInvalid as error:
            problem = str(error)
    shown = [one | {"path": address.of_citation(one)} for one in found]
    return page(request, "search.html", q=q, results=shown, problem=problem)
