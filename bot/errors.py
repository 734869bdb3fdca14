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
├── ModelError            a language model cannot be used
│   ├── ModelUnavailable    the setting names none that can be opened
│   ├── ModelFailed         it is down, too slow, out of quota, or refuses
│   ├── BudgetSpent         the day's tokens are spent
│   ├── RealModelForbidden  a real model was asked for where only scripted ones may run
│   └── PromptUnknown       no such prompt, or no such version of it
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


class ModelError(AdviserError):
    """A language model cannot be used."""


class ModelUnavailable(ModelError):
    """The setting names no model that can be opened."""


class ModelFailed(ModelError):
    """The model is down, too slow, out of quota, or refuses; the template's answer is given instead."""


class BudgetSpent(ModelError):
    """The day's tokens are spent; the template's answer is given instead."""


class RealModelForbidden(ModelError):
    """A real model was asked for where only scripted ones may run."""


class PromptUnknown(ModelError):
    """No such prompt, or no such version of it."""


class StateUnavailable(AdviserError):
    """The database of conversations does not answer."""


class BankInvalid(AdviserError):
    """A file of the phrase bank or of the trained parameters is missing or malformed."""
