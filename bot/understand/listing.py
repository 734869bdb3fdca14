"""Whether a question wants a list from the graph: what the heads say, weighed with its words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.understand import cues, lexicon
from bot.understand.asking import Asking
from ontology.model import Modality

SURE = 0.55
SURE_OF_FORM = 0.75
"""For what has the form of a comparison or a definition."""
TOPICAL = 0.75
FACTUAL = 0.6
PERMITTED = 0.3


def wanted(
    question: str,
    asked: Asking,
    roles: tuple[str, ...],
    intent: Mapping[str, float],
    ending: Mapping[str, float],
    best: float,
) -> bool:
    """Whether a list answers.

    Args:
        intent, ending: the head's chances for the whole question and for its last sentence.
        best: the score of the provision that fits the question best as a topic.
    """
    limited = bool(roles or asked.principle or asked.phase)
    if not limited and not (asked.modality is Modality.MAY and cues.ABOUT_CODE.search(question)):
        return False
    if not intent:
        return bool(lexicon.LISTING.search(question)) and len(question.split()) <= 16
    if _permissions(question, asked, roles) and intent.get("enumerate", 0.0) >= PERMITTED:
        return True
    if intent.get("fact", 0.0) >= FACTUAL:
        return False
    compared = bool(cues.COMPARE.search(question)) or intent.get("compare", 0.0) > 0.5
    if compared and _limiter(question, asked) and len(roles) > 1:
        return True
    least = SURE_OF_FORM if compared or cues.DEFINE.search(question) else SURE
    return _score(question, asked, bool(roles), intent, ending, best) >= least and intent.get("topic", 0.0) < TOPICAL


def _permissions(question: str, asked: Asking, roles: tuple[str, ...]) -> bool:
    """Whether it asks where the Code only permits something."""
    return asked.modality is Modality.MAY and not roles and bool(lexicon.LIST_NOUN.search(question))


def _limiter(question: str, asked: Asking) -> bool:
    return bool(lexicon.LIMITER.search(question) and (asked.phase or asked.principle))


def _score(
    question: str,
    asked: Asking,
    role: bool,
    intent: Mapping[str, float],
    ending: Mapping[str, float],
    best: float,
) -> float:
    """How much speaks for a list: the head, the words of limits, and that no provision fits the topic well.

    The weights were set on the development questions.
    """
    whole, last = intent.get("enumerate", 0.0), ending.get("enumerate", 0.0)
    score = max(whole, (whole + last) / 2) if last >= 0.6 else whole
    noun = bool(lexicon.LIST_NOUN.search(question))
    limiter = _limiter(question, asked)
    score += 0.3 if limiter else 0.2 if asked.phase and asked.modality else 0.0
    score += 0.12 * noun + 0.1 * bool(asked.relations) + 0.1 * bool(asked.modality and role)
    if noun and asked.modality and role and intent.get("topic", 0.0) < 0.3:
        score += 0.35
    if best >= 0.75 and not limiter and not (noun and whole > 0.8):
        score -= 0.35
    elif best >= 0.55 and not limiter and not noun:
        score -= 0.2
    return score
