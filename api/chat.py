"""Answers in the shape of OpenAI's chat completions: citations as links in the text and as annotations."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from bot.answer import Answer, Citation
from bot.errors import QuestionEmpty, QuestionInvalid
from bot.streaming import Event, last

if TYPE_CHECKING:
    from bot.adviser import Adviser

MODEL: Final = "signpost"
REPLAYED: Final = 3
_MARKER: Final = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as a chat message: its text with links, and where in the text which source is cited."""

    answer: Answer
    content: str
    annotations: tuple[dict[str, Any], ...]


def reply(answer: Answer) -> Reply:
    """`answer` with each marker made a link to its source."""
    content, annotations = linked(answer.text, (*answer.citations, *answer.related))
    return Reply(answer, content, tuple(annotations))


def linked(text: str, sources: Iterable[Citation], at: int = 0) -> tuple[str, list[dict[str, Any]]]:
    """`text` with its markers made links, and an annotation for each; `at` characters of the message precede it."""
    by_marker = {source.marker: source for source in sources}
    parts: list[str] = []
    annotations: list[dict[str, Any]] = []
    done, length = 0, at
    for match in _MARKER.finditer(text):
        source = by_marker.get(int(match.group(1)))
        if source is None:
            continue
        before, link = text[done : match.start()], f"[[{source.marker}]]({source.uri})"
        parts += [before, link]
        start = length + len(before)
        length = start + len(link)
        done = match.end()
        title = f"{source.kind.capitalize()} {source.id}: {source.label}"
        where = {"start_index": start, "end_index": length, "url": source.uri, "title": title}
        annotations.append({"type": "url_citation", "url_citation": where})
    parts.append(text[done:])
    return "".join(parts), annotations


def begin(adviser: Adviser, questions: list[str], stop: threading.Event | None = None) -> Iterator[Event]:
    """The answer to the last of `questions` as it comes, in the light of those before it.

    Chat clients send the whole conversation each time and name none, so the last few questions are asked again first.

    Args:
        stop: set it when nobody waits any more; a language model that is at work then stops.

    Raises:
        QuestionInvalid: there is no question, or the last one cannot be taken.
    """
    if not questions:
        raise QuestionEmpty("There is no message with the role “user”. Send one with the question.")
    conversation = str(uuid4())
    for earlier in questions[-1 - REPLAYED : -1]:
        try:
            last(adviser.stream(earlier, conversation, stop))
        except QuestionInvalid:
            continue
    return adviser.stream(questions[-1], conversation, stop)


def whole(said: Reply) -> dict[str, Any]:
    """A ``chat.completion`` object."""
    message = {
        "role": "assistant", "content": said.content, "refusal": None, "annotations": list(said.annotations)
    }  # fmt: skip
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    created = int(said.answer.created.timestamp())
    spent = usage(said.answer.frame.question, said.content)
    return frame(said.answer.id, created, "chat.completion", [choice]) | {"usage": spent}


def usage(asked: str, said: str) -> dict[str, int]:
    """Words, since there are no tokens; clients want the figures to be there."""
    prompt, completion = len(asked.split()), len(said.split())
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def frame(identifier: str, created: int, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    """What a completion and its chunks have in common; `identifier` is the answer's."""
    return {
        "id": f"chatcmpl-{identifier}", "object": kind, "created": created, "model": MODEL, "choices": choices
    }  # fmt: skip
