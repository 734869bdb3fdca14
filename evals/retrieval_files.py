"""Passages and questions of a retrieval benchmark: JSON Lines, gzip or not."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corpus import pieces
from corpus.errors import DocumentUnreadable
from corpus.formats import records
from corpus.passage import Passage
from indexer.errors import CollectionInvalid

COLLECTION: Final = "bench"
LARGEST: Final = 2_000_000_000  # bytes of passages, unpacked
GZIP: Final = b"\x1f\x8b"
LONGEST_LINE: Final = 16_000_000
MOST_LINES: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the passages that answer it."""

    id: str
    text: str
    relevant: frozenset[str]


def passages(path: Path) -> tuple[Passage, ...]:
    """The passages of a file, read as ``signpost corpus add`` reads it; ``node`` is the id that the file gives.

    Raises:
        CollectionInvalid: the file cannot be read, or a line is not a passage; names the line.
    """
    try:
        read = records.read(path.read_bytes(), path.name, LARGEST)
    except OSError as error:
        raise CollectionInvalid(f"{path} cannot be read ({error.strerror}).") from error
    except DocumentUnreadable as error:
        raise CollectionInvalid(str(error)) from error
    if not read:
        raise CollectionInvalid(f"{path.name} holds no passage.")
    return pieces.ready(read, COLLECTION, path.name)


def questions(path: Path, known: Sequence[Passage]) -> tuple[Question, ...]:
    """Lines with ``id``, ``question`` and ``relevant`` (ids of passages, at least one).

    Raises:
        CollectionInvalid: as for passages; also when a relevant passage is not among `known`.
    """
    ids = frozenset(passage.node for passage in known)
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
