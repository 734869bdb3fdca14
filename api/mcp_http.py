"""MCP over streamable HTTP at ``/mcp``: stateless, so that replicas share nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from anyio.to_thread import run_sync
from starlette.types import ASGIApp, Receive, Scope, Send

from api import mcp, problems
from api.errors import NotReady

if TYPE_CHECKING:
    from fastapi import FastAPI

PATH: Final = "/mcp"


class McpOverHttp:
    """The ASGI application at :data:`PATH`; it answers while :meth:`running`."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None

    @asynccontextmanager
    async def running(self, app: FastAPI) -> AsyncIterator[None]:
        """Serve MCP over the application's house."""
        house = app.state.house
        made = await run_sync(mcp.server, house, app.state.readiness.require, app.version)
        self._app = made.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            transport_security=mcp.transport_security(house.settings.base_url),
        )
        async with made.session_manager.run():
            yield
        self._app = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            await problems.send(NotReady("The server is starting."), scope, receive, send)
            return
        await self._app(scope, receive, send)
