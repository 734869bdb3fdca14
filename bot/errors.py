"""What can go wrong on this floor.

    AdviserError
    ├── QuestionInvalid       the question cannot be taken
    │   ├── QuestionEmpty     nothing is left of it
    │   └── QuestionTooLong   more than 4,000 characters
    ├── ConversationUnknown   no conversation (or answer) with that identifier is kept
    ├── FeedbackInvalid       a verdict or comment cannot be taken
    └── StateUnavailable      the database of conversations does not answer
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


class FeedbackInvalid(AdviserError):
    """A verdict or comment cannot be taken."""


class StateUnavailable(AdviserError):
    """The database of conversations does not answer."""
