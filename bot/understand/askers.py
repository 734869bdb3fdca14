"""Who asks, from what was said before: “We run a bought bot.” “Which requirements are there for us?”."""

from __future__ import annotations

import re
from typing import Final

from bot.conversation import Turn
from bot.frame import Frame, Intent
from bot.understand import acting, lexicon, parties
from bot.understand.role_words import SELVES
from ontology.model import Relation

SELF: Final = re.compile(r"\b(?:I|[Ww]e|us|[Mm]e|[Mm]y|[Oo]urs?|[Mm]ine)\b")
"""The asker speaks of themselves; “US” is a country."""
REQUEST: Final = re.compile(
    r"\b(?:show|give|tell|send|get|let|help|remind|spare) (?:me|us)\b"
    r"|\b(?:list|show|give|name|set out|draw up|find|write)\b[^.?!]{0,80}\bfor (?:me|us)\W*$",
    re.IGNORECASE,
)
"""Asks for a list to be shown, and does not say whose it is: “show me all of Principle 8”."""

OWED: Final = re.compile(r"\b(?:what|which|anything)\b[^.?!]{0,40}\bowe(?:s|d)? (?:to )?(?:us|me)\b", re.IGNORECASE)


def carried(frame: Frame, question: str, turns: tuple[Turn, ...]) -> Frame:
    """`frame`, a list for “us”, as that of the roles that the asker told last; as it is where it has or wants none.

    "And what do others owe us?" asks for such a list whatever it was read as.
    """
    owed = frame.intent is not Intent.ENUMERATE and not frame.roles and bool(OWED.search(question))
    if not (frame.intent is Intent.ENUMERATE or owed) or frame.roles or not _of_self(question):
        return frame
    if lexicon.ANYBODY.search(question):
        return frame
    for turn in reversed(turns):
        roles = turn.frame.roles if parties.ACTS.search(turn.question) else ()
        roles = roles or tuple(role for role, pattern in SELVES.items() if pattern.search(turn.question))
        if roles:
            why = (("roles", "told before: " + ", ".join(roles)), *frame.why)
            if owed:
                return Frame(question, Intent.ENUMERATE, roles=roles, relations=(Relation.INVOLVES,), why=why)
            return frame.having(roles=roles, why=why)
    return frame


def since(listed: Frame, last: Turn) -> Frame | None:
    """`listed`, for the role that the asker has told since: “I had it backwards: we run it.” “That list now?”."""
    roles = acting.told(last.question)
    why = (("intent", "the list before, changed"), ("roles", "told since: " + ", ".join(roles)))
    return listed.having(roles=roles, why=why) if roles and roles != listed.roles else None


def for_self(question: str) -> bool:
    """Whether `question` is about the asker and tells nothing of what they do: “and what is there for us?”."""
    return _of_self(question) and not parties.ACTS.search(question)


def _of_self(question: str) -> bool:
    return SELF.search(REQUEST.sub(" ", question)) is not None
