"""Which way a question goes in the end: the fitted rule's chances, with what rules a way out or settles it.

Without trained heads, words and nearness decide alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from bot.understand import asking, cues, lexicon, singled, terse
from bot.understand.facts import FactHit
from bot.understand.router import COMPARE, FACT, LIST, NONE, TOPIC, Router, Signs
from ontology.model import Relation

KNOWN: Final = 1.4
"""From which score a fact is so near that a question for it is not declined."""
LICENCE: Final = "about/licence"
OF_THE_TEXT: Final = re.compile(
    r"\b(?:code|guide|guidance|standards?|etsi|signpost|texts?|wording|quot\w+|reprodu\w+|cop(?:y|ies)|documents?)\b",
    re.IGNORECASE,
)
"""Whose licence that entry tells; of anything else a licence or a copyright is another law's matter."""
OWED_LISTED: Final = 0.25
"""From which chance a question for what a role is owed is one for a list."""
FACT_NEAR: Final = 0.6
"""From which nearness a fact answers where no head was trained for the encoder."""
LIST_SURE: Final = 0.9
"""From which chance a list is asked for, whichever provision is sure."""
PROVISION_SURE: Final = 0.85
"""From which score one provision answers where a list is not sure; both chosen on the development set."""
ANSWER_SURE: Final = 0.88
"""From which score a provision answers what would be declined, as long as the topic head itself ..."""
DECLINE_UNSURE: Final = 0.5
"""... has a chance below this for declining; of 477 questions to decline in the development set one is answered so."""
LIKE_A_LIST: Final = 0.4
"""From which chance of the head of intents a role's duties in a field are a list of a principle or a phase; chosen on
practice lists, with the topics and facts of the development set the same before and after."""
A_LIST: Final = 0.8
"""The same, against a fact about the Code."""
WHICH_STRENGTH: Final = re.compile(
    r"\b(?:is|are|was) (?:it|that|this|those|they|all)\b[^.?!]{0,40}\bor\b"
    r"|\b(?:shall|must|should) or (?:a )?(?:shall|must|should)\b",
    re.IGNORECASE,
)
"""Asks of which strength something is: “is it compulsory or only advised?”."""
OCCASION: Final = re.compile(r"\b(?:when|if|once) (?:an?|the|we|it|they|some\w+) ", re.IGNORECASE)
"""Asks about one occasion: “... when a model is transferred to another company?”."""
SHORT_LIST: Final = 16
"""Without heads, a list is asked for in up to so many words."""


class Ways:
    """Decides the way of a question.

    Args:
        router: the fitted rule.
        affirming: nodes that tell what the Code is or says; one that fits stands against declining.
    """

    def __init__(self, router: Router, affirming: Collection[str]) -> None:
        self._router, self._affirming = router, affirming

    def unanswered(self, signs: Signs) -> float:
        """The chance that the Code does not answer; 0 without trained heads."""
        return self._router.chances(signs)[NONE] if signs.whole else 0.0

    def way(
        self,
        signs: Signs,
        asked: asking.Asking,
        found_roles: tuple[str, ...],
        hits: tuple[FactHit, ...],
        numbered: bool,
    ) -> tuple[str, float]:
        """The way to go, and the chance that the Code does not answer; without trained heads, by words and nearness."""
        shared = asked.relations == (Relation.ORGANISATION,)  # the one relation that needs no role beside it
        limited = bool(found_roles or asked.principles or asked.phases or asked.modality or shared)
        if not signs.whole:
            return _by_words(signs, limited, hits), signs.reading.decline_score
        chances = self._router.chances(signs)
        # a fact that the Code has stands against declining; one that only says what it leaves out does not
        known = bool(hits) and hits[0].score >= KNOWN and hits[0].node in self._affirming
        known = known and not (hits[0].node == LICENCE and not OF_THE_TEXT.search(signs.question))
        possible = {LIST: limited, FACT: bool(hits), NONE: not numbered and not known}
        route = self._router.best(chances, possible)
        if asked.relations == (Relation.INVOLVES,) and found_roles and chances[LIST] >= OWED_LISTED:
            route = LIST  # what somebody is owed is spread over the Code: hardly anyone asks for one place of it
        if route == LIST and chances[LIST] < LIST_SURE and _of_one(signs, asked):
            route = TOPIC
        if route == NONE and _best(signs) >= ANSWER_SURE and signs.reading.decline_score < DECLINE_UNSURE:
            route = TOPIC
        return route, chances[NONE]


def _best(signs: Signs) -> float:
    """Score of the provision that answers best; 0 where none does."""
    return signs.reading.choices[0].score if signs.reading.choices else 0.0


def _of_one(signs: Signs, asked: asking.Asking) -> bool:
    """Whether one provision surely answers what is told, and no strength or relation asks for a list of them."""
    limited = asked.modality is not None and not cues.PREMISE.search(signs.question)
    return _best(signs) >= PROVISION_SURE and asked.relations != (Relation.INVOLVES,) and not limited


def lists(
    route: str,
    question: str,
    asked: asking.Asking,
    found_roles: tuple[str, ...],
    *,
    called: bool = False,
    listed: float = 0.0,
    numbered: bool = False,
) -> bool:
    """Whether what reads as something else asks for a list all the same: of roles' duties, or of a phase's."""
    if found_roles and lexicon.OF_A_STRENGTH.search(question):
        return True
    if route in (FACT, TOPIC):
        if lexicon.ANYBODY.search(question) and (asked.phases or asked.principles):
            return True
        if found_roles and (lexicon.TOUCHES.search(question) or (route == FACT and lexicon.LIST_THEM.search(question))):
            return True
    within = bool(asked.principles or asked.phases)
    if called and found_roles and within and terse.only_limits(question):
        return True
    either = lexicon.EITHER_STRENGTH.search(question) and not WHICH_STRENGTH.search(question)
    if route == TOPIC and called and within and either:
        return True  # “what does the Code ask of developers when it comes to design? Firm or soft.”
    if called and lexicon.DUTIES_OF.search(question) and not singled.COUNTED.search(question):
        if route == TOPIC and within and listed >= LIKE_A_LIST and not OCCASION.search(question):
            return True  # “a system operator's recommended measures in evaluating threats”
        if route == FACT and (within or asked.modality) and listed >= A_LIST:
            return True
    if route == TOPIC:
        return bool(found_roles and lexicon.LAYS_DUTY.search(question) and not lexicon.LAYS_NONE.search(question))
    if route == FACT:
        return bool(found_roles and lexicon.WHAT_TO_DO.search(question))
    if route != COMPARE or not found_roles:
        return False
    if len(found_roles) == 1:
        return bool(lexicon.NOT_ACTING.search(question))  # what it does set against what it is owed
    worded = asked.modality is not None and not cues.COMPARE.search(question)
    return numbered or "phase" in asking.sure(question) or worded  # side by side, within a limit


def _by_words(signs: Signs, limited: bool, hits: tuple[FactHit, ...]) -> str:
    if limited and lexicon.LISTING.search(signs.question) and len(signs.question.split()) <= SHORT_LIST:
        return LIST
    if hits and hits[0].near >= FACT_NEAR:
        return FACT
    if signs.reading.decline is not None:
        return NONE
    return COMPARE if cues.COMPARE.search(signs.question) else TOPIC
