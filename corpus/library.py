"""What is stored beside the digest: the official wording, the Guide's tables, the user's documents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from corpus.errors import LibraryUnavailable
from corpus.manifest import OGL, OGL_URL, SOURCES, Use
from corpus.passage import OFFICIAL, Passage
from corpus.shelf import Shelf, SourceRecord, State

QUOTED_NODES: Final = frozenset({"provision", "principle", "role"})
READS: Final = 3


class Library:
    """A view of the data folder as it was when it was first read; make a new one to see later changes.

    Args:
        home: the data folder.
    """

    def __init__(self, home: Path) -> None:
        self.shelf = Shelf(home)
        self._state: State | None = None

    @property
    def state(self) -> State:
        if self._state is None:
            self._state = self.shelf.read()
        return self._state

    def fingerprint(self) -> str:
        """SHA-256 over everything in force; needs only the list, not the passages."""
        named = [(name, record.passages) for name, record in sorted(self.state.sources.items())]
        named += [
            (f"{collection}/{key}", record.passages)
            for collection, documents in sorted(self.state.collections.items())
            for key, record in sorted(documents.items())
        ]
        return hashlib.sha256(repr(named).encode("utf-8", "replace")).hexdigest()

    def passages(self) -> tuple[Passage, ...]:
        """Every stored passage: official wording, Guide, then the user's collections.

        Raises:
            LibraryUnavailable: something that is in force is missing or damaged.
        """
        return self._passages

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        for _ in range(READS):
            try:
                return tuple(p for name in self._files() for p in self.shelf.passages(name))
            except FileNotFoundError:
                self._state = None  # another process changed the library between the list and the file: look again
        raise LibraryUnavailable(
            f"Stored passages are missing from {self.shelf.folder}. “signpost corpus verify” says which; load them "
            "again."
        )

    def _files(self) -> list[str]:
        quoted = [name for name, source in SOURCES.items() if source.use is not Use.NUMBERS]
        records = [self.state.sources[name].passages for name in quoted if name in self.state.sources]
        for _, documents in sorted(self.state.collections.items()):
            records += [record.passages for _, record in sorted(documents.items())]
        return [name for name in records if name]

    def official(self) -> Mapping[str, Passage]:
        """The official wording of provisions, principles and roles, by canonical IRI; empty when none is loaded."""
        return self._official

    @cached_property
    def _official(self) -> Mapping[str, Passage]:
        return {p.iri: p for p in self.passages() if p.corpus == OFFICIAL and p.iri and p.kind in QUOTED_NODES}

    def collections(self) -> tuple[str, ...]:
        """The names of the user's collections."""
        return tuple(sorted(self.state.collections))

    def attribution(self) -> str:
        """What the licences of the quoted sources ask to be said, source by source; empty when none is loaded.

        A licence is only named where the publisher or the document itself states it.
        """
        quoted = [name for name, source in SOURCES.items() if source.use is not Use.NUMBERS]
        return " ".join(_credit(n, self.state.sources[n]) for n in quoted if n in self.state.sources)


def _credit(name: str, record: SourceRecord) -> str:
    source = SOURCES[name]
    where = f"{source.publisher}, {source.title} ({record.url})"
    if not record.licence:
        return f"Source: {where}."
    licence = f"{record.licence} ({OGL_URL})" if record.licence == OGL else record.licence
    holder = f"{record.holder}. " if record.holder else ""
    return f"Contains public sector information licensed under the {licence}. {holder}Source: {where}."
