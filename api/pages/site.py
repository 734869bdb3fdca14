"""All pages, put into an application: routes, error pages, and where linked data finds its pages."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.pages import (
    address,
    asking,
    assessing,
    assets,
    browsing,
    importing,
    nodes,
    practising,
    querying,
    searching,
    standing,
    vocabulary,
)
from api.pages.view import page

ROUTERS: Final = (
    assets.router,
    asking.router,
    browsing.router,
    nodes.router,
    searching.router,
    querying.router,
    practising.router,
    standing.router,  # its addresses and those of an import would otherwise be taken for a provision's
    importing.router,
    assessing.router,
    vocabulary.router,
)


def error_page(request: Request, body: dict[str, Any]) -> Response:
    """A problem as a page: what is wrong, what to do, and where else to go."""
    nearest = [(number, address.page_of("provision", number)) for number in body.get("nearest", ())]
    return page(request, "problem.html", body["status"], problem=body, nearest=nearest)


def install(app: FastAPI) -> None:
    """Add the pages to `app`."""
    for router in ROUTERS:
        app.include_router(router)
    app.state.error_page = error_page
    app.state.vocabulary_page = vocabulary.PATH
    app.state.sparql_page = "/query"
