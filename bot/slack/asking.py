"""What the adviser is asked: the person's words, in the light of their role, the command's grammar or the thread."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from bot import wording as said_of
from bot.answer import Answer
from bot.frame import Frame
from bot.slack.mrkdwn import said
from ontology.catalogue import Catalogue

EARLIER_CHARACTERS: Final = 1500
_FIRST_PERSON: Final = re.compile(r"\b(i|we|me|us|my|our)\b", re.IGNORECASE)
_POINTING: Final = re.compile(
    r"\b(this|that|these|those|it|above|here|thread|discussion|they|them|apply|applies)\b", re.IGNORECASE
)
_PRINCIPLE: Final = re.compile(r"(?:principle|p)\s*(\d{1,2})", re.IGNORECASE)


class Asks(Protocol):
    """The part of :class:`bot.adviser.Adviser` that Slack needs."""

    def ask(self, question: str, conversation_id: str | None = None) -> Answer: ...

    def understand(self, question: str, conversation_id: str | None = None) -> Frame: ...


def command(text: str, catalogue: Catalogue) -> str:
    """The question behind ``/code …``: a bare role asks for its duties, a bare principle for what it holds."""
    typed = " ".join(text.split())
    name = typed.lower().strip(" .?!").replace("-", " ")
    for role in catalogue.roles.values():
        names = {role.id.replace("-", " "), role.label.lower().replace("-", " ")}
        names |= {n + "s" for n in names} | {said_of.PLURALS.get(role.id, "").replace("-", " ")}
        if name in names:
            return f"What must I do as {said_of.SINGULARS.get(role.id, role.label.lower())}?"
    principle = _PRINCIPLE.fullmatch(name)
    if principle and principle[1] in catalogue.principles:
        return f"Which provisions does Principle {principle[1]} have?"
    return typed


def in_role(text: str, role: str, catalogue: Catalogue) -> str:
    """The question as asked by somebody with `role`, when it is about themselves and names no role; else empty."""
    if not role or not _FIRST_PERSON.search(text):
        return ""
    low = " " + re.sub(r"[\W_]+", " ", text.lower()) + " "
    for known in catalogue.roles.values():
        for name in (known.id, known.label, said_of.PLURALS.get(known.id, ""), *known.words):
            if name and f" {re.sub(r'[^a-z0-9]+', ' ', name.lower()).strip()} " in low:
                return ""
    return f"As {said_of.SINGULARS.get(role, role)}: {text}"


def with_earlier(text: str, earlier: Sequence[str]) -> str:
    """The question with what it points at: the thread's beginning and its last message, at most 1,500 characters.

    A question that stands on its own is left alone.
    """
    if not earlier or ((len(text) > 80 or not _POINTING.search(text)) and text):
        return text
    told = list(dict.fromkeys((earlier[0], earlier[-1])))
    room = EARLIER_CHARACTERS // len(told)
    context = " ".join(part[:room] for part in told)
    return f"{context} {text}".strip()


def spoken(messages: Sequence[Mapping[str, Any]], before: str, limit: int) -> tuple[str, ...]:
    """The words of people in `messages` (as ``conversations.replies`` returns them) before the one at `before`."""
    told = [
        said(str(message.get("text", "")))
        for message in messages
        if str(message.get("ts", "")) < before and not message.get("bot_id") and not message.get("subtype")
    ]
    return tuple(words for words in told if words)[:limit]
