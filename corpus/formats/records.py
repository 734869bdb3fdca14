"""JSON Lines of ready passages.

``id`` and ``text``, optionally ``title``, ``document``, ``locator`` and ``source_url``.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from dataclasses import dataclass
from typing import Any, Final

from corpus.decoding import decoded
from corpus.errors import DocumentUnreadable

LONGEST: Final = 200_000
GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Record:
    """A ready passage. ``document``: which of several documents in the file it is from; empty when it does not say."""

    id: str
    text: str
    title: str
    locator: str | None
    source_url: str | None
    document: str = ""


def read(content: bytes, name: str, limit: int) -> list[Record]:
    """The records of a file, packed with gzip or not; `limit` is the most bytes that it may unpack to.

    Raises:
        DocumentUnreadable: says the line.
    """
    if content.startswith(GZIP):
        try:
            with gzip.open(io.BytesIO(content)) as file:
                content = file.read(limit + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise DocumentUnreadable(f"{name} is not a gzip file that can be read.") from error
        if len(content) > limit:
            raise DocumentUnreadable(f"{name} unpacks to more than {limit / 1e6:.0f} MB; it was not read.")
    found: list[Record] = []
    seen: set[str] = set()
    for number, line in enumerate(decoded(content, None, name).split("\n"), start=1):
        if line.strip():
            record = _record(line, f"{name}, line {number}")
            if record.id in seen:
                raise DocumentUnreadable(f"{name}, line {number}: the id “{record.id}” comes twice.")
            seen.add(record.id)
            found.append(record)
    return found


def _record(line: str, place: str) -> Record:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DocumentUnreadable(f"{place}: not valid JSON.") from error
    if not isinstance(data, dict):
        raise DocumentUnreadable(f"{place}: a line is an object with id and text.")
    text, identifier = _string(data, "text", place), _string(data, "id", place, number=True)
    if not text or not identifier:
        raise DocumentUnreadable(f"{place}: there is no {'text' if identifier else 'id'}.")
    if len(text) > LONGEST or len(identifier) > 500:
        raise DocumentUnreadable(f"{place}: the text is longer than {LONGEST} characters, or the id than 500.")
    url = _string(data, "source_url", place) or None
    if url and not url.lower().startswith(("https://", "http://")):
        raise DocumentUnreadable(f"{place}: source_url is not a web address.")
    return Record(
        identifier,
        text,
        _string(data, "title", place),
        _string(data, "locator", place, number=True) or None,
        url,
        _string(data, "document", place, number=True),
    )


def _string(data: dict[str, Any], key: str, place: str, number: bool = False) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if number and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise DocumentUnreadable(f"{place}: {key} is not a text.")
    return value.encode("utf-8", "replace").decode("utf-8").strip()
