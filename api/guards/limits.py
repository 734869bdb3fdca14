"""How large a request may be, and how long it may take until its answer begins.

A route that blocks a thread cannot be cancelled. So each request runs in a task of its own: when time is up the answer
is sent, and the task is left to end by itself, with nobody listening.
"""

from __future__ import annotations

import asyncio
import re
from typing import Final

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.errors import BodyTooLarge, TooSlow

LARGEST_BODY: Final = 128 * 1024
LARGER: Final = (
    (re.compile(r"(?:/v1)?/assessments/[^/]+/import$"), 6_000_000),
    (re.compile(r"/(mcp|slack/events)$"), 1_000_000),
)
LONGEST_SECONDS: Final = 60.0
FAREWELL_SECONDS: Final = 1.0  # from the 503 to the cancelling: time to see that the client is served and stop


class Refused(Exception):
    """The body grew too large while it was read."""


class UnderWay:
    """A request under way, in a task of its own. ``begun`` is set once its answer has begun or it has ended."""

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, largest: int) -> None:
        self._app, self._scope, self._receive, self._send = app, scope, receive, send
        self._largest = largest
        self._read = 0
        self._cancelling = anyio.CancelScope()  # anyio's kind: a blocked thread keeps its place until it is done
        self.begun = asyncio.Event()
        self.started = self.overflow = self.late = False

    async def run(self) -> None:
        try:
            with self._cancelling:
                await self._app(self._scope, self._counted, self._noted)
        except Refused:
            pass
        finally:
            self.begun.set()

    def leave(self) -> None:
        """From now on nobody listens: what is still sent is lost, and the client seems to have gone."""
        self.late = True
        asyncio.get_running_loop().call_later(FAREWELL_SECONDS, self._cancelling.cancel)

    async def _counted(self) -> Message:
        if self.late:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._largest:
            self.overflow = True
            raise Refused
        return message

    async def _noted(self, message: Message) -> None:
        if self.late or (self.overflow and not self.started):
            return  # after an overflow the answer is a 413, whatever the routes make of the interrupted body
        self.started = True
        self.begun.set()
        await self._send(message)


class Limits:
    """Answers 413 to a body that is too large, told or untold, and 503 when no answer has begun in time."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY, seconds: float = LONGEST_SECONDS) -> None:
        self._app = app
        self._largest = largest
        self._seconds = seconds
        self._left: set[asyncio.Task[None]] = set()  # the event loop itself has only weak references

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
        request = UnderWay(self._app, scope, receive, send, largest)
        task = asyncio.create_task(request.run())
        if not await self._begins(request, task):
            request.leave()
            self._left.add(task)
            task.add_done_callback(self._ended)
            slow = TooSlow(f"The request took longer than {self._seconds:g} s. Please try again.")
            await problems.send(slow, scope, receive, send)
            return
        await task
        if request.overflow and not request.started:
            await problems.send(too_large, scope, receive, send)

    async def _begins(self, request: UnderWay, task: asyncio.Task[None]) -> bool:
        """Whether its answer begins, or it ends, in time."""
        try:
            async with asyncio.timeout(self._seconds):
                await request.begun.wait()
        except TimeoutError:
            pass
        except asyncio.CancelledError:
            task.cancel()
            raise
        return request.begun.is_set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._left.discard(task)
        if not task.cancelled():
            task.exception()  # logged where it was raised
