"""One call of a model, with a deadline for the whole of it, and an end as soon as nobody waits.

A provider's time-out covers a single read, so a server that drips a byte a second would hold an answer for ever, and a
read that blocks a thread cannot be broken off. A call therefore runs beside who waits for it: on one event loop for all
calls where the provider's package is asynchronous (cancelling the call then closes its connection at once), else on a
thread of its own, which ends with the model's next piece. Who waits is free in either case.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from bot.errors import ModelFailed

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LOG = logging.getLogger("signpost.llm")
AT_ONCE: Final = 16
POLL_SECONDS: Final = 0.05
GRACE_SECONDS: Final = 0.5
LETTERS_A_TOKEN: Final = 3  # cautious for English (about 4), where a provider doesn't say what it used
_slots = threading.BoundedSemaphore(AT_ONCE)
_starting = threading.Lock()


@dataclass(slots=True)
class Usage:
    """Tokens in and out, as the provider counts them, or estimated where it doesn't."""

    tokens_in: int = 0
    tokens_out: int = 0


def estimated(text: str) -> int:
    """About how many tokens `text` is; rather too many than too few."""
    return len(text) // LETTERS_A_TOKEN + 1


class Call:
    """A running call. Iterate over :meth:`pieces`; :attr:`usage` stands at the end, also when it failed.

    Args:
        deadline: on :func:`time.monotonic`'s clock.
        stop: set it and the call ends: nobody waits for the answer any more.
    """

    def __init__(
        self, model: BaseChatModel, system: str, data: str, deadline: float, stop: threading.Event | None = None
    ) -> None:
        self._model = model
        self._messages = [("system", system), ("human", data)]
        self._deadline = deadline
        self._gone = stop or threading.Event()
        self._over = threading.Event()
        self._queue: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._said = 0
        self._counted = Usage()

    @property
    def usage(self) -> Usage:
        asked = sum(len(text) for _, text in self._messages)
        return Usage(
            self._counted.tokens_in or asked // LETTERS_A_TOKEN,
            self._counted.tokens_out or self._said // LETTERS_A_TOKEN,
        )

    def pieces(self) -> Iterator[str]:
        """What the model says, as it comes.

        Raises:
            ModelFailed: it is down, out of quota, too slow, too many calls are running, or nobody waits any more.
        """
        if not _slots.acquire(blocking=False):
            raise ModelFailed("too many calls of the language model are running")
        cancel = self._start()
        try:
            while True:
                kind, value = self._next()  # of a failure, the log has the kind
                if kind == "done":
                    return
                if kind == "failed":
                    raise ModelFailed("the language model failed")
                self._said += len(value)
                yield value
        finally:
            self._over.set()
            cancel()

    def finish(self) -> None:
        """Wait a moment for the end of a reply that was read: the provider's own count of tokens comes last."""
        until = min(self._deadline, time.monotonic() + GRACE_SECONDS)
        while not self._gone.is_set() and (left := until - time.monotonic()) > 0:
            with suppress(queue.Empty):
                if self._queue.get(timeout=min(left, POLL_SECONDS))[0] != "piece":
                    return

    def _next(self) -> tuple[str, Any]:
        while not self._gone.is_set():
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise ModelFailed("the language model did not answer in time")
            with suppress(queue.Empty):
                return self._queue.get(timeout=min(left, POLL_SECONDS))
        raise ModelFailed("nobody waits for the language model any more")

    def _start(self) -> Callable[[], object]:
        """Begin; what is returned breaks the call off, and does nothing once it is over."""
        if not _is_asynchronous(self._model):
            threading.Thread(target=self._run, name="signpost-llm", daemon=True).start()
            return lambda: None
        running = asyncio.run_coroutine_threadsafe(self._awaited(), _loop())
        running.add_done_callback(lambda _: _slots.release())
        return running.cancel

    def _run(self) -> None:
        from langsmith.run_helpers import tracing_context

        try:
            with tracing_context(enabled=False):  # LangChain would otherwise send questions wherever its variables say
                stream = self._model.stream(self._messages)
                for chunk in stream:
                    self._hear(chunk)
                    if self._over.is_set() or self._gone.is_set():
                        stream.close()  # type: ignore[attr-defined]  # a generator; closing it ends the request
                        break
            self._queue.put(("done", None))
        except Exception as error:
            self._failed(error)
        finally:
            _slots.release()

    async def _awaited(self) -> None:
        from langsmith.run_helpers import tracing_context

        try:
            with tracing_context(enabled=False):
                async for chunk in self._model.astream(self._messages):
                    self._hear(chunk)
            self._queue.put(("done", None))
        except Exception as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        """Note a failure by its kind: providers raise what they like, and the words may hold an address or a key."""
        LOG.warning("the language model failed: %s", type(error).__name__)
        self._queue.put(("failed", type(error).__name__))

    def _hear(self, chunk: Any) -> None:
        used = getattr(chunk, "usage_metadata", None)
        if used:
            self._counted.tokens_in += int(used.get("input_tokens", 0))
            self._counted.tokens_out += int(used.get("output_tokens", 0))
        if text := chunk.text:
            self._queue.put(("piece", str(text)))


def _is_asynchronous(model: BaseChatModel) -> bool:
    """Whether the model's class streams without a thread; LangChain's own default would only hide one."""
    from langchain_core.language_models import BaseChatModel

    for kind in type(model).__mro__:
        if "_astream" in vars(kind):
            return kind is not BaseChatModel
        if "_stream" in vars(kind):
            return False
    return False


def _loop() -> asyncio.AbstractEventLoop:
    """The event loop of all calls: one for the process, since clients keep connections that belong to a loop."""
    with _starting:
        return _started()


@cache
def _started() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="signpost-llm", daemon=True).start()
    return loop
