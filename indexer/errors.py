"""What can go wrong on this floor.

IndexerError
├── ModelUnavailable    the encoder's files are missing or altered
├── IndexUnavailable    there is no usable index, and none can be built here
├── CollectionInvalid   a file of passages or questions is not in the form that is asked for
└── EngineUnavailable   a remote store does not answer
"""

from __future__ import annotations


class IndexerError(Exception):
    """Base of the tree. ``str(error)`` is a sentence that can be shown to a person."""


class ModelUnavailable(IndexerError):
    """The encoder's model files are missing, altered or unreadable."""


class IndexUnavailable(IndexerError):
    """The index is missing or broken and cannot be built."""


class EngineUnavailable(IndexerError):
    """A vector or lexical engine does not answer."""


class CollectionInvalid(IndexerError):
    """A file of passages or questions cannot be read; the message names the file and the line."""
