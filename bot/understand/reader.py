"""From a question, and the turns before it, to a frame.

The order is fixed: what is exact comes first (numbers, orders, another standard named); then all readers look at the
question and a fitted rule decides between a list, a topic, a comparison, a fact about the Code and declining
(:mod:`bot.understand.router`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.branches import QUESTIONS
from bot.conversation import Turn
from bot.frame import Decline, Frame, Intent
from bot.phrases import bank as banks
from bot.phrases.vectors import phrase_vectors
from bot.topics.glossary import gloss
from bot.topics.model import TopicModel, TopicReading
from bot.understand import (
    addressed,
    asking,
    changes,
    claimed,
    compared,
    cues,
    follow_up,
    granted,
    lexicon,
    numbers,
    orders,
    places,
    quotes,
    roles,
    singled,
)
from bot.understand.changes import Change
from bot.understand.exact import Exact
from bot.understand.facts import FactFinder, FactHit, affirming
from bot.understand.factual import FactReader
from bot.understand.families import family
from bot.understand.free import Free, side_by_side
from bot.understand.granted import Granted
from bot.understand.heads import HeadReading, Heads
from bot.understand.injected import cleaned
from bot.understand.references import References
from bot.understand.roles import RoleFinder
from bot.understand.router import COMPARE, FACT, LIST, NONE, TOPIC, Router, Signs
from bot.understand.router import ending as ending_of
from bot.understand.spelling import Spelling
from bot.understand.ways import Ways, lists
from bot.understand.weighing import Weights
from indexer.build import Index
from indexer.encoder import OnnxEncoder
from ontology.catalogue import Catalogue
from ontology.model import Relation

SPACE = " .,;:-"
NUMBERED_DECLINED = 0.7
"""From which chance a question that names a number is one that the Code does not answer, or asks for a misstatement."""
CHAPTERS = frozenset({"about/phases", compared.PRINCIPLE_COUNTS})
"""Entries about the principles as chapters of the Code."""
THEM_SURE = 0.75
"""From which chance a follow-up about “them” brings a role that no word of it tells."""
BESIDE = frozenset({Intent.TOPIC, Intent.LOOK_UP, Intent.COMPARE, Intent.FACT, Intent.OUTSIDE})
"""Intents beside whose answer it is told what the question takes for granted."""
NOTHING_READ = TopicReading((), (), {})


class Reader:
    """Understands questions.

    Args:
        topics: finds provisions for free wording, and says when nothing fits.
        facts: finds what is known about the Code itself.
        heads: small trained heads; silent ones are fine.
        spelling: repairs hasty typing before anything is read.
        router, weights: the fitted rules that decide between the readers, and between heads and words.
        affirming: nodes that tell what the Code is or says (:func:`bot.understand.facts.affirming`).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        encoder: OnnxEncoder,
        topics: TopicModel,
        facts: FactFinder,
        heads: Heads,
        spelling: Spelling,
        router: Router,
        weights: Weights,
        affirming: Collection[str] = (),
    ) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self._topics = topics
        self._facts = FactReader(facts, encoder, heads)
        self._heads = heads
        self._spelling = spelling
        self._ways, self._weights = Ways(router, affirming), weights
        self._roles = RoleFinder(catalogue)
        references = References(catalogue)
        self._exact = Exact(catalogue, references, topics, self._roles)
        self._free = Free(catalogue, references, topics, self._facts, self._roles)
        self._granted = Granted(self._facts, heads, len(catalogue.principles), len(catalogue.provisions))

    @classmethod
    def over(cls, catalogue: Catalogue, index: Index) -> Reader:
        """A reader over an open index, with everything else as it ships.

        Raises:
            BankInvalid: a shipped file is missing or damaged.
        """
        bank, vectors = banks.shipped(), phrase_vectors(index)
        facts = FactFinder(index.retriever.by_id, banks.fact_nodes(), vectors)
        return cls(
            catalogue,
            index.encoder,
            TopicModel.open(index, catalogue, bank, vectors),
            facts,
            Heads.open(index.encoder),
            Spelling([text for texts in banks.texts().values() for text in texts], index.encoder.vocabulary),
            Router.load(),
            Weights.load(),
            affirming({node: index.retriever.by_id[node].text for node in facts.nodes}),
        )

    def read(self, question: str, turns: tuple[Turn, ...] = (), completed: str | None = None) -> Frame:
        """The frame of a clean question; `completed` is the follow-up written anew by a model, where one did."""
        if cues.SMALL_TALK.match(question):
            return Frame(question, Intent.SMALL_TALK, why=(("intent", "a greeting"),))
        if turns and self._remarks(question):
            return Frame(question, Intent.SMALL_TALK, why=(("intent", "a remark"),))
        # stripped first, as it is read later, so that nothing is encoded twice
        asked = cleaned(question.strip(SPACE), self._without_orders)
        plain = self._spelling.repair(asked.text).strip(SPACE)
        if not plain:
            return self._free.declined(question, Decline.MISSTATE, NOTHING_READ, "it only gives orders to the adviser")
        frame = (self._on_passage(plain, asked.passage) if asked.passage else self._in_english(plain)).having(
            question=question
        )
        if turns and numbers.find(plain, self._catalogue).missing == ():
            frame = follow_up.resolve(
                frame, plain, turns, self._catalogue, self._change, self._alone, self._topics, completed
            )
        frame = quotes.read(frame, question, plain, self._catalogue.provisions, self._exact)
        named = numbers.find(plain, self._catalogue).principles
        return self._granting(addressed.read(frame, plain, named, self._catalogue), plain)

    def _remarks(self, question: str) -> bool:
        """Whether `question` is only a remark on the answer before: it names no role, limit or number."""
        limited = any(asking.told(question).values()) or self._roles.named(question)
        return bool(cues.REMARK.search(question)) and not limited and not numbers.find(question, self._catalogue).any

    def _granting(self, frame: Frame, question: str) -> Frame:
        """`frame`, with what `question` takes for granted about the Code, where that is told beside the answer."""
        if frame.intent not in BESIDE or frame.decline in (Decline.MISSTATE, Decline.NONEXISTENT):
            return frame
        nodes = tuple(node for node in self._granted.nodes(question) if family(node) not in map(family, frame.nodes))
        told = tuple(dict.fromkeys((*frame.granted, *nodes)))[: granted.MOST]
        return frame.having(granted=told, why=(*frame.why, ("granted", ", ".join(told)))) if told else frame

    def _without_orders(self, text: str) -> str:
        if len(apart := orders.sentences(text)) > 1:
            self._prepare(text, apart)
        return orders.cut(text, self._heads)

    def _prepare(self, question: str, more: Sequence[str] = ()) -> None:
        """Encode at once whatever of `question` is going to be read."""
        texts = dict.fromkeys((question, ending_of(question), *self._topics.texts(question), *more))
        self._encoder.prepare([(text, QUESTIONS) for text in texts])

    def _change(self, question: str) -> Change:
        kept = changes.kept(question)
        (whole,) = self._heads.read([kept])
        asked, found_roles, _ = self._asked(kept, whole, numbers.find(kept, self._catalogue).principles)
        told = self._roles.named(kept) or self._roles.described(kept)
        if not told and follow_up.THEM.search(kept):
            sure = whole.get("roles", {})  # else “they” are those of the list before
            found_roles = tuple(role for role in found_roles if sure.get(role, 0.0) >= THEM_SURE)
        intent = whole.get("intent")
        if intent is None:
            return Change(asked, found_roles, None)
        likely = intent.get("change", 0.0) + (
            0.0 if changes.ASKS_LIST.search(question) else intent.get("enumerate", 0.0)
        )
        return Change(asked, found_roles, likely, intent.get("cited", 0.0))

    def _on_passage(self, question: str, passage: str) -> Frame:
        """A question that leans on a pasted passage: what the Code itself says on the subject, or that it doesn't."""
        return self._alone(f"{passage.rstrip('.')}. {question}")

    def _in_english(self, question: str) -> Frame:
        """A question in another language is read by its words in English, and the answer says so."""
        glossed = gloss(question)
        if glossed is None:
            return self._alone(question)
        frame = self._alone(glossed.english)
        note = f"Your question was read word by word from {glossed.language}; please check that it was understood."
        return frame.having(notes=(note, *frame.notes))

    def _alone(self, question: str) -> Frame:
        named = numbers.find(question, self._catalogue)
        if named.missing and not named.provisions:
            return self._exact.nonexistent(question, named)
        if cues.HARM.search(question):
            return self._free.declined(question, Decline.OUTSIDE, NOTHING_READ, "it asks for help with an attack")
        if cues.MISSTATE.search(question):
            reading = self._topics.read(question)
            return self._free.declined(question, Decline.MISSTATE, reading, "it asks for the Code to be misstated")
        ending_text = ending_of(question)
        self._prepare(question)
        whole, ending = self._heads.read([question, ending_text])
        intent = whole.get("intent", {})
        mapped = self._exact.mapped(question, named, intent)
        if mapped is not None:
            return mapped
        reading, hits = self._topics.read(question), self._facts.best(question, whole)
        signs = Signs(
            question, whole, ending, reading, hits[0].score if hits else 0.0, len(self._roles.named(question))
        )
        if named.provisions or named.principles:
            set_apart = len(named.provisions) > 1 and cues.COMPARE.search(question)
            if self._ways.unanswered(signs) >= NUMBERED_DECLINED and not set_apart:
                return self._free.declined(
                    question, reading.likely_decline, reading, "not even what it names answers it"
                )
            if named.provisions:
                return self._exact.looked_up(question, named, intent, hits)
        asked, found_roles, why = self._asked(question, whole, named.principles)
        if not signs.roles and (sides := compared.phases(question)):
            return side_by_side(question, sides)
        route, unanswered = self._ways.way(signs, asked, found_roles, hits, bool(named.principles))
        if len(named.principles) > 1:
            listed = route == LIST or (signs.roles and route != NONE)
            if not listed or cues.COMPARE.search(question):
                counted = singled.COUNTED.search(question)
                placed = compared.placed(question, named.principles, self._topics, self._catalogue)
                if placed and not counted:
                    return self._free.compared(question, placed)
                return self._exact.looked_up(question, named, intent, hits)
            route = LIST
        weighed = route == LIST and compared.WEIGHED.search(question)
        chapters = route == COMPARE or weighed or (route == FACT and hits[0].node == compared.PRINCIPLE_COUNTS)
        if chapters and not signs.roles and (sides := compared.principles(question, self._heads)):
            return side_by_side(question, sides)
        chapter = self._chapters(question, route, asked, found_roles, hits)
        if chapter:
            return self._exact.looked_up(question, replace(named, principles=chapter), intent, hits)
        if route == TOPIC and signs.roles and (several := places.row(question, self._heads)):
            route, asked = LIST, replace(asked, principles=several)
        if route == LIST or lists(route, question, asked, found_roles, bool(named.principles)):
            return Frame(
                question, Intent.ENUMERATE, roles=found_roles, modality=asked.modality, relations=asked.relations,
                phases=asked.phases, principles=asked.principles, why=(("intent", "a list from the graph"), *why),
            )  # fmt: skip
        figure = claimed.ASKS_FIGURE
        if route == NONE and (rest := granted.leaves_over(question)):
            left = self._topics.read(rest)
            if left.decline is None and left.choices and left.choices[0].score >= claimed.SURE:
                route, reading = TOPIC, left
        if route in (NONE, TOPIC) and (claim := claimed.read(question, self._topics)):
            route, reading, figure = TOPIC, claim, claimed.FIGURE_ASKED
        beside = (granted.NO_FIGURES,) if route == TOPIC and figure.search(question) else ()
        frame = self._free.frame(question, route, found_roles, named, reading, hits)
        return frame.having(decline_score=unanswered, granted=beside or frame.granted)

    def _chapters(
        self,
        question: str,
        route: str,
        asked: asking.Asking,
        found_roles: tuple[str, ...],
        hits: tuple[FactHit, ...],
    ) -> tuple[int, ...]:
        """The principles that `question` asks about as chapters: their place, size and strengths."""
        if route not in (FACT, LIST) or found_roles or not compared.CHAPTER.search(question):
            return ()
        if pure := self._free.singled.pure(question, asked.phases):
            return pure
        if singled.SIZE.search(question):
            return ()
        counted = singled.COUNTED.search(question) if route == LIST else hits[0].node in CHAPTERS
        return asked.principles if counted else ()

    def _asked(
        self, question: str, whole: HeadReading, principles: tuple[int, ...]
    ) -> tuple[asking.Asking, tuple[str, ...], tuple[tuple[str, str], ...]]:
        asked, why = asking.read(question, whole, principles, self._weights)
        if asked.principles and not principles:
            asked = replace(asked, principles=places.themes(question, asked.principles[0], self._heads))
        named = self._roles.named(question)
        owed = asked.relations == (Relation.INVOLVES,)
        sure, barred = self._roles.settled(question, named, owed=owed)
        described, head = self._roles.described(question), whole.get("roles", {})
        beside = roles.BESIDE_OWED if owed else roles.BESIDE
        found, role_words = roles.decide(named, described, head, self._weights.roles, sure, barred, beside)
        if lexicon.ANYBODY.search(question) and not named:
            return asked, (), why
        return asked, found, ((("roles", role_words), *why) if role_words else why)
