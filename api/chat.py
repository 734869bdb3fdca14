"""Answers in the shape of OpenAI's chat completions: citations as links in the text and as annotations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from bot.answer import Answer
from bot.errors import QuestionEmpty, QuestionInvalid

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

    @property
    def id(self) -> str:
        return f"chatcmpl-{self.answer.id}"

    @property
    def created(self) -> int:
        return int(self.answer.created.timestamp())

    @property
    def usage(self) -> dict[str, int]:
        """Words, since there are no tokens; clients want the figures to be there."""
        asked, said = len(self.answer.frame.question.split()), len(self.content.split())
        return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def reply(answer: Answer) -> Reply:
    """`answer` with each marker made a link to its source."""
    by_marker = {c.marker: c for c in (*answer.citations, *answer.related)}
    parts: list[str] = []
    annotations: list[dict[str, Any]] = []
    at = length = 0
    for match in _MARKER.finditer(answer.text):
        citation = by_marker.get(int(match.group(1)))
        if citation is None:
            continue
        before, link = answer.text[at : match.start()], f"[[{citation.marker}]]({citation.uri})"
        parts += [before, link]
        start = length + len(before)
        length = start + len(link)
        at = match.end()
        title = f"{citation.kind.capitalize()} {citation.id}: {citation.label}"
        where = {"start_index": start, "end_index": length, "url": citation.uri, "title": title}
        annotations.append({"type": "url_citation", "url_citation": where})
    parts.append(answer.text[at:])
    return Reply(answer, "".join(parts), tuple(annotations))


def ask(adviser: Adviser, questions: list[str]) -> Answer:
    """The answer to the last of `questions`, in the light of those before it.

    Chat clients send the whole conversation each time and name none, so the last few questions are asked again first.

    Raises:
        QuestionInvalid: there is no question, or the last one cannot be taken.
    """
    if not questions:
        raise QuestionEmpty("There is no message with the role “user”. Send one with the question.")
    conversation = str(uuid4())
    for earlier in questions[-1 - REPLAYED : -1]:
        try:
            adviser.ask(earlier, conversation)
        except QuestionInvalid:
            continue
    return adviser.ask(questions[-1], conversation)


def whole(said: Reply) -> dict[str, Any]:
    """A ``chat.completion`` object."""
    message = {
        "role": "assistant", "content": said.content, "refusal": None, "annotations": list(said.annotations)
    }  # fmt: skip
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return _frame(said, "chat.completion", [choice]) | {"usage": said.usage}


def chunks(said: Reply, usage: bool) -> Iterator[str]:
    """``chat.completion.chunk`` objects as server-sent events, then ``[DONE]``; annotations come last."""
    yield _chunk(said, {"role": "assistant", "content": ""})
    for line in said.content.splitlines(keepends=True):
        yield _chunk(said, {"content": line})
    yield _chunk(said, {"annotations": list(said.annotations)} if said.annotations else {}, "stop")
    if usage:
        yield _event(_frame(said, "chat.completion.chunk", []) | {"usage": said.usage})
    yield "data: [DONE]\n\n"


def _chunk(said: Reply, delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _event(_frame(said, "chat.completion.chunk", [choice]))


def _frame(said: Reply, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": said.id, "object": kind, "created": said.created, "model": MODEL, "choices": choices}


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
