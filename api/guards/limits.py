"""How large a request may be, and how long it may take until its answer begins."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.errors import BodyTooLarge, TooSlow

LARGEST_BODY: Final = 128 * 1024
LARGER: Final = (
    (re.compile(r"/v1/assessments/[^/]+/import$"), 6_000_000),
    (re.compile(r"/(mcp|slack/events)$"), 1_000_000),
)
LONGEST_SECONDS: Final = 60.0


class Refused(Exception):
    """The body grew too large while it was read."""


class Limits:
    """Answers 413 to a body that is too large, told or untold, and 503 when no answer has begun in time."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY, seconds: float = LONGEST_SECONDS) -> None:
        self._app = app
        self._largest = largest
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = next((size for path, size in LARGER if path.match(scope["path"])), self._largest)
        too_large = BodyTooLarge(f"The request's body is larger than {largest // 1024} KiB. Send less.")
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > largest:
            await problems.send(too_large, scope, receive, send)
            return
        read = 0
        started = False
        overflow = False

        async def counted() -> Message:
            nonlocal read, overflow
            message = await receive()
            read += len(message.get("body", b""))
            if read > largest:
                overflow = True
                raise Refused
            return message

        with anyio.CancelScope(deadline=anyio.current_time() + self._seconds) as patience:

            async def noted(message: Message) -> None:
                nonlocal started
                if overflow and not started:
                    return  # whatever the routes make of the interrupted body, the answer is the 413 below
                started = True
                patience.deadline = float("inf")
                await send(message)

            with suppress(Refused):
                await self._app(scope, counted, noted)
        if started:
            return
        if overflow:
            await problems.send(too_large, scope, receive, send)
        elif patience.cancelled_caught:
            slow = TooSlow(f"The request took longer than {self._seconds:g} s. Please try again.")
            await problems.send(slow, scope, receive, send)
