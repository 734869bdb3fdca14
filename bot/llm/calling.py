"""One call of a model, with a deadline for the whole of it.

A provider's time-out covers a single read, so a server that drips a byte a second would hold an answer for ever. The
call therefore runs on a thread of its own, and who waits for it waits until the deadline and no longer.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.errors import ModelFailed

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LOG = logging.getLogger("signpost.llm")
AT_ONCE: Final = 16
POLL_SECONDS: Final = 0.05
LETTERS_A_TOKEN: Final = 3  # cautious for English (about 4), where a provider doesn't say what it used
_slots = threading.BoundedSemaphore(AT_ONCE)


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
            ModelFailed: it is down, out of quota, too slow, or too many calls are running.
        """
        if not _slots.acquire(blocking=False):
            raise ModelFailed("too many calls of the language model are running")
        threading.Thread(target=self._run, name="signpost-llm", daemon=True).start()
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

    def _next(self) -> tuple[str, Any]:
        while not self._gone.is_set():
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise ModelFailed("the language model did not answer in time")
            with suppress(queue.Empty):
                return self._queue.get(timeout=min(left, POLL_SECONDS))
        return ("done", None)

    def _run(self) -> None:
        from langsmith.run_helpers import tracing_context

        try:
            with tracing_context(enabled=False):  # LangChain would otherwise send questions wherever its variables say
                stream = self._model.stream(self._messages)
                for chunk in stream:
                    self._count(chunk)
                    if text := chunk.text:
                        self._queue.put(("piece", str(text)))
                    if self._over.is_set() or self._gone.is_set():
                        stream.close()  # type: ignore[attr-defined]  # a generator; closing it ends the request
                        break
            self._queue.put(("done", None))
        except Exception as error:  # providers raise what they like; the words may hold an address or a key
            LOG.warning("the language model failed: %s", type(error).__name__)
            self._queue.put(("failed", type(error).__name__))
        finally:
            _slots.release()

    def _count(self, chunk: Any) -> None:
        used = getattr(chunk, "usage_metadata", None)
        if used:
            self._counted.tokens_in += int(used.get("input_tokens", 0))
            self._counted.tokens_out += int(used.get("output_tokens", 0))
