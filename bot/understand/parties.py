"""Whose doing each stretch of a question tells: the asker's, or somebody else's.

"We train it, a hospital runs it": only what the asker does makes the asker's role. A clause is the asker's where "I" or
"we" acts in it, or where it has no subject of its own and the clause before in the same sentence was the asker's.
"""

from __future__ import annotations

import re
from typing import Final

from bot.text import SENTENCE

_I: Final = r"(?:i(?!\.e\b)|we)(?:['’](?:m|re|ve|d|ll))?"
_OURS: Final = (
    "job|role|task|work|part|firm|company|team|studio|lab|start-?up|office|department|group|outfit|business"
    "|shop|side|charity|unit|desk|branch|division|section|crew"
    "|trust|society|co-?op|school|university|hospital|organi[sz]ation|institute|association|agency|authority|bank|museum"
    "|council|library|club|clinic|practice|surgery|court|theatre|works|yard|plant|mill|foundation|service"
)
_OTHERS: Final = (
    r"the|an?|some\w*|another|others?|they|he|she|it|his|her|their|its|each|every\w*|any\w*|no\w*|most|many|one"
    r"|two|three"
    r"|four|five|several|all|both|that|those|these|this|who|whose|which|your|[A-Z]\w+"
)
ACTS: Final = re.compile(
    rf"\b{_I}\b|\b(?:our|my) (?:own )?(?:\w+ )?(?:{_OURS})\b"
    r"|\b(?:is|are|was|were) (?:mine|ours|up to (?:me|us)|(?:my|our) (?:job|task|work|business|call))\b",
    re.IGNORECASE,
)
"""The asker acts."""
_CLAUSE: Final = re.compile(
    r"(?<=[.!?;:])\s+|,\s+(?:(?:and|but|so|while|whereas|or|then) )?"
    r"|\s+(?:and|but|while|whereas|although|though|or|then|because)\s+|\s+[-–—]\s+"
)
_SENTENCE_ENDS: Final = re.compile(r"[.!?;]\s*$")
_SUBJECT: Final = re.compile(rf"^(?:(?:in|on|at|by|from|since|after|last|this|that) (?:\w+ ){{1,3}})?(?:{_OTHERS})\b")
"""A clause that begins like this has a subject of its own."""


def of_others(question: str) -> tuple[tuple[int, int], ...]:
    """The stretches of `question` in which somebody else than the asker acts; none where no asker tells what they do.

    What is asked is none of them, for it may be asked about somebody else: "what falls on the firm that trained it?"
    """
    found: list[tuple[int, int]] = []
    last = asked(question)
    if not ACTS.search(question[: last[0]] + question[last[1] :]):
        return ()
    start, asker = 0, False
    cuts = [*_CLAUSE.finditer(question), None]
    for cut in cuts:
        end = cut.start() if cut else len(question)
        clause = question[start:end]
        first = start == 0 or bool(_SENTENCE_ENDS.search(question[:start].rstrip()))
        if ACTS.search(clause):
            asker = True
        elif first or _SUBJECT.search(clause):
            asker = False
        if not asker and clause.strip() and not last[0] <= start < last[1]:
            found.append((start, end))
        start = cut.end() if cut else end
    return tuple(found)


_LIST_THOSE: Final = re.compile(
    r"^(?:can|could|would|will) you (?:please )?(?:list|name|give|show|set out|tell) (?:(?:me|us) )?(?:those"
    r"|them|these|it)\b",
    re.IGNORECASE,
)
"""Asks on for what a sentence before it is about."""


def asked(question: str) -> tuple[int, int]:
    """Where the sentence stands that asks: the last with a question mark, else the last."""
    start, found = 0, (0, 0)
    for sentence in SENTENCE.split(question):
        at = question.index(sentence, start)
        start = at + len(sentence)
        if (sentence.endswith("?") and not _LIST_THOSE.search(sentence)) or "?" not in question:
            found = (at, start)
    return found
