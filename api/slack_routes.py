"""Slack over HTTP: ``/slack/events``, and for several workspaces ``/slack/install`` and ``/slack/oauth_redirect``.

Slack signs what it sends, so these paths need no API key and have no rate of their own; Bolt answers 401 to a wrong
signature or one that is more than five minutes old.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, cast

from fastapi import FastAPI
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api import slack_settings, slack_wiring
from api.errors import NotReady
from api.readiness import Readiness
from api.wiring import House

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.frame import Frame

LOG = logging.getLogger(__name__)
EVENTS: Final = "/slack/events"
INSTALL: Final = ("/slack/install", "/slack/oauth_redirect")


class ReadyAdviser:
    """The house's adviser; a question that comes while it is still being put together waits for it."""

    def __init__(self, house: House, readiness: Readiness) -> None:
        self._house = house
        self._readiness = readiness

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        self._wait()
        return self._house.adviser.ask(question, conversation_id)

    def understand(self, question: str, conversation_id: str | None = None) -> Frame:
        self._wait()
        return self._house.adviser.understand(question, conversation_id)

    def _wait(self) -> None:
        while True:
            try:
                return self._readiness.require()
            except NotReady:
                continue


def mount(app: FastAPI) -> None:
    """Add the routes where the environment holds what they need."""
    if slack_settings.mountable():
        app.router.routes.append(Route(EVENTS, _handle, methods=["POST"], include_in_schema=False))
        for path in INSTALL:
            app.router.routes.append(Route(path, _handle, methods=["GET"], include_in_schema=False))


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """Answer Slack while the server runs; nothing where Slack is not set up."""
    if not slack_settings.mountable():
        yield
        return
    house = cast(House, app.state.house)
    slack = await asyncio.to_thread(slack_wiring.wired, house, ReadyAdviser(house, app.state.readiness))
    await slack.start()
    app.state.slack = AsyncSlackRequestHandler(slack.bolt)
    try:
        yield
    finally:
        await slack.stop()


async def _handle(request: Request) -> Response:
    handler = cast(AsyncSlackRequestHandler, request.app.state.slack)
    try:
        return await handler.handle(request)
    except ValueError:  # neither JSON nor a form, or no UTF-8: nothing that Slack would send
        return PlainTextResponse("This is no payload of Slack's.", status_code=400)
