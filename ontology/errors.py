"""What can go wrong on this floor.

OntologyError
├── StoreUnavailable    the triple store cannot be opened or does not answer
├── DataInvalid         the data break a shape or lack something that the read model needs
└── UnknownNode         no such provision, principle, role, ... (carries the nearest ones)
"""

from __future__ import annotations


class OntologyError(Exception):
    """Base of the tree. ``str(error)`` is a sentence that can be shown to a person."""


class StoreUnavailable(OntologyError):
    """The triple store cannot be opened, read or reached."""


class DataInvalid(OntologyError):
    """The data lack something or contradict a shape."""


class UnknownNode(OntologyError):
    """A node was asked for that does not exist."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest
