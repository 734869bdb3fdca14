"""An answer as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from bot.answer import Answer
from bot.errors import AdviserError
from bot.streaming import Done, Event

LOG = logging.getLogger(__name__)
BROKEN = "Something went wrong that should not have; ask again."


def event(name: str, data: Any) -> str:
    """One event; `data` as a line of JSON."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def sent(events: Iterator[Event], gone: threading.Event, keep: Callable[[Answer], None]) -> AsyncIterator[str]:
    """``status``; for each part of the answer ``section`` and its ``sentence``; ``citations``; ``done``.

    What goes wrong in between is an ``error`` event with a sentence, since the status line has been sent by then.

    Args:
        gone: set when the reader leaves or the stream ends, so that nobody writes on for nobody.
        keep: told the answer before ``done`` is sent.
    """
    try:
        async for found in iterate_in_threadpool(events):
            if isinstance(found, Done):
                await run_in_threadpool(keep, found.answer)
            yield event(found.name, found.to_json())
    except AdviserError as error:
        yield event("error", {"detail": str(error)})
    except Exception:
        LOG.exception("a streamed answer broke off")
        yield event("error", {"detail": BROKEN})
    finally:
        gone.set()
