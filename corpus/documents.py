"""The user's own documents: found, read, cut and stored, one collection at a time.

A file whose content has not changed costs one hash. What was read is brought into force every few seconds, so that
an interrupted run keeps what it had done and the next one goes on from there.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from corpus import addresses, pieces
from corpus.errors import AddressRefused, CollectionInvalid, DocumentUnreadable, SourceUnavailable
from corpus.fetch import Fetcher, Rules
from corpus.formats import choice, records
from corpus.passage import DIGEST, GUIDE, OFFICIAL, Passage
from corpus.shelf import DocumentRecord, Shelf, State

READER: Final = 2  # raise it when reading or cutting changes, so that unchanged files are read anew
DEFAULT: Final = "documents"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
RESERVED: Final = frozenset({DIGEST, OFFICIAL, GUIDE})
LIMIT: Final = 100_000_000
CHECKPOINT_SECONDS: Final = 10.0
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be read: the most bytes of one document, and whether private networks may be asked."""

    limit: int = LIMIT
    private: bool = False


@dataclass(slots=True)
class Tally:
    """What came of it, by path or address; `failed` pairs each with a sentence, `passages` counts the new ones."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    passages: int = 0


def checked_name(collection: str) -> str:
    """`collection` if it can name one.

    Raises:
        CollectionInvalid
    """
    if not NAME.fullmatch(collection) or collection in RESERVED:
        raise CollectionInvalid(
            f"“{collection}” cannot name a collection. Use up to 64 of a to z, 0 to 9, - and _, beginning with a "
            f"letter or digit, and none of {', '.join(sorted(RESERVED))}."
        )
    return collection


def add(
    shelf: Shelf,
    collection: str,
    targets: Sequence[str],
    allowed: Allowed | None = None,
    fetcher: Fetcher | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Add files, folders and addresses; with no targets, look again at everything that the collection holds.

    `progress` is told (name, done, total), in bytes for files. A document that cannot be read is in ``failed`` and
    the rest go in; what the collection has of it stays.

    Raises:
        CollectionInvalid: the collection's name.
        LibraryUnavailable: the library cannot be written.
    """
    checked_name(collection)
    rules = allowed or Allowed()
    tally = Tally()
    with shelf.writing() as state:
        documents = state.collections.setdefault(collection, {})
        found = list(_found(targets or list(documents), tally, documents))
        sizes = [_size(key) for key in found]
        done, saved = 0, time.monotonic()
        for key, size in zip(found, sizes, strict=True):
            if progress:
                progress(key, done, sum(sizes))
            try:
                _one(shelf, state, collection, key, rules, fetcher or Fetcher(), tally)
            except (DocumentUnreadable, SourceUnavailable, AddressRefused) as error:
                tally.failed.append((key, str(error)))
            done += size
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                shelf.commit(state)
                saved = time.monotonic()
        if progress:
            progress("", done, sum(sizes))
        for key in [key for key in documents if _is_gone(key)]:
            del documents[key]
            tally.removed.append(key)
        if not documents:
            del state.collections[collection]
    return tally


def remove(shelf: Shelf, collection: str, targets: Sequence[str] = ()) -> list[str]:
    """Take documents (all of them when no targets are given) out of a collection; returns what left.

    Raises:
        CollectionInvalid: no such collection, or it holds none of the targets.
    """
    with shelf.writing() as state:
        if collection not in state.collections:
            known = ", ".join(sorted(state.collections)) or "none yet"
            raise CollectionInvalid(f"There is no collection “{collection}”. Known: {known}.")
        documents = state.collections[collection]
        wanted = [target if _is_address(target) else _key(Path(target)) for target in targets]
        leaving = [k for k in documents if not wanted or any(k == w or k.startswith(w + os.sep) for w in wanted)]
        if not leaving:
            raise CollectionInvalid(f"The collection “{collection}” holds nothing from {', '.join(targets)}.")
        for key in leaving:
            del documents[key]
        if not documents:
            del state.collections[collection]
    return leaving


def _is_address(target: str) -> bool:
    return bool(re.match(r"^[A-Za-z][A-Za-z0-9+.-]*://", target))


def _key(path: Path) -> str:
    return str(Path(os.path.abspath(path.expanduser())))


