"""Bringing an official source into force: fetched or from a file, parsed, compared, stored, or refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus import etsi, guide, official, official_passages
from corpus.decoding import decoded
from corpus.errors import DocumentUnreadable, SourceChanged, SourceUnavailable
from corpus.fetch import Fetcher, Report, Rules
from corpus.manifest import Source, Use
from corpus.passage import Passage
from corpus.pdf import pages
from corpus.shelf import Shelf, SourceRecord, State
from ontology.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the record in force, whether anything changed, and which texts have other words than before."""

    record: SourceRecord
    changed: bool
    reworded: tuple[str, ...] = ()


def fetch(
    shelf: Shelf, catalogue: Catalogue, source: Source, fetcher: Fetcher | None = None, report: Report | None = None
) -> Outcome:
    """Download `source` if it has changed, and bring it into force.

    Raises:
        SourceUnavailable, AddressRefused: it cannot be downloaded.
        SourceChanged, DocumentUnreadable: it was downloaded but not accepted; what was in force stays.
        LibraryUnavailable: it cannot be stored.
    """
    before = shelf.read().sources.get(source.name)
    known = before if before and before.origin == source.url and _is_kept(shelf, before) else None
    rules = Rules(source.limit, source.hosts)
    download = (fetcher or Fetcher()).get(
        source.url, rules, known.etag if known else None, known.last_modified if known else None, report
    )
    if download is None:
        if known is None:
            raise SourceUnavailable(f"{source.url} answered that nothing has changed, but nothing was loaded before.")
        return Outcome(known, changed=False)
    return accept(
        shelf,
        catalogue,
        source,
        download.content,
        source.url,
        (download.etag, download.last_modified, download.charset),
    )


def from_file(shelf: Shelf, catalogue: Catalogue, source: Source, path: Path) -> Outcome:
    """Bring a file that is already at hand into force as `source`.

    Raises: as :func:`fetch`.
    """
    try:
        if path.stat().st_size > source.limit:
            raise SourceUnavailable(f"{path} is larger than {source.limit / 1e6:.0f} MB; it was not read.")
        content = path.read_bytes()
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be read ({error.strerror}).") from error
    return accept(shelf, catalogue, source, content, str(path.absolute()))


def accept(
    shelf: Shelf,
    catalogue: Catalogue,
    source: Source,
    content: bytes,
    origin: str,
    headers: tuple[str | None, str | None, str | None] = (None, None, None),
) -> Outcome:
    """Parse `content` and, if it is what it should be, bring it into force. `headers`: ETag, Last-Modified, charset."""
    sha256 = hashlib.sha256(content).hexdigest()
    with shelf.writing() as state:
        before = state.sources.get(source.name)
        texts = _texts(shelf, state, source.name)
        record = SourceRecord(
            origin=origin, url=source.url, sha256=sha256, size=len(content),
            loaded=datetime.now(UTC).isoformat(timespec="seconds"), licence=source.licence, holder=source.holder,
            etag=headers[0], last_modified=headers[1],
        )  # fmt: skip
        found = _parsed(record, catalogue, source, content, headers[2], texts)
        shelf.keep_original(content)
        if found:
            record.passages, record.count = shelf.keep_passages(found), len(found)
        state.sources[source.name] = record
    now = {p.node: p.text for p in found if p.kind == "provision"}
    reworded = tuple(number for number, text in now.items() if texts.get(number, text) != text)
    same = before is not None and (before.sha256, before.passages) == (record.sha256, record.passages)
    return Outcome(record, changed=not same, reworded=reworded)


def remove(shelf: Shelf, name: str) -> bool:
    """Take an official source out of force; whether there was one."""
    with shelf.writing() as state:
        return state.sources.pop(name, None) is not None


def _parsed(
    record: SourceRecord,
    catalogue: Catalogue,
    source: Source,
    content: bytes,
    charset: str | None,
    previous: Mapping[str, str],
) -> tuple[Passage, ...]:
    """The passages of `content`; fills in the record's summary, licence and differences."""
    is_pdf = content.lstrip()[:5] == b"%PDF-"
    if source.use is Use.CODE:
        if is_pdf:
            raise SourceChanged("The Code is read from its HTML page or from plain text; this is a PDF.")
        code = official.parse(decoded(content, charset, record.origin), catalogue, previous)
        record.differences = list(code.differences)
        record.summary = f"{len(code.provisions)} of {len(catalogue.provisions)} provisions, word for word"
        return official_passages.passages(code, catalogue, source.url)
    if not is_pdf:
        raise DocumentUnreadable(f"{record.origin} is not a PDF, as {source.title} should be.")
    if source.use is Use.GUIDE:
        had = len(previous)
        tables = guide.parse(pages(content, record.origin), catalogue, had)
        record.differences, record.licence, record.holder = list(tables.differences), tables.licence, tables.holder
        record.summary = f"tables for {len(tables.provisions)} of {len(catalogue.provisions)} provisions; " + (
            f"states the {tables.licence}" if tables.licence else "states no licence that was recognised"
        )
        return guide.passages(tables, catalogue, source.url)
    numbers = etsi.check(pages(content, record.origin), catalogue, source.name)
    record.differences = list(numbers.differences)
    record.summary = f"{numbers.found} of {numbers.known} numbers agree; not quoted"
    return ()


def _texts(shelf: Shelf, state: State, name: str) -> dict[str, str]:
    """The texts now in force, by provision; empty when there are none or they cannot be read."""
    record = state.sources.get(name)
    if record is None or not shelf.is_whole("passages", record.passages):
        return {}
    return {p.node: p.text for p in shelf.passages(record.passages) if p.iri and "/provision/" in p.iri}


def _is_kept(shelf: Shelf, record: SourceRecord) -> bool:
    return shelf.is_whole("originals", record.sha256) and (
        not record.passages or shelf.is_whole("passages", record.passages)
    )
