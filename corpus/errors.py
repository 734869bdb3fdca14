"""What can go wrong on this floor.

CorpusError
├── DigestInvalid       a digest file cannot be read; says file and line
├── SourceUnavailable   a source cannot be fetched or opened
├── SourceChanged       a fetched source no longer has the known layout; the old text stays in force
├── DocumentUnreadable  one of the user's documents cannot be read; the others go in
├── AddressRefused      an address that must not be asked: not https, a private network, another site
├── CollectionInvalid   a collection's name cannot be used, or there is no such collection
└── LibraryUnavailable  the library in the data folder cannot be read, written or locked
"""

from __future__ import annotations


class CorpusError(Exception):
    """Base of the tree. ``str(error)`` is a sentence that can be shown to a person."""


class DigestInvalid(CorpusError):
    """A digest file has a mistake; the message says file and line."""


class SourceUnavailable(CorpusError):
    """A source cannot be fetched or opened."""


class SourceChanged(CorpusError):
    """A source has another layout or fewer provisions than the known one."""


class DocumentUnreadable(CorpusError):
    """A user's document cannot be read."""


class AddressRefused(CorpusError):
    """An address that must not be asked."""


class CollectionInvalid(CorpusError):
    """A collection's name cannot be used, or there is no such collection."""


class LibraryUnavailable(CorpusError):
    """The library in the data folder cannot be read, written or locked."""
