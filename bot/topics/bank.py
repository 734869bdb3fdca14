"""The phrase bank in ``bot/phrases``, typed and checked.

``topics.jsonl`` holds questions with the provisions that answer them, ``none.jsonl`` questions that the Code does not
answer, ``situations.jsonl`` longer ones with several needs, ``threats.jsonl`` and ``terms.jsonl`` what points to a
threat or a node. Each line is one object; an error names the file and the line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.errors import BankInvalid

FOLDER: Final = Path(__file__).parent.parent / "phrases"
KINDS: Final = ("outside", "unsettled", "other-law", "misstate")
USED: Final = ("topics", "none", "situations", "threats", "terms")
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
class Bank:
    """Everything in the bank, in the order of the files."""

    topics: tuple[Topic, ...]
    none: tuple[NonTopic, ...]
    situations: tuple[Situation, ...]
    threats: tuple[ThreatPhrase, ...]
    terms: tuple[TermPhrase, ...]

    def texts(self) -> dict[str, tuple[str, ...]]:
        """The lists that are embedded when the index is built, by the name under which the index keeps them."""
        return {
            "topics": tuple(topic.text for topic in self.topics),
            "none": tuple(line.text for line in self.none),
            "needs": tuple(need.span for situation in self.situations for need in situation.needs),
            "threats": tuple(phrase.text for phrase in self.threats),
            "terms": tuple(phrase.text for phrase in self.terms),
        }


def load(folder: Path = FOLDER) -> Bank:
    """Read the bank in `folder`.

    Raises:
        BankInvalid: a file is missing, or a line is not what it should be; names file and line.
    """
    return Bank(
        topics=_read(folder / "topics.jsonl", lambda d: Topic(_text(d), _ids(d, "provisions"), _ids(d, "also", 0))),
        none=_read(folder / "none.jsonl", _non_topic),
        situations=_read(folder / "situations.jsonl", _situation),
        threats=_read(
            folder / "threats.jsonl", lambda d: ThreatPhrase(_text(d), _text(d, "threat"), _ids(d, "provisions"))
        ),
        terms=_read(folder / "terms.jsonl", lambda d: TermPhrase(_text(d), _text(d, "node"))),
    )


@cache
def shipped() -> Bank:
    """The bank that ships with this package, read once."""
    return load()


def texts() -> Mapping[str, tuple[str, ...]]:
    """The named lists of the shipped bank, for :class:`indexer.build.Sources`."""
    return shipped().texts()


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


def _non_topic(data: Mapping[str, Any]) -> NonTopic:
    kind = _text(data, "kind")
    if kind not in KINDS:
        raise ValueError(f"the field 'kind' is {kind!r}; it must be one of {', '.join(KINDS)}.")
    return NonTopic(_text(data), kind, data.get("topic") or "", data.get("peer"))


def _situation(data: Mapping[str, Any]) -> Situation:
    text = _text(data)
    needs = tuple(Need(_text(need, "span"), _ids(need, "provisions")) for need in data["needs"])
    for need in needs:
        if need.span not in text:
            raise ValueError(f"the span {need.span!r} does not occur in the text.")
    return Situation(text, needs, _ids(data, "provisions"), _ids(data, "also", 0))
