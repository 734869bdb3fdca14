"""Text: questions as they arrive, made safe to read, to store and to echo; and where a sentence ends."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.errors import QuestionEmpty, QuestionTooLong

SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
"""What stands between two sentences of plain prose."""
LONGEST = 4000
_KEPT_CONTROLS = {"\n", "\t"}


def clean(question: str) -> str:
    """`question` without control, bidirectional, zero-width and other invisible characters, white space folded.

    Raises:
        QuestionEmpty: nothing is left.
        QuestionTooLong: more than 4,000 characters are left.
    """
    composed = unicodedata.normalize("NFC", question)
    kept = "".join(
        " " if character in _KEPT_CONTROLS else character
        for character in composed
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    folded = " ".join(kept.split())
    if not folded or not any(character.isalnum() for character in folded):
        raise QuestionEmpty(
            "The question is empty. Ask something about the Code, such as “What must I do as a data custodian?”."
        )
    if len(folded) > LONGEST:
        raise QuestionTooLong(
            f"The question has {len(folded):,} characters; the adviser reads up to {LONGEST:,}. Please shorten it."
        )
    return folded
