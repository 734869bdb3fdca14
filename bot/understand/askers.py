"""Who asks, from what was said before: “We run a bought bot.” “Which requirements are there for us?”."""

from __future__ import annotations

import re
from typing import Final

from bot.conversation import Turn
from bot.frame import Frame, Intent
from bot.understand import lexicon, parties

SELF: Final = re.compile(r"\b(?:I|[Ww]e|us|[Mm]e|[Mm]y|[Oo]urs?|[Mm]ine)\b")
"""The asker speaks of themselves; “US” is a country."""
REQUEST: Final = re.compile(
    r"\b(?:show|give|tell|send|get|let|help|remind|spare) (?:me|us)\b"
    r"|\b(?:list|show|give|name|set out|draw up|find|write)\b[^.?!]{0,80}\bfor (?:me|us)\W*$",
    re.IGNORECASE,
)
"""Asks for a list to be shown, and does not say whose it is: “show me all of Principle 8”."""


def carried(frame: Frame, question: str, turns: tuple[Turn, ...]) -> Frame:
    """`frame`, a list for “us”, as that of the roles that the asker told last; as it is where it has or wants none."""
    if frame.intent is not Intent.ENUMERATE or frame.roles or not _of_self(question):
        return frame
    if lexicon.ANYBODY.search(question):
        return frame
    for turn in reversed(turns):
        if turn.frame.roles and parties.ACTS.search(turn.question):
            why = (("roles", "told before: " + ", ".join(turn.frame.roles)), *frame.why)
            return frame.having(roles=turn.frame.roles, why=why)
    return frame


def for_self(question: str) -> bool:
    """Whether `question` is about the asker and tells nothing of what they do: “and what is compulsory for us there?”."""
    return _of_self(question) and not parties.ACTS.search(question)


def _of_self(question: str) -> bool:
    return SELF.search(REQUEST.sub(" ", question)) is not None
