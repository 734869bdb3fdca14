"""What is kept on disk under ``<home>/corpus``, and why killing the process does no harm.

``library.json`` names everything that is in force. What it names are files called after their own SHA-256
(``passages/<hash>.jsonl``, ``originals/<hash>``), which are written before it and never changed. A change is one
rename of ``library.json``, under a lock; files that nothing names any more are removed afterwards.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from corpus.errors import LibraryUnavailable
from corpus.passage import Passage

LAYOUT: Final = 1
STATE: Final = "library.json"
LOCK_SECONDS: Final = 30.0


@dataclass(slots=True)
class SourceRecord:
    """An official source as it is in force.

    Attributes:
        origin: the address or file that it came from.
        sha256: of the original, which is kept in ``originals``.
        passages: name of its passages' file, or empty when it has none (ETSI's are not quoted).
        licence: as known from the publisher or as read from the document; empty when it states none.
        differences: sentences on where it and the ontology disagree.
    """

    origin: str
    url: str
    sha256: str
    size: int
    loaded: str
    passages: str = ""
    count: int = 0
    summary: str = ""
    licence: str = ""
    holder: str = ""
    etag: str | None = None
    last_modified: str | None = None
    differences: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DocumentRecord:
    """One of the user's documents: where it was read, what it was then, and its passages' file."""

    sha256: str
    size: int
    title: str
    format: str
    passages: str
    count: int
    reader: int
    loaded: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(slots=True)
class State:
    """Everything that is in force: official sources by name, collections of documents by path or address."""

    sources: dict[str, SourceRecord] = field(default_factory=dict)
    collections: dict[str, dict[str, DocumentRecord]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"layout": LAYOUT, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> State:
        if data["layout"] != LAYOUT:
            raise ValueError("another layout")
        return cls(
            {name: SourceRecord(**record) for name, record in data["sources"].items()},
            {
                name: {key: DocumentRecord(**record) for key, record in documents.items()}
                for name, documents in data["collections"].items()
            },
        )

    def files(self) -> set[str]:
        """The passage files that are in force."""
        names = {record.passages for record in self.sources.values()}
        for documents in self.collections.values():
            names |= {record.passages for record in documents.values()}
        return names - {""}


class Shelf:
    """The folder. Readers need no lock; writers take turns."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "corpus"

    def read(self) -> State:
        """What is in force; nothing yet when the folder is new.

        Raises:
            LibraryUnavailable: the state cannot be read.
        """
        try:
            return State.from_json(json.loads((self.folder / STATE).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return State()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise LibraryUnavailable(
                f"The library's list {self.folder / STATE} cannot be read. Restore it from a backup, or remove the "
                "folder and load the sources and documents again."
            ) from error

    @contextmanager
    def writing(self) -> Iterator[State]:
        """The state to change; what it is at the end comes into force, or nothing does if the block fails.

        Raises:
            LibraryUnavailable: another process holds the lock, or the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=LOCK_SECONDS):
                state = self.read()
                yield state
                self.commit(state)
                self._sweep(state)
        except Timeout as error:
            raise LibraryUnavailable(
                f"Another process is changing the library in {self.folder}. Try again when it is done."
            ) from error
        except OSError as error:
            raise self._unwritable(error) from error

    def commit(self, state: State) -> None:
        """Bring `state` into force, all of it or nothing. Only for the one who holds the lock."""
        self._replace(self.folder / STATE, json.dumps(state.to_json(), indent=1, ensure_ascii=False).encode())

    def keep_passages(self, passages: Sequence[Passage]) -> str:
        """Write passages to a file of their own and return its name."""
        lines = "".join(json.dumps(p.to_json(), ensure_ascii=False) + "\n" for p in passages)
        return self._keep("passages", lines.encode("utf-8", "replace"))

    def keep_original(self, content: bytes) -> str:
        """Keep the original file of a source and return its SHA-256."""
        return self._keep("originals", content)

    def passages(self, name: str) -> list[Passage]:
        """The passages of one file.

        Raises:
            FileNotFoundError: it is no longer in force.
            LibraryUnavailable: it has been altered or cannot be read.
        """
        try:
            content = (self.folder / "passages" / name).read_bytes()
            if hashlib.sha256(content).hexdigest() != name:
                raise ValueError("altered")
            return [Passage.from_json(json.loads(line)) for line in content.decode("utf-8").split("\n") if line]
        except FileNotFoundError:
            raise
        except (OSError, ValueError, TypeError) as error:
            raise LibraryUnavailable(
                f"The stored passages {self.folder / 'passages' / name} are damaged. “signpost corpus verify” says "
                "what they belong to; load that again."
            ) from error

    def is_whole(self, kind: str, name: str) -> bool:
        """Whether a kept file is there and unaltered."""
        try:
            with (self.folder / kind / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == name
        except OSError:
            return False

    def _keep(self, kind: str, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        try:
            if not self.is_whole(kind, name):
                (self.folder / kind).mkdir(parents=True, exist_ok=True)
                self._replace(self.folder / kind / name, content)
        except OSError as error:
            raise self._unwritable(error) from error
        return name

    def _replace(self, target: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _sweep(self, state: State) -> None:
        """Remove what nothing names. A failure here harms nothing."""
        kept = {"passages": state.files(), "originals": {record.sha256 for record in state.sources.values()}}
        for kind, names in kept.items():
            with contextlib.suppress(OSError):
                for file in list((self.folder / kind).iterdir()):
                    if file.name not in names:
                        file.unlink()
        with contextlib.suppress(OSError):
            for left in self.folder.glob(".new-*"):
                left.unlink()

    def _unwritable(self, error: OSError) -> LibraryUnavailable:
        return LibraryUnavailable(
            f"The library in {self.folder} cannot be written ({error.strerror or error}). What was stored before is "
            "unharmed. Free some space, or set SIGNPOST_HOME to a folder that can be written."
        )
