"""The innermost guard: an unexpected error becomes a problem document while all other guards still see it."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.guards.limits import Refused


class Rescue:
    """Answers 500 for an error that no handler took; one after the answer has begun is passed on, to end it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            if scope["type"] != "http" or started or isinstance(error, Refused):
                raise
            await problems.send(error, scope, receive, send)
