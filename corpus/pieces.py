"""Documents cut into passages: along headings and clauses, none longer than the encoder reads, each with its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Final
from urllib.parse import urlsplit

from corpus.formats.records import Record
from corpus.passage import Passage
from corpus.section import Extract, Section
from corpus.wording import slug

LONGEST: Final = 1_200  # characters; the encoder reads some 256 word pieces
CLAUSE: Final = re.compile(r"^(?:clause\s+|section\s+|article\s+)?(\d{1,3}(?:\.\d{1,3})+|\d{1,3}[.)])[.:)]?\s+\S", re.I)
SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+")
SOURCE_WORDS: Final = "The user’s own document."


def document_id(collection: str, key: str) -> str:
    """The identifier of a document: readable, and the same as long as it stays where it is."""
    path = urlsplit(key).path if "://" in key else key
    return (
        f"{collection}/{slug(PurePath(path).stem, 40)}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:8]}"
    )


def passages(extract: Extract, collection: str, key: str) -> tuple[Passage, ...]:
    """The passages of a document that was read at `key` (a path or an address)."""
    identifier = document_id(collection, key)
    url = key if "://" in key else None
    title = extract.title or PurePath(urlsplit(key).path if url else key).name
    cut = [(section, text, clause) for section in extract.sections for text, clause in _cut(section)]
    found = []
    for number, (section, text, clause) in enumerate(cut, start=1):
        under = section.headings[-1] if section.headings else ""
        name = identifier if len(cut) == 1 else f"{identifier}#{number}"
        found.append(
            Passage(
                id=name,
                kind="document" if len(cut) == 1 else "passage",
                node=name,
                iri=None,
                title=f"{title}: {under}" if under and under != title else title,
                text=text,
                quote=text,
                corpus=collection,
                verbatim=True,
                source_url=f"{url}#{section.anchor}" if url and section.anchor else url,
                locator=_locator(section, clause),
                source=SOURCE_WORDS,
                document=identifier,
            )
        )
    return tuple(found)


def ready(records: Iterable[Record], collection: str, key: str) -> tuple[Passage, ...]:
    """Ready passages as they are, from a file at `key`. ``node`` is the id that the file gives.

    A file may hold many documents, which its lines name; lines that name none are of one document, the file.
    """
    name = PurePath(urlsplit(key).path if "://" in key else key).name or key
    identifier = document_id(collection, key)
    return tuple(
        Passage(
            id=f"{collection}/{record.id}", kind="passage", node=record.id, iri=None,
            title=record.title or record.locator or name, text=record.text, quote=record.text, corpus=collection,
            verbatim=True, source_url=record.source_url, locator=record.locator, source=SOURCE_WORDS,
            document=f"{identifier}/{record.document}" if record.document else identifier,
        )
        for record in records
    )  # fmt: skip


def _locator(section: Section, clause: str | None) -> str | None:
    parts = [f"page {section.page}"] if section.page else []
    if section.headings:
        parts.append(" › ".join(section.headings[-2:]))
    if clause:
        parts.append(f"clause {clause}")
    if section.table:
        parts.append("table")
    return ", ".join(parts) or None


def _cut(section: Section) -> Iterator[tuple[str, str | None]]:
    """Texts and the clause that each begins with. A clause begins a text of its own; a table's head is repeated."""
    words: list[str] = []
    clause: str | None = None
    head = section.paragraphs[0] if section.table and len(section.paragraphs) > 1 else ""
    for paragraph in section.paragraphs:
        match = None if section.table else CLAUSE.match(paragraph)
        for part in _short(paragraph):
            full = words and sum(map(len, words)) + len(words) + len(part) > LONGEST
            if words and (full or match):
                yield "\n".join(words), clause
                words = [head] if head and len(head) < LONGEST // 3 else []
                clause = None
            if match:
                clause, match = match[1].rstrip(".)"), None
            words.append(part)
    if words:
        yield "\n".join(words), clause


def _short(paragraph: str) -> Iterator[str]:
    """A paragraph in parts no longer than LONGEST, cut at the ends of sentences, else at spaces, else anywhere."""
    if len(paragraph) <= LONGEST:
        yield paragraph
        return
    part = ""
    for sentence in SENTENCE.split(paragraph):
        while len(sentence) > LONGEST:
            if part:
                yield part
                part = ""
            end = sentence.rfind(" ", 1, LONGEST)
            end = end if end > 0 else LONGEST
            yield sentence[:end]
            sentence = sentence[end:].strip()
        if part and len(part) + len(sentence) + 1 > LONGEST:
            yield part
            part = ""
        part = f"{part} {sentence}".strip()
    if part:
        yield part
