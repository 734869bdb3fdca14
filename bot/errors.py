"""What can go wrong on this floor.

    AdviserError
    ├── QuestionInvalid       the question cannot be taken
    │   ├── QuestionEmpty     nothing is left of it
    │   └── QuestionTooLong   more than 4,000 characters
    ├── ConversationUnknown   no conversation (or answer) with that identifier is kept
    ├── StateUnavailable      the database of conversations does not answer
    └── BankInvalid           a file of the phrase bank or of the trained parameters is missing or malformed
"""

from __future__ import annotations


class AdviserError(Exception):
    """Base of the tree. ``str(error)`` is a sentence that can be shown to a person."""


class QuestionInvalid(AdviserError):
    """The question cannot be taken."""


class QuestionEmpty(QuestionInvalid):
    """Nothing is left of the question once control characters are removed."""


class QuestionTooLong(QuestionInvalid):
    """The question is longer than the adviser reads."""


class ConversationUnknown(AdviserError):
    """No conversation or answer with that identifier is kept."""


class StateUnavailable(AdviserError):
    """The database of conversations does not answer."""


class BankInvalid(AdviserError):
    """A file of the phrase bank or of the trained parameters is missing or malformed."""
