"""What a question quotes under a number, as if it were the Code: ““6.2 Hobby projects may …” says my copy. So …?”.

The number tells which provision is meant. The words are never taken for the Code's, and the answer says so: it goes by
what the provision itself asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot import wording
from bot.frame import Decline, Frame, Intent
from bot.understand import lexicon
from bot.understand.exact import Exact
from bot.understand.numbers import Numbers
from ontology.model import Provision

QUOTED: Final = re.compile(
    r"[\"“'‘]\s*(?:(?:provision|clause) )?(\d{1,2}(?:\.\d{1,2}){1,2})\b[^\"”]{12,}", re.IGNORECASE
)
WHEN: Final = re.compile(r"\b(?:when|how (?:long|soon|often|many|much)|until|by what)\b", re.IGNORECASE)
"""Asks for a period, which no provision gives, whatever is quoted."""
UNSURE: Final = 0.5
"""Below which score a provision that is found for the rest of the question stands against none that is quoted."""
UNANSWERED: Final = (Decline.OUTSIDE, Decline.UNSETTLED)


def numbers(question: str) -> tuple[str, ...]:
    """The numbers under which `question` quotes what it puts forward as wording of the Code, in order."""
    return tuple(dict.fromkeys(QUOTED.findall(question)))


def read(frame: Frame, question: str, plain: str, known: Mapping[str, Provision], exact: Exact) -> Frame:
    """`frame` with a remark on what `question` quotes; the provision quoted is looked up where it was declined.

    Args:
        plain: the question without what it quotes.
        known: the provisions by number.
    """
    quoted = tuple(number for number in numbers(question) if number in known)
    if not quoted:
        return frame
    topic = frame.intent is Intent.TOPIC
    unsure = topic and (all(c.score < UNSURE for c in frame.choices) or frame.choices[0].provision in quoted)
    unsure = unsure or (frame.intent is Intent.ENUMERATE and not lexicon.LIST_NOUN.search(plain))
    if (frame.decline in UNANSWERED or unsure) and not WHEN.search(plain):
        frame = exact.looked_up(question, Numbers(quoted), {})
    told = [n for n in quoted if n in frame.ids or any(choice.provision == n for choice in frame.choices)]
    return frame.having(notes=(*(wording.QUOTED.format(number=n) for n in told), *frame.notes)) if told else frame
