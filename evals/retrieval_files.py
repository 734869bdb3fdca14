"""Passages and questions of a retrieval benchmark: JSON Lines, gzip or not."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from indexer.errors import CollectionInvalid

GZIP: Final = b"\x1f\x8b"
LONGEST_LINE: Final = 16_000_000
MOST_LINES: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Passages:
    """Columns of one length: what is searched, in the order of the file."""

    ids: tuple[str, ...]
    documents: tuple[str, ...]
    locators: tuple[str | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the passages that answer it."""

    id: str
    text: str
    relevant: frozenset[str]


def passages(path: Path) -> Passages:
    """Lines with ``id`` and ``text``, and where there are any ``document`` and ``locator``.

    Raises:
        CollectionInvalid: the file cannot be read, or a line is not like that; names the line.
    """
    rows = []
    seen: set[str] = set()
    for number, row in _lines(path):
        name, text = row.get("id"), row.get("text")
        if not isinstance(name, str) or not isinstance(text, str):
            raise CollectionInvalid(f"{path.name}, line {number}: a passage needs “id” and “text”, both strings.")
        if name in seen:
            raise CollectionInvalid(f"{path.name}, line {number}: the id “{name[:60]}” is there twice.")
        seen.add(name)
        locator = row.get("locator")
        rows.append((name, str(row.get("document", "")), None if locator is None else str(locator), text))
    if not rows:
        raise CollectionInvalid(f"{path.name} holds no passage.")
    ids, documents, locators, texts = zip(*rows, strict=True)
    return Passages(ids, documents, locators, texts)


def questions(path: Path, known: Passages) -> tuple[Question, ...]:
    """Lines with ``id``, ``question`` and ``relevant`` (ids of passages, at least one).

    Raises:
        CollectionInvalid: as for passages; also when a relevant passage is not among `known`.
    """
    ids = frozenset(known.ids)
    found = []
    for number, row in _lines(path):
        text, relevant = row.get("question"), row.get("relevant")
        if not isinstance(text, str) or not isinstance(relevant, list) or not relevant:
            raise CollectionInvalid(
                f"{path.name}, line {number}: a question needs “question” (a string) and “relevant” (a list of ids)."
            )
        missing = [str(name) for name in relevant if not isinstance(name, str) or name not in ids]
        if missing:
            raise CollectionInvalid(f"{path.name}, line {number}: no passage has the id “{missing[0][:60]}”.")
        found.append(Question(str(row.get("id", number)), text, frozenset(relevant)))
    if not found:
        raise CollectionInvalid(f"{path.name} holds no question.")
    return tuple(found)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    number = 0
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP
        with gzip.open(path) if packed else path.open("rb") as file:
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE or number > MOST_LINES:
                    raise CollectionInvalid(f"{path.name}, line {number}: longer than is read here.")
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise CollectionInvalid(f"{path.name}, line {number}: not a JSON object.")
                yield number, row
    except OSError as error:
        raise CollectionInvalid(f"{path} cannot be read ({error.strerror or 'not a whole gzip file'}).") from error
    except (EOFError, zlib.error) as error:
        raise CollectionInvalid(f"{path.name} is not a whole gzip file.") from error
    except (ValueError, RecursionError) as error:
        raise CollectionInvalid(f"{path.name}, line {number}: not JSON in UTF-8.") from error
