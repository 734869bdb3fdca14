"""A chat completion as it comes: each checked sentence as a ``chat.completion.chunk``, then ``[DONE]``."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from anyio.to_thread import run_sync

from api import chat
from api.problems import kind_of
from api.streaming import BROKEN
from bot.answer import Answer, Citation
from bot.errors import AdviserError
from bot.streaming import Began, Done, Event, Part, Sentence

LOG = logging.getLogger(__name__)


class Message:
    """A message as it grows; what has been said adds up to what :func:`api.chat.reply` makes of the whole answer."""

    def __init__(self, sources: tuple[Citation, ...]) -> None:
        self._sources = sources
        self._before = ""  # what separates the next words from those that were said
        self._item = " "  # what separates the sentences of a part
        self.text = ""
        self.annotations: list[dict[str, Any]] = []

    def part(self, part: Part) -> str:
        """The words that `part` begins with."""
        self._before = "\n\n" if self.text else ""
        said = self._say(f"**{part.heading}**") if part.heading else ""
        self._item = "\n- " if part.listed else " "
        if part.heading:
            self._before = "\n"
        self._before += "- " if part.listed else ""
        return said

    def sentence(self, sentence: Sentence) -> str:
        """The words of `sentence`, with links to its sources."""
        claim = sentence.claim
        said = self._say(claim.text + "".join(f" [{marker}]" for marker in claim.markers))
        self._before = self._item
        return said

    def _say(self, words: str) -> str:
        said, found = chat.linked(self._before + words, self._sources, len(self.text))
        self.text += said
        self.annotations += found
        return said


async def chunks(
    events: Iterator[Event], gone: threading.Event, keep: Callable[[Answer], None], usage: bool
) -> AsyncIterator[str]:
    """Server-sent events in OpenAI's shape; annotations come with the last words, errors as its clients expect them.

    Args:
        gone: set when the reader leaves or the stream ends, so that nobody writes on for nobody.
        keep: told the answer before the stream ends.
        usage: whether the figures come last.
    """
    created, identifier, message = int(time.time()), "", Message(())

    def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _event(chat.frame(identifier, created, "chat.completion.chunk", [choice]))

    try:
        # A thread that waits for a model is left to itself when this is cancelled; it ends once it sees `gone`.
        while (found := await run_sync(next, events, None, abandon_on_cancel=True)) is not None:
            if isinstance(found, Began):
                identifier, message = found.id, Message(found.sources)
                yield chunk({"role": "assistant", "content": ""})
            elif isinstance(found, Part | Sentence):
                said = message.part(found) if isinstance(found, Part) else message.sentence(found)
                if said:
                    yield chunk({"content": said})
            elif isinstance(found, Done):
                await run_sync(keep, found.answer)
                yield chunk({"annotations": message.annotations} if message.annotations else {}, "stop")
                if usage:
                    spent = chat.usage(found.answer.frame.question, message.text)
                    yield _event(chat.frame(identifier, created, "chat.completion.chunk", []) | {"usage": spent})
        yield "data: [DONE]\n\n"
    except AdviserError as error:
        yield _broken(str(error), kind_of(error).code)
    except Exception as error:
        LOG.exception("a streamed completion broke off")
        yield _broken(BROKEN, kind_of(error).code)
    finally:
        gone.set()


def _broken(sentence: str, code: str) -> str:
    return _event({"error": {"message": sentence, "type": code, "code": code, "param": None}})


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
