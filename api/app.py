"""The HTTP application: routes, problems and guards around one house."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from importlib import metadata
from typing import Any, Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from api import bodies, problems, routes, slack_routes
from api.bodies import ProblemBody
from api.guards.clients import networks
from api.guards.entrance import Entrance
from api.guards.freshness import Freshness
from api.guards.headers import SecurityHeaders
from api.guards.heads import Heads
from api.guards.keys import KeyRing
from api.guards.limits import Limits
from api.guards.rates import Rates
from api.guards.rescue import Rescue
from api.guards.traces import Traces, exporting
from api.guards.watch import Figures, Watch
from api.linked_data import LinkedData
from api.mcp_http import PATH, McpOverHttp
from api.pages import site
from api.readiness import Readiness
from api.shape_report import ShapeReport
from api.sparql.pool import Pool
from api.wiring import House

DEFAULT_RESPONSES: Final = bodies.problems("default", 422)
DISTRIBUTION: Final = "signpost-adviser"
DESCRIPTION: Final = (
    "Advice on the UK Code of Practice for the Cyber Security of AI. The Code is voluntary; this is not legal advice. "
    "Errors are RFC 9457 problem documents."
)


def version() -> str:
    """The installed version; 0 for a checkout that isn't installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "0"


class Application(FastAPI):
    """FastAPI whose OpenAPI document knows that errors are problem documents."""

    def openapi(self) -> dict[str, Any]:
        schema = super().openapi()
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        schemas["ProblemBody"] = ProblemBody.model_json_schema()
        return schema


def create_app(house: House) -> FastAPI:
    """The application over `house`. The adviser is put together in a thread once the server starts."""

    over_http = McpOverHttp()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.readiness.start()
        try:
            async with over_http.running(app), slack_routes.running(app):
                yield
        finally:
            app.state.sparql.close()
            house.close()

    app = Application(
        title="Signpost", version=version(), description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.state.house = house
    app.state.readiness = Readiness(house)
    app.state.linked_data = LinkedData()
    app.state.sparql = Pool(app.state.linked_data.files)
    app.state.figures = Figures()
    app.state.shape_report = ShapeReport()
    problems.install(app)
    for router in routes.ROUTERS:
        app.include_router(router, responses=DEFAULT_RESPONSES)
    site.install(app)
    app.router.routes.append(Route(PATH, over_http, include_in_schema=False))
    slack_routes.mount(app)
    _guard(app, house)
    return app


def _guard(app: FastAPI, house: House) -> None:
    """Put the guards around the routes; the last that is added is the outermost."""
    settings = house.settings
    app.add_middleware(Rescue)
    app.add_middleware(Freshness, fingerprint=_fingerprint(app, house))
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(
        Entrance,
        keys=KeyRing(settings.keys),
        rates=Rates(settings.rate_per_minute),
        trusted=networks(settings.trusted_proxies),
        require_key=settings.require_key,
        base_url=settings.base_url,
    )
    app.add_middleware(Limits)
    origins = [origin.strip() for origin in settings.allowed_origins.split(",") if origin.strip()]
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "HEAD", "POST", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "X-API-Key",
                "X-Signpost-Editor",
                "Mcp-Protocol-Version",
                "Mcp-Session-Id",
            ],
            expose_headers=["Link", "X-Total-Count", "ETag", "X-Request-ID", "Mcp-Session-Id"],
        )
    if settings.otlp_endpoint:
        app.add_middleware(Traces, tracer=exporting(settings.otlp_endpoint))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Heads)
    app.add_middleware(Watch, figures=app.state.figures)


def _fingerprint(app: FastAPI, house: House) -> Callable[[], str | None]:
    """What steady answers depend on: version, base address, ontology, index. None until the adviser stands."""

    @cache
    def known() -> str:
        digest = hashlib.sha256(
            f"{app.version} {house.settings.base_url} {house.index.manifest['fingerprint']}".encode()
        )
        for graph, turtle in app.state.linked_data.files.items():
            digest.update(graph.encode() + turtle)
        return digest.hexdigest()

    return lambda: known() if app.state.readiness.ready else None
