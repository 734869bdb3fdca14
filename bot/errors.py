"""What can go wrong on this floor.

AdviserError
├── QuestionInvalid       the question cannot be taken
│   ├── QuestionEmpty     nothing is left of it
│   └── QuestionTooLong   more than 4,000 characters
├── ConversationUnknown   no conversation (or answer) with that identifier is kept
├── FeedbackInvalid       a verdict or comment cannot be taken
├── PracticeError         a checklist or assessment cannot be made as asked
│   ├── DescriptionUnclear  no role can be read from a description
│   ├── AssessmentUnknown   no assessment with that identifier is kept
│   ├── AssessmentStale     somebody else has changed the entry in the meantime
│   ├── EntryInvalid        an entry's status, reason, date or evidence cannot be taken
│   ├── ImportInvalid       a file cannot be imported; carries every problem with row and column
│   └── FrameworkUnknown    no such framework, or no such element in it
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


class FeedbackInvalid(AdviserError):
    """A verdict or comment cannot be taken."""


class PracticeError(AdviserError):
    """A checklist or assessment cannot be made as asked."""


class DescriptionUnclear(PracticeError):
    """No role can be read from a description."""


class AssessmentUnknown(PracticeError):
    """No assessment with that identifier is kept."""


class AssessmentStale(PracticeError):
    """Somebody else has changed the entry in the meantime; nothing was written."""


class EntryInvalid(PracticeError):
    """An entry cannot be taken."""


class ImportInvalid(PracticeError):
    """A file cannot be imported; nothing was written.

    Attributes:
        problems: one sentence each, with row and column where there is one.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        listed = " ".join(problems[:5])
        more = f" And {len(problems) - 5} more." if len(problems) > 5 else ""
        super().__init__(f"Nothing was imported. {listed}{more}")
        self.problems = problems


class FrameworkUnknown(PracticeError):
    """No such framework, or no such element in it."""


class StateUnavailable(AdviserError):
    """The database of conversations does not answer."""


class BankInvalid(AdviserError):
    """A file of the phrase bank or of the trained parameters is missing or malformed."""
