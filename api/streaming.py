"""An answer as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), and clients that
leave: an answer that nobody waits for stops at once, with the language model that is at work on it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.answer import Answer
from bot.errors import AdviserError
from bot.streaming import Done, Event

LOG = logging.getLogger(__name__)
BROKEN = "Something went wrong that should not have; ask again."
Found = TypeVar("Found")


def event(name: str, data: Any) -> str:
    """One event; `data` as a line of JSON."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def waited(request: Request, gone: threading.Event, work: Callable[[], Found]) -> Found:
    """What `work` returns, done in a thread, while the client is watched: `gone` is set as soon as it leaves.

    The body has to have been read. `work` goes on to its end, which is soon where it minds `gone`.
    """

    async def watch() -> None:
        await _left(request.receive)
        gone.set()

    async with _beside(watch):
        return await run_sync(work)


class EventStream(StreamingResponse):
    """Events sent as they come. `gone` is set as soon as the reader leaves, also when nothing is being sent.

    Starlette's own response would cancel what makes the events, but a thread that waits for a model is shielded from
    that, and with servers of ASGI 2.4 it would notice only at the next event.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[str], gone: threading.Event, status_code: int = 200) -> None:
        super().__init__(events, status_code, headers={"Cache-Control": "no-store"})
        self._gone = gone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  (ASGI)
        async def watch() -> None:
            await _left(receive)
            self._gone.set()
            sending.cancel()

        sending = anyio.CancelScope()
        async with _beside(watch):
            with sending:
                try:
                    await self.stream_response(send)
                except OSError:  # how a server of ASGI 2.4 says that the reader has left
                    self._gone.set()


async def sent(events: Iterator[Event], gone: threading.Event, keep: Callable[[Answer], None]) -> AsyncIterator[str]:
    """``status``; for each part of the answer ``section`` and its ``sentence``; ``citations``; ``done``.

    What goes wrong in between is an ``error`` event with a sentence, since the status line has been sent by then.

    Args:
        gone: set when the reader leaves or the stream ends, so that nobody writes on for nobody.
        keep: told the answer before ``done`` is sent.
    """
    try:
        # A thread that waits for a model is left to itself when this is cancelled; it ends once it sees `gone`.
        while (found := await run_sync(next, events, None, abandon_on_cancel=True)) is not None:
            if isinstance(found, Done):
                await run_sync(keep, found.answer)
            yield event(found.name, found.to_json())
    except AdviserError as error:
        yield event("error", {"detail": str(error)})
    except Exception:
        LOG.exception("a streamed answer broke off")
        yield event("error", {"detail": BROKEN})
    finally:
        gone.set()


@asynccontextmanager
async def _beside(watch: Callable[[], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run `watch` for as long as a block takes; what goes wrong is raised as it is, not in a group."""
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(watch)
            try:
                yield
            finally:
                group.cancel_scope.cancel()
    except BaseExceptionGroup as found:
        if len(found.exceptions) == 1:
            raise found.exceptions[0] from None
        raise


async def _left(receive: Receive) -> None:
    """Return once the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
