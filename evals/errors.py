"""What can go wrong on this floor.

EvalsError
├── SetUnknown    no question set of that name
├── SetInvalid    a question is not as the format says; names file and question
├── RunInvalid    a stored run cannot be read
└── PeersMissing  the packages of the comparison are not installed
"""

from __future__ import annotations


class EvalsError(Exception):
    """Base of the tree. ``str(error)`` is a sentence that can be shown to a person."""


class SetUnknown(EvalsError):
    """There is no question set of that name."""


class SetInvalid(EvalsError):
    """A question set does not follow its format."""


class RunInvalid(EvalsError):
    """A stored run or a file of floors cannot be read."""


class PeersMissing(EvalsError):
    """The packages that a comparison needs are not installed."""
