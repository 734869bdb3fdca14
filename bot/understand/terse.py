"""Questions that are nothing but limits of a list: “system operators + secure end of life = ?”."""

from __future__ import annotations

import re
from typing import Final

from bot.understand import lexicon
from bot.understand.role_words import NAMES

_LIMITS: Final = (*NAMES.values(), *lexicon.PHASE_NAMED.values())
_BETWEEN: Final = re.compile(
    r"\b(?:and|or|for|in|at|on|of|the|an?|phase|stage|part|principles?|p\d{1,2}|provisions?|duties|list|pls|please)\b"
    r"|[\W\d_]+",
    re.IGNORECASE,
)
"""What may stand between a role and a place in the Code."""


def only_limits(question: str) -> bool:
    """Whether `question` names roles and places in the Code and says nothing else."""
    for pattern in _LIMITS:
        question = pattern.sub(" ", question)
    return not _BETWEEN.sub("", question)
