"""To whom a question says that a principle is addressed, and to whom it is: “10 is aimed at custodians, so ...”.

Which roles a principle primarily applies to stands in a line of its own, or nowhere; what its provisions ask is another
matter. A claim that the line does not carry is set right, and makes nobody's list.
"""

from __future__ import annotations

import re
from typing import Final

from bot import wording
from bot.frame import Frame, Intent
from bot.understand.role_words import NAMES
from ontology.catalogue import Catalogue

CLAIMS: Final = re.compile(
    r"\bprinciple\b[^.?!;]{0,60}?\b(?:is|are|was)\b(?! not\b)[^.?!;]{0,20}?"
    r"\b(?:aimed|addressed|directed|meant|intended|for)\b(?P<whom>[^.?!;,]{2,40})"
    r"|\bprinciple\b[^.?!;]{0,20}?\b(?:applies|speaks)\b(?! not\b)[^.?!;]{0,15}?\bto\b(?P<applies>[^.?!;,]{2,40})"
    r"|\baudience\b[^.?!;,]{0,30}?\b(?:is|are|names?)\b(?! not\b)(?P<listed>[^.?!;,]{2,40})",
    re.IGNORECASE,
)
STATES: Final = re.compile(
    r"\b(?:states?|says?|said|tells? us|because|since|given that|seeing that|knows?)\b"
    r"(?:(?!\b(?:which|what|who|whom|how)\b)[^.?!])*$",
    re.IGNORECASE,
)
"""What leads in a claim; whoever only asks claims nothing."""


def read(frame: Frame, question: str, principles: tuple[int, ...], catalogue: Catalogue) -> Frame:
    """`frame` with what is right first, where `question` takes one of `principles` for meant for others than it is."""
    match = CLAIMS.search(question)
    if match is None or len(principles) != 1:
        return frame
    whom = next(name for name in ("whom", "applies", "listed") if match[name])
    if not STATES.search(question[: match.start(whom)]):
        return frame
    principle = catalogue.principles[str(principles[0])]
    wrong = [role for role, p in NAMES.items() if p.search(match[whom]) and role not in principle.audience]
    if not wrong:
        return frame
    if frame.intent is Intent.ENUMERATE:
        left = tuple(role for role in frame.roles if role not in wrong)
        frame = frame.having(roles=left, relations=() if left != frame.roles else frame.relations)
    return frame.having(notes=(wording.addressed(principle, wrong), *frame.notes))
