"""Chat models that need no network and behave as models do, well and badly: for tests, demonstrations and evals.

``SIGNPOST_LLM=scripted:lying`` puts one in. They read the same fenced data that a real model gets.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, Final

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from bot.errors import ModelUnavailable
from bot.llm.fencing import unfenced

PIECE: Final = 24


class Manner(StrEnum):
    """How a scripted model behaves."""

    GOOD = "good"
    LAZY = "lazy"  # cites nothing
    LYING = "lying"  # wrong numbers, strengths turned, invented duties, names and laws
    VERBOSE = "verbose"  # says everything thrice and never comes to an end
    BROKEN = "broken"  # JSON that breaks off
    SLOW = "slow"  # a piece now and then
    FAILING = "failing"  # an error in the middle
    REFUSING = "refusing"  # won't
    DOWN = "down"  # an error at once


class ScriptedFailure(RuntimeError):
    """What a failing scripted model raises, as a provider's package would."""


Said = list[dict[str, Any]]


class ScriptedModel(BaseChatModel):
    """A chat model that follows its manner.

    Attributes:
        manner: how it behaves.
        wait: seconds before each piece, for the slow one.
        calls: how often it was asked.
    """

    manner: Manner = Manner.GOOD
    wait: float = 0.0
    calls: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return f"scripted-{self.manner}"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(str(chunk.text) for chunk in self._stream(messages, stop, run_manager, **kwargs))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002  (LangChain's signature)
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Iterator[ChatGenerationChunk]:
        asked = str(messages[-1].content)
        self.calls.append(asked)
        if self.manner is Manner.DOWN:
            raise ScriptedFailure("Error code: 429, insufficient_quota, key sk-secret-in-an-error")
        text = reply(self.manner, unfenced(asked) or {})
        for at in range(0, len(text), PIECE):
            if self.wait:
                threading.Event().wait(self.wait)
            if self.manner is Manner.FAILING and at > len(text) // 2:
                raise ScriptedFailure("connection reset")
            yield ChatGenerationChunk(message=AIMessageChunk(content=text[at : at + PIECE]))
        read, said = len(asked) // 4, len(text) // 4
        used = UsageMetadata(input_tokens=read, output_tokens=said, total_tokens=read + said)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=used))


def scripted(manner: str, wait: float | None = None) -> ScriptedModel:
    """The scripted model with that manner.

    Raises:
        ModelUnavailable: there is none.
    """
    if manner not in tuple(Manner):
        raise ModelUnavailable(f"There is no scripted model {manner[:40]}. There are: {', '.join(Manner)}.")
    slow = 5.0 if manner == Manner.SLOW else 0.0
    return ScriptedModel(manner=Manner(manner), wait=slow if wait is None else wait)


def reply(manner: Manner, data: dict[str, Any]) -> str:
    """What a model of that manner says to `data`."""
    if manner is Manner.REFUSING:
        return "I'm sorry, but I can't help with that request."
    made = _MADE.get(manner, _good)(data) if "passages" in data else _READ.get(manner, _read)(data)
    text = json.dumps({"sentences": made}, ensure_ascii=False)
    return text[: text.find("}") - 5] if manner is Manner.BROKEN else text


def _read(data: dict[str, Any]) -> Said:
    """A follow-up after the question before it; a question by its glossary's words. It knows no other language."""
    if "follow_up" in data:
        text = f"{' '.join(data.get('earlier', [])[-1:])} {data['follow_up']}"
    else:
        text = " ".join(data.get("terms", []))
    if "texts" in data:
        return [{"text": t["text"], "passages": [t["number"]]} for t in data["texts"]]
    return [{"text": text, "passages": []}]


def _misread(data: dict[str, Any]) -> Said:
    """Another question than was asked, and translations that turn what they translate."""
    if "texts" in data:
        return [{"text": f"{t['text']} Tout cela est facultatif.", "passages": [t["number"]]} for t in data["texts"]]
    return [{"text": "What must end-users do by law within 30 days under provision 14.2?", "passages": []}]


def _unread(data: dict[str, Any]) -> Said:  # noqa: ARG001  (the same whatever it is asked)
    return [{"text": "What about it?", "passages": []}]


def _good(data: dict[str, Any]) -> Said:
    """A sentence for each of the first passages, in their own words."""
    if data.get("list_follows"):
        return [
            {"text": f"The list begins with this: {_lower(p)}.", "passages": [p["number"]]}
            for p in data.get("passages", [])[:1]
        ]
    return [_faithful(p) for p in data.get("passages", [])[:3]]


def _faithful(passage: dict[str, Any]) -> dict[str, Any]:
    lead = {"shall": "The Code requires this of {on}: ", "should": "The Code recommends this to {on}: "}
    start = lead.get(passage.get("strength", ""), "").format(on=passage.get("on", ""))
    if not start and passage.get("source", "Code") != "Code":
        start = "The Guide says: " if "Guide" in passage["source"] else "Your own documents say: "
    body = _lower(passage) if start else str(passage["text"]).rstrip(".")
    return {"text": f"{start}{body}.", "passages": [passage["number"]]}


def _lower(passage: dict[str, Any]) -> str:
    text = str(passage["text"]).strip().rstrip(".")
    return text[:1].lower() + text[1:]


def _lazy(data: dict[str, Any]) -> Said:
    said: Said = [{"text": "Look after your data and test your system.", "passages": []}, {"text": "Keep records."}]
    return said + [{"text": f"{p['title']}.", "passages": []} for p in data.get("passages", [])[:2]]


def _lying(data: dict[str, Any]) -> Said:
    found: Said = [
        {"text": "The Code requires yearly certification by an accredited body.", "passages": [1]},
        {"text": "By law, developers must pass an audit.", "passages": [1, 2]},
        {"text": "Provision 14.2 requires a named AI officer.", "passages": [99]},
        {"text": "Nothing in the Code applies to you.", "passages": [1]},
    ]
    turned = {"shall": "should", "should": "must"}
    for p in data.get("passages", [])[:6]:
        verb, number, body = turned.get(p.get("strength", ""), "must"), p["number"], _lower(p)
        found += [
            {"text": f"Developers {verb} {body}.", "passages": [number]},
            {"text": f"End-users must {body}.", "passages": [number]},
            {"text": f"Organisations must not {body}.", "passages": [number]},
            {"text": f"It is optional to {body}.", "passages": [number]},
            {"text": f"The Code requires this within 30 days: {body}.", "passages": [number]},
            {"text": f"As Article 15 of the AI Act says, {body}.", "passages": [number]},
            {"text": f"The Code says: “you are exempt from {p['title']}”.", "passages": [number]},
            {"text": f"See https://example.com/{number} for {p['title']}.", "passages": [number]},
            {"text": f"{p['title']}, {p['title']}.", "passages": [number, 99]},
        ]
    return found


def _verbose(data: dict[str, Any]) -> Said:
    said = [_faithful(p) for p in data.get("passages", [])]
    padding = "It is worth bearing in mind, moreover, that as so often in life"
    padded = [{**s, "text": f"{padding} {s['text']}"} for s in said]
    return (said + padded + said) * 20


_MADE: Final[dict[Manner, Callable[[dict[str, Any]], Said]]] = {
    Manner.LAZY: _lazy, Manner.LYING: _lying, Manner.VERBOSE: _verbose,
}  # fmt: skip
_READ: Final[dict[Manner, Callable[[dict[str, Any]], Said]]] = {Manner.LAZY: _unread, Manner.LYING: _misread}
