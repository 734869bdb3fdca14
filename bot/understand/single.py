"""A question by itself, to a frame: what is exact comes first, then all readers look at it and a fitted rule decides
between a list, a topic, a comparison, a fact about the Code and declining (:mod:`bot.understand.router`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.branches import LISTS, QUESTIONS
from bot.frame import Decline, Frame, Intent
from bot.topics.model import TopicModel, TopicReading
from bot.understand import (
    asking,
    census,
    claimed,
    compared,
    cues,
    granted,
    lexicon,
    numbers,
    places,
    portions,
    singled,
)
from bot.understand.exact import Exact
from bot.understand.facts import FactHit
from bot.understand.factual import FactReader
from bot.understand.free import Free, side_by_side
from bot.understand.heads import Heads
from bot.understand.limits import Limits
from bot.understand.numbers import Numbers
from bot.understand.references import References
from bot.understand.roles import RoleFinder
from bot.understand.router import COMPARE, FACT, LIST, NONE, TOPIC, Signs
from bot.understand.router import ending as ending_of
from bot.understand.ways import Ways, lists
from bot.understand.weighing import Weights
from indexer.encoder import OnnxEncoder
from ontology.catalogue import Catalogue

NUMBERED_DECLINED = 0.7
"""From which chance a question that names a number is one that the Code does not answer, or asks for a misstatement."""
LEFT_SURE, LEFT_DECLINED = 0.7, 0.05
"""From which score what is asked beside a premise is answered, where hardly any chance speaks for declining it."""
CHAPTERS = frozenset({"about/phases", compared.PRINCIPLE_COUNTS})
"""Entries about the principles as chapters of the Code."""
NOTHING_READ = TopicReading((), (), {})


class Single:
    """Reads one question that leans on nothing before it.

    Args:
        topics: finds provisions for free wording, and says when nothing fits.
        facts: finds what is known about the Code itself.
        heads: small trained heads; silent ones are fine.
        ways, weights: the fitted rules that decide between the readers, and between heads and words.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        encoder: OnnxEncoder,
        topics: TopicModel,
        facts: FactReader,
        heads: Heads,
        ways: Ways,
        weights: Weights,
    ) -> None:
        self._catalogue, self._encoder, self._topics = catalogue, encoder, topics
        self._facts, self._heads, self._ways, self._weights = facts, heads, ways, weights
        self.roles = RoleFinder(catalogue)
        self.limits = Limits(catalogue, self.roles, heads, weights)
        references = References(catalogue)
        self.exact = Exact(catalogue, references, topics, self.roles)
        self.free = Free(catalogue, references, topics, self._facts, self.roles)

    def prepare(self, question: str, more: Sequence[str] = ()) -> None:
        """Encode at once whatever of `question` is going to be read."""
        texts = dict.fromkeys((question, ending_of(question), *self._topics.texts(question), *more))
        self._encoder.prepare([*((text, QUESTIONS) for text in texts), (question, LISTS)])

    def read(self, question: str) -> Frame:
        """The frame of a clean question in English."""
        named = numbers.find(question, self._catalogue)
        if named.missing and not named.provisions:
            return self.exact.nonexistent(question, named)
        if cues.HARM.search(question):
            return self.free.declined(question, Decline.OUTSIDE, NOTHING_READ, "it asks for help with an attack")
        if cues.MISSTATE.search(question):
            reading = self._topics.read(question)
            return self.free.declined(question, Decline.MISSTATE, reading, "it asks for the Code to be misstated")
        self.prepare(question)
        (whole,) = self._heads.read([question])
        (ending,) = self._heads.read([ending_of(question)], whole=False)
        intent = whole.get("intent", {})
        mapped = self.exact.mapped(question, named, intent)
        if mapped is not None:
            return mapped
        reading, hits = self._topics.read(question), self._facts.best(question, whole)
        called = self.roles.named(question)
        signs = Signs(question, whole, ending, reading, hits[0].score if hits else 0.0, len(called))
        if named.provisions or named.principles:
            set_apart = len(named.provisions) > 1 and cues.COMPARE.search(question)
            if self._ways.unanswered(signs) >= NUMBERED_DECLINED and not set_apart:
                return self.free.declined(
                    question, reading.likely_decline, reading, "not even what it names answers it"
                )
            if named.provisions:
                under = portions.beneath(question, named.provisions, self._catalogue)
                named = replace(named, provisions=named.provisions + under)
                return self.exact.looked_up(question, named, intent, hits)
        asked, found_roles, why = self.limits.read(question, whole, named.principles)
        if census_frame := self._counted(question, named, found_roles, asked.phases, intent, hits):
            return census_frame
        if not signs.roles and (sides := compared.phases(question)):
            return side_by_side(question, sides)
        if apart := compared.set_apart(question, called):
            return side_by_side(question, apart)
        route, unanswered = self._ways.way(signs, asked, found_roles, hits, bool(named.principles))
        if route == FACT and called and found_roles and named.principles and not singled.COUNTED.search(question):
            route = LIST  # “what does Principle 12 mean for an operator?”
        if len(named.principles) > 1:
            listed = route == LIST or (signs.roles and route != NONE)
            set_beside = cues.COMPARE.search(question) and not (found_roles and lexicon.NOT_ACTING.search(question))
            if not listed or set_beside:
                counted = singled.COUNTED.search(question)
                placed = compared.placed(question, named.principles, self._topics, self._catalogue)
                if placed and not counted:
                    return self.free.compared(question, placed)
                return self.exact.looked_up(question, named, intent, hits)
            route = LIST
        weighs = compared.WEIGHED.search(question) or (not found_roles and cues.COMPARE.search(question))
        owned = found_roles and asked.modality is not None and not cues.COMPARE.search(question)
        weighed = not owned and (route == COMPARE or (route == LIST and weighs))
        chapters = weighed or (route == FACT and hits[0].node in compared.OF_PRINCIPLES)
        if chapters and not signs.roles and (sides := compared.principles(question, self._heads)):
            return side_by_side(question, sides)
        chapter = self._chapters(question, route, asked, found_roles, hits)
        if chapter:
            return self.exact.looked_up(question, replace(named, principles=chapter), intent, hits)
        if route == TOPIC and signs.roles and (several := places.row(question, self._heads)):
            route, asked = LIST, replace(asked, principles=several)
        if route == LIST or lists(
            route,
            question,
            asked,
            found_roles,
            called=bool(called),
            listed=intent.get(Intent.ENUMERATE, 0.0),
            numbered=bool(named.principles),
        ):
            return Frame(
                question, Intent.ENUMERATE, roles=found_roles, modality=asked.modality, relations=asked.relations,
                phases=asked.phases, principles=asked.principles, why=(("intent", "a list from the graph"), *why),
            )  # fmt: skip
        figure = claimed.ASKS_FIGURE
        if route == NONE and (rest := granted.leaves_over(question)):
            left = self._topics.read(rest)
            least = LEFT_SURE if left.decline_score < LEFT_DECLINED else claimed.SURE
            if left.decline is None and left.choices and left.choices[0].score >= least:
                route, reading = TOPIC, left
        if route in (NONE, TOPIC) and (claim := claimed.read(question, self._topics)):
            route, reading, figure = TOPIC, claim, claimed.FIGURE_ASKED
        beside = (granted.NO_FIGURES,) if route == TOPIC and figure.search(question) else ()
        frame = self.free.frame(question, route, found_roles, named, reading, hits)
        return frame.having(decline_score=unanswered, granted=beside or frame.granted)

    def _counted(
        self,
        question: str,
        named: Numbers,
        found_roles: tuple[str, ...],
        phases: tuple[str, ...],
        intent: Mapping[str, float],
        hits: tuple[FactHit, ...],
    ) -> Frame | None:
        """The frame of a question that has principles, or provisions of one principle, counted; None for any other."""
        only = portions.alone(question, named.principles, self._catalogue, phases) or portions.shared(
            question, self._catalogue
        )
        if only:
            return self.exact.looked_up(question, replace(named, principles=(), provisions=only), intent, hits)
        found = census.principles(question, self._catalogue, named.principles)
        part = None
        if not found and not found_roles:
            part = portions.part(question, named.principles, self._catalogue, self._heads)
        if part and part[1] is not None:
            why = (("intent", "counted in the graph"),)
            return Frame(question, Intent.ENUMERATE, modality=part[1], principles=part[:1], why=why)
        numbers_found = part[:1] if part else found
        if not numbers_found:
            return None
        return self.exact.looked_up(question, replace(named, principles=numbers_found), intent, hits)

    def _chapters(
        self,
        question: str,
        route: str,
        asked: asking.Asking,
        found_roles: tuple[str, ...],
        hits: tuple[FactHit, ...],
    ) -> tuple[int, ...]:
        """The principles that `question` asks about as chapters: their place, size and strengths."""
        listed = route == LIST and found_roles
        if route not in (FACT, LIST) or listed or not compared.CHAPTER.search(question) or self.roles.named(question):
            return ()
        if pure := self.free.singled.pure(question, asked.phases):
            return pure
        if found_roles or singled.SIZE.search(question):
            return ()
        counted = singled.COUNTED.search(question) if route == LIST else hits[0].node in CHAPTERS
        return asked.principles if counted else ()
