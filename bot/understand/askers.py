"""Who asks, from what was said before: “We run a bought bot.” “Which requirements are there for us?”."""

from __future__ import annotations

import re
from typing import Final

from bot.conversation import Turn
from bot.frame import Frame, Intent
from bot.understand import lexicon, parties

SELF: Final = re.compile(r"\b(?:i|we|us|me|my|our|ours|mine)\b", re.IGNORECASE)
"""The asker speaks of themselves."""


def carried(frame: Frame, question: str, turns: tuple[Turn, ...]) -> Frame:
    """`frame`, a list for “us”, as that of the roles that the asker told last; as it is where it has or wants none."""
    if frame.intent is not Intent.ENUMERATE or frame.roles or not SELF.search(question):
        return frame
    if lexicon.ANYBODY.search(question):
        return frame
    for turn in reversed(turns):
        if turn.frame.roles and parties.ACTS.search(turn.question):
            why = (("roles", "told before: " + ", ".join(turn.frame.roles)), *frame.why)
            return frame.having(roles=turn.frame.roles, why=why)
    return frame
