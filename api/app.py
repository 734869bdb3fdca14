"""The HTTP application: routes, problems and guards around one house."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI

from api import practice_routes, problems
from api.keeping import InMemoryAnswers
from api.linked_data import LinkedData
from api.readiness import Readiness
from api.routes import ask, catalogue, health, kinds, linked_data, search, sparql
from api.sparql.pool import Pool
from api.wiring import House

VERSION: Final = "0.1.0"
ROUTERS: Final = (
    health.router,
    ask.router,
    search.router,
    catalogue.router,
    kinds.router,
    sparql.router,
    linked_data.router,
    practice_routes.router,
)
DESCRIPTION: Final = (
    "Advice on the UK Code of Practice for the Cyber Security of AI. The Code is voluntary; this is not legal advice. "
    "Errors are RFC 9457 problem documents."
)


def create_app(house: House) -> FastAPI:
    """The application over `house`. The adviser is put together in a thread once the server starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.readiness.start()
        yield
        app.state.sparql.close()

    app = FastAPI(title="Signpost", version=VERSION, description=DESCRIPTION, lifespan=lifespan, redoc_url=None)
    app.state.house = house
    app.state.readiness = Readiness(house)
    app.state.answers = InMemoryAnswers()
    app.state.linked_data = LinkedData()
    app.state.sparql = Pool(app.state.linked_data.files)
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    return app
