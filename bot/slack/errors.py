"""What can go wrong in Slack.

SlackError (an AdviserError)
├── SlackMisconfigured   tokens or secrets are missing or do not fit together
├── Gone                 the question, its channel or the app's access is no longer there: nothing to answer
├── Unreachable          Slack failed in a way that may pass; carries seconds to wait and whether it may have acted
└── Turned               the person or channel is not served; the sentence is for them
"""

from __future__ import annotations

from bot.errors import AdviserError


class SlackError(AdviserError):
    """Base of the tree. ``str(error)`` is a sentence that can be shown to a person."""


class SlackMisconfigured(SlackError):
    """Tokens or secrets are missing or do not fit together."""


class Gone(SlackError):
    """There is nothing left to answer.

    Attributes:
        revoked: whether the app's access to the workspace ended.
    """

    def __init__(self, sentence: str, revoked: bool = False) -> None:
        super().__init__(sentence)
        self.revoked = revoked


class Unreachable(SlackError):
    """Slack failed in a way that may pass.

    Attributes:
        wait: seconds that Slack asked us to wait, 0 where it didn't say.
        uncertain: whether what was asked may have been done all the same.
    """

    def __init__(self, sentence: str, wait: float = 0.0, uncertain: bool = True) -> None:
        super().__init__(sentence)
        self.wait = wait
        self.uncertain = uncertain


class Turned(SlackError):
    """The person or channel is not served."""
