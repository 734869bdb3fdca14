"""The phrase bank in ``bot/phrases``, typed and checked.

``topics.jsonl`` holds questions with the provisions that answer them, ``none.jsonl`` questions that the Code does not
answer, ``situations.jsonl`` longer ones with several needs, ``threats.jsonl`` and ``terms.jsonl`` what points to a
threat or a node, ``lists.jsonl`` questions for lists and changes of them with their limits, ``continued.jsonl`` a
question with the one before it, ``languages.jsonl`` questions in other languages, ``orders.jsonl`` sentences that
order the adviser about and sentences that only sound like it. Each line is one object; an error names the file and the
line. A file is read when it is first needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.errors import BankInvalid

FOLDER: Final = Path(__file__).parent
KINDS: Final = ("outside", "unsettled", "other-law", "misstate")
FILES: Final = ("topics", "none", "situations", "threats", "terms", "lists", "continued", "languages", "orders")
TOPICS: Final = "topics"
NONE: Final = "none"
FACTS: Final = "facts"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that `provisions` answer; `also` are neighbours that may be cited beside them."""

    text: str
    provisions: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NonTopic:
    """A question that the Code does not answer: of which kind, on what (`topic`), and which document may (`peer`)."""

    text: str
    kind: str
    topic: str = ""
    peer: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A stretch of a situation and the provisions that it calls for."""

    span: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Several sentences with several needs. Each need's span is a substring of `text`."""

    text: str
    needs: tuple[Need, ...]
    provisions: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreatPhrase:
    """How somebody may describe a threat, and the provisions that bear on it most."""

    text: str
    threat: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermPhrase:
    """How somebody may ask about a node (``role/developer``, ``term/guardrails``)."""

    text: str
    node: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and whether it is an order to the adviser that is none of the asker's question."""

    text: str
    order: bool


class Bank:
    """The files of a folder, each in the order of its lines.

    Raises (when a file is first asked for):
        BankInvalid: it is missing, or a line is not what it should be; names file and line.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        return _read(self._folder / "topics.jsonl", _topic)

    @cached_property
    def none(self) -> tuple[NonTopic, ...]:
        return _read(self._folder / "none.jsonl", _non_topic)

    @cached_property
    def situations(self) -> tuple[Situation, ...]:
        return _read(self._folder / "situations.jsonl", _situation)

    @cached_property
    def threats(self) -> tuple[ThreatPhrase, ...]:
        return _read(self._folder / "threats.jsonl", _threat)

    @cached_property
    def terms(self) -> tuple[TermPhrase, ...]:
        return _read(self._folder / "terms.jsonl", lambda d: TermPhrase(_text(d), _text(d, "node")))

    @cached_property
    def continued(self) -> tuple[Topic | NonTopic, ...]:
        """A question and the one that follows it, as one text, with what answers the second, if anything does."""
        return _read(self._folder / "continued.jsonl", lambda d: _non_topic(d) if "kind" in d else _topic(d))

    @cached_property
    def orders(self) -> tuple[Sentence, ...]:
        return _read(self._folder / "orders.jsonl", _sentence_of)

    @cached_property
    def languages(self) -> tuple[Mapping[str, Any], ...]:
        """Questions in other languages, as they are written: with provisions, or a list's limits, or a node."""
        return _read(self._folder / "languages.jsonl", lambda d: {**d, "text": _text(d), "lang": _text(d, "lang")})

    @cached_property
    def lists(self) -> tuple[Mapping[str, Any], ...]:
        """As they are written: what a line holds depends on its ``intent``."""
        return _read(self._folder / "lists.jsonl", lambda d: {**d, "text": _text(d), "intent": _text(d, "intent")})


def load(folder: Path = FOLDER) -> Bank:
    """Read all of the bank in `folder` at once.

    Raises:
        BankInvalid: a file is missing, or a line is not what it should be; names file and line.
    """
    bank = Bank(folder)
    for name in FILES:
        getattr(bank, name)
    return bank


@cache
def shipped() -> Bank:
    """The bank that ships with this package; each file is read once."""
    return Bank()


def texts() -> dict[str, tuple[str, ...]]:
    """Named lists of texts to embed beside the passages, for :class:`indexer.build.Sources`."""
    bank = shipped()
    return {
        TOPICS: tuple(line.text for line in bank.topics),
        NONE: tuple(line.text for line in bank.none),
        FACTS: tuple(line.text for line in bank.terms),
    }


def fact_nodes() -> tuple[str, ...]:
    """The node that each text of :data:`FACTS` is about."""
    return tuple(line.node for line in shipped().terms)


def _read(path: Path, make: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BankInvalid(f"The phrase bank lacks {path.name}: {error.strerror}. Reinstall the package.") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(make(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BankInvalid(f"{path.name}, line {number}: {_sentence(error)}") from error
    return tuple(found)


def _sentence(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not a JSON object ({error.msg})."
    if isinstance(error, KeyError):
        return f"the field {error.args[0]!r} is missing."
    if isinstance(error, ValueError):
        return str(error)
    return "not an object with the expected fields."


def _text(data: Mapping[str, Any], field: str = "text") -> str:
    value = data[field]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"the field {field!r} must be a text that is not empty.")
    return value


def _ids(data: Mapping[str, Any], field: str, least: int = 1) -> tuple[str, ...]:
    value = data[field] if least else data.get(field, [])
    if not isinstance(value, list) or len(value) < least or not all(isinstance(v, str) for v in value):
        raise ValueError(f"the field {field!r} must be a list of provision numbers.")
    return tuple(value)


def _topic(data: Mapping[str, Any]) -> Topic:
    return Topic(_text(data), _ids(data, "provisions"), _ids(data, "also", 0))


def _non_topic(data: Mapping[str, Any]) -> NonTopic:
    kind = _text(data, "kind")
    if kind not in KINDS:
        raise ValueError(f"the field 'kind' is {kind!r}; it must be one of {', '.join(KINDS)}.")
    return NonTopic(_text(data), kind, data.get("topic") or "", data.get("peer"))


def _sentence_of(data: Mapping[str, Any]) -> Sentence:
    if not isinstance(data["order"], bool):
        raise ValueError("the field 'order' must be true or false.")
    return Sentence(_text(data), data["order"])


def _threat(data: Mapping[str, Any]) -> ThreatPhrase:
    return ThreatPhrase(_text(data), _text(data, "threat"), _ids(data, "provisions"))


def _situation(data: Mapping[str, Any]) -> Situation:
    text = _text(data)
    needs = tuple(Need(_text(need, "span"), _ids(need, "provisions")) for need in data["needs"])
    for need in needs:
        if need.span not in text:
            raise ValueError(f"the span {need.span!r} does not occur in the text.")
    return Situation(text, needs, _ids(data, "provisions"), _ids(data, "also", 0))
