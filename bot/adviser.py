"""The one door: a question in, a checked answer out.

Slack, HTTP, MCP, the command line and the evals all call :meth:`Adviser.ask` and format what it returns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from bot.answer import Answer
from bot.conversation import Conversations, InMemoryConversations
from bot.errors import QuestionEmpty, QuestionTooLong
from bot.text import clean

LONGEST = 4000


@dataclass(frozen=True)
class Adviser:
    """Answers questions.

    Args:
        understand: question and earlier turns to frame.
        respond: frame to checked answer (without conversation).
        conversations: where turns are kept.
    """

    understand: Callable[..., object]
    respond: Callable[..., Answer]
    conversations: Conversations

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        """Answer `question`, in the light of a conversation when one is named; a new one starts otherwise.

        Raises:
            QuestionEmpty: nothing is left once control characters are removed.
            QuestionTooLong: more than 4,000 characters.
        """
        raise NotImplementedError