def _found(targets: Sequence[str], tally: Tally, known: dict[str, DocumentRecord]) -> Iterator[str]:
    """The documents that the targets stand for, each once; folders are walked, links in them are not followed."""
    seen: set[str] = set()
    for target in targets:
        if _is_address(target):
            keys = [target]
        else:
            path = Path(_key(Path(target)))
            if path.is_dir():
                keys = sorted(_walked(path))
                if not keys and not any(k.startswith(f"{path}{os.sep}") for k in known):
                    tally.failed.append((target, f"The folder {target} holds no document of a known format."))
            elif path.is_file():
                keys = [str(path)]
            elif str(path) in known:
                keys = []
            else:
                tally.failed.append((target, f"There is no file or folder {target}."))
                keys = []
        for key in keys:
            if key not in seen:
                seen.add(key)
                yield key


def _walked(folder: Path) -> Iterator[str]:
    for root, folders, files in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(root) / name
            if not name.startswith(".") and choice.by_name(name) and path.is_file() and not path.is_symlink():
                yield str(path)


def _is_gone(key: str) -> bool:
    """Whether a file is no longer in its folder. When the folder is missing too (a drive, say), it is kept."""
    return not _is_address(key) and not Path(key).exists() and Path(key).parent.is_dir()


def _size(key: str) -> int:
    try:
        return 1 if _is_address(key) else max(Path(key).stat().st_size, 1)
    except OSError:
        return 1


def _one(
    shelf: Shelf, state: State, collection: str, key: str, allowed: Allowed, fetcher: Fetcher, tally: Tally
) -> None:
    documents = state.collections[collection]
    before = documents.get(key)
    if before and (before.reader != READER or not shelf.is_whole("passages", before.passages)):
        before = None
    known = key in documents
    content, media, charset, etag, modified = _content(key, before, allowed, fetcher)
    sha256 = hashlib.sha256(content).hexdigest() if content is not None else ""
    if before and (content is None or before.sha256 == sha256):
        tally.unchanged.append(key)
        return
    if content is None:
        raise SourceUnavailable(f"{key} answered that nothing has changed, but it was never read.")
    form = choice.of(key if not _is_address(key) else key.partition("?")[0].partition("#")[0], media)
    found = _passages(shelf, state, collection, key, content, form, charset, allowed)
    documents[key] = DocumentRecord(
        sha256=sha256, size=len(content), title=found[0].title, format=form, passages=shelf.keep_passages(found),
        count=len(found), reader=READER, loaded=datetime.now(UTC).isoformat(timespec="seconds"), etag=etag,
        last_modified=modified,
    )  # fmt: skip
    (tally.updated if known else tally.added).append(key)
    tally.passages += len(found)


def _content(
    key: str, before: DocumentRecord | None, allowed: Allowed, fetcher: Fetcher
) -> tuple[bytes | None, str, str | None, str | None, str | None]:
    """(content, media type, charset, ETag, Last-Modified); no content when the server says that nothing changed."""
    if _is_address(key):
        rules = Rules(allowed.limit, (), None if allowed.private else addresses.checked, http=allowed.private)
        download = fetcher.get(key, rules, before.etag if before else None, before.last_modified if before else None)
        if download is None:
            return None, "", None, None, None
        return download.content, download.content_type, download.charset, download.etag, download.last_modified
    path = Path(key)
    try:
        if path.stat().st_size > allowed.limit:
            raise DocumentUnreadable(f"{path.name} is larger than {allowed.limit / 1e6:.0f} MB; it was not read.")
        return path.read_bytes(), "", None, None, None
    except OSError as error:
        raise DocumentUnreadable(f"{path.name} cannot be read ({error.strerror}).") from error


def _passages(
    shelf: Shelf,
    state: State,
    collection: str,
    key: str,
    content: bytes,
    form: str,
    charset: str | None,
    allowed: Allowed,
) -> tuple[Passage, ...]:
    name = Path(key.partition("?")[0]).name or key
    if form == choice.RECORDS:
        found = pieces.ready(records.read(content, name, allowed.limit), collection, key)
        _require_own_ids(shelf, state, collection, key, found, name)
    else:
        found = pieces.passages(choice.READERS[form](content, name, charset), collection, key)
    if not found:
        raise DocumentUnreadable(f"{name} holds no text.")
    return found


def _require_own_ids(
    shelf: Shelf, state: State, collection: str, key: str, found: Sequence[Passage], name: str
) -> None:
    """Ids of ready passages are unique in a collection."""
    mine = {passage.id for passage in found}
    for other, record in state.collections[collection].items():
        if other != key and record.format == choice.RECORDS and shelf.is_whole("passages", record.passages):
            shared = next((p.node for p in shelf.passages(record.passages) if p.id in mine), None)
            if shared is not None:
                raise DocumentUnreadable(
                    f"{name} has the id “{shared}”, which {Path(other).name} has in the same collection. Use another "
                    "--collection, or remove that file first."
                )
