"""What a question claims of a provision: "since outside testers are mandatory under the Code, when do I book them?".

The clause that makes the claim tells what it is about, better than what is asked of it. So it is read by itself, and
where it is sure of a provision, that provision answers, with the claim set right (:mod:`bot.understand.premise`).
"""

from __future__ import annotations

import re
from typing import Final

from bot.topics.model import TopicModel, TopicReading
from bot.understand import cues
from bot.understand.granted import stated

SURE: Final = 0.85
"""From which score a clause is about a provision."""
_CODE: Final = re.compile(r"\b(?:code|code's|provisions?|principles?)\b", re.IGNORECASE)
_CLAIMS: Final = re.compile(
    r"\bno (?:\w+ )?dut(?:y|ies)\b|\b(?:puts?|places?|lays?|asks?) nothing\b|\b(?:allows?|lets?|permits?|leaves?)\b",
    re.IGNORECASE,
)
_TELLS: Final = re.compile(
    r"\b(?:said|says|told (?:us|me)|tells (?:us|me)|claim(?:s|ed)|insist(?:s|ed)|reckon(?:s|ed)|swears|swore|maintains"
    r"|assures|assured)\b",
    re.IGNORECASE,
)
FIGURE_ASKED: Final = re.compile(
    r"\bhow (?:soon|often|many|much|long|quickly|far ahead)\b|\bby when\b"
    r"|\b(?:what|which) (?:deadline|interval|period|percentage|figure)\b",
    re.IGNORECASE,
)
"""Speaks of a period or an amount that is not known."""
ASKS_FIGURE: Final = re.compile(
    r"(?:^|[.?!,;:—–-]\s*|\b(?:and|but|so|just|exactly|then)\s+)(?:within |in |after |for )?"
    r"(?:how (?:soon|often|long|quickly|far ahead|many (?:days|weeks|months|years|hours|times))\b"
    r"|by when\b|(?:what|which) (?:deadline|interval|period|percentage)\b)"
    r"|\b(?:keep|stor|hold|retain)\w*\b[^.?!]{0,40}\b(?:for ?ever|indefinitely|for good)\b[^.?!]*\?",
    re.IGNORECASE,
)
"""Asks for one outright, or whether there is none."""


def read(question: str, topics: TopicModel) -> TopicReading | None:
    """What the clause that claims something of a provision is about; None where none does, or none is sure.

    A clause that does not speak of the Code has to be told by somebody ("our trainer said that ... is only advice").
    """
    for clause in stated(question):
        claims = cues.SAYS_FIRM.search(clause) or cues.SAYS_SOFT.search(clause) or _CLAIMS.search(clause)
        if not (claims and (_CODE.search(clause) or _TELLS.search(question))):
            continue
        reading = topics.read(clause)
        if reading.decline is None and reading.choices and reading.choices[0].score >= SURE:
            return reading
    return None
