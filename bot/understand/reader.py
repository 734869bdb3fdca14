"""From a question, and the turns before it, to a frame.

What is none of the question is taken out first (orders, pasted passages, hasty typing), what is left is read by itself
(:mod:`bot.understand.single`), and then completed from the turns before and from what it quotes or takes for granted.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.conversation import Turn
from bot.frame import LEGAL_FORCE, Decline, Frame, Intent
from bot.phrases import bank as banks
from bot.phrases.vectors import phrase_vectors
from bot.topics.glossary import gloss
from bot.topics.model import TopicModel
from bot.understand import (
    addressed,
    askers,
    asking,
    changes,
    cues,
    follow_up,
    granted,
    numbers,
    orders,
    quotes,
)
from bot.understand.changes import Change
from bot.understand.facts import FactFinder, affirming
from bot.understand.factual import FactReader
from bot.understand.families import family
from bot.understand.granted import Granted
from bot.understand.heads import Heads
from bot.understand.injected import cleaned
from bot.understand.router import Router
from bot.understand.single import NOTHING_READ, Single
from bot.understand.spelling import Spelling
from bot.understand.ways import Ways
from bot.understand.weighing import Weights
from indexer.build import Index
from indexer.encoder import OnnxEncoder
from ontology.catalogue import Catalogue

SPACE = " .,;:-"
THEM_SURE = 0.75
"""From which chance a follow-up about “them” brings a role that no word of it tells."""
BESIDE = frozenset({Intent.TOPIC, Intent.LOOK_UP, Intent.COMPARE, Intent.FACT, Intent.OUTSIDE})
"""Intents beside whose answer it is told what the question takes for granted."""


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
        self._catalogue, self._topics, self._heads, self._spelling = catalogue, topics, heads, spelling
        reads = FactReader(facts, encoder, heads)
        self._single = Single(catalogue, encoder, topics, reads, heads, Ways(router, affirming), weights)
        self._granted = Granted(reads, heads, len(catalogue.principles), len(catalogue.provisions))

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
            return self._single.free.declined(
                question, Decline.MISSTATE, NOTHING_READ, "it only gives orders to the adviser"
            )
        frame = (self._on_passage(plain, asked.passage) if asked.passage else self._in_english(plain)).having(
            question=question
        )
        if turns and numbers.find(plain, self._catalogue).missing == ():
            frame = follow_up.resolve(
                frame, plain, turns, self._catalogue, self._change, self._single.read, self._topics, completed
            )
        frame = quotes.read(frame, question, plain, self._catalogue.provisions, self._single.exact)
        named = numbers.find(plain, self._catalogue).principles
        return self._granting(addressed.read(frame, plain, named, self._catalogue), plain, question)

    def _remarks(self, question: str) -> bool:
        """Whether `question` is only a remark on the answer before: it names no role, limit or number."""
        limited = any(asking.told(question).values()) or self._single.roles.named(question)
        return bool(cues.REMARK.search(question)) and not limited and not numbers.find(question, self._catalogue).any

    def _granting(self, frame: Frame, question: str, whole: str) -> Frame:
        """`frame`, with what `question` takes for granted about the Code, where that is told beside the answer.

        `whole` has what was cut from it, too: whoever leads in with the Code being law is told, order or not.
        """
        if frame.intent not in BESIDE or frame.decline in (Decline.MISSTATE, Decline.NONEXISTENT):
            return frame
        found = (*((LEGAL_FORCE,) if granted.led_by_law(whole) else ()), *self._granted.nodes(question))
        nodes = tuple(node for node in found if family(node) not in map(family, frame.nodes))
        told = tuple(dict.fromkeys((*frame.granted, *nodes)))[: granted.MOST]
        return frame.having(granted=told, why=(*frame.why, ("granted", ", ".join(told)))) if told else frame

    def _without_orders(self, text: str) -> str:
        if len(apart := orders.sentences(text)) > 1:
            self._single.prepare(text, apart)
        return orders.cut(text, self._heads)

    def _change(self, question: str) -> Change:
        kept = changes.kept(question)
        (whole,) = self._heads.read([kept])
        asked, found_roles, _ = self._single.limits.read(kept, whole, numbers.find(kept, self._catalogue).principles)
        told = self._single.roles.named(kept) or self._single.roles.described(kept)
        if not told and (askers.for_self(kept) or changes.STILL.search(kept)):
            found_roles = ()  # “we”, and whom it is “still” for, are those of the list before
        elif not told and follow_up.THEM.search(kept):
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
        return self._single.read(f"{passage.rstrip('.')}. {question}")

    def _in_english(self, question: str) -> Frame:
        """A question in another language is read by its words in English, and the answer says so."""
        glossed = gloss(question)
        if glossed is None:
            return self._single.read(question)
        frame = self._single.read(glossed.english)
        note = f"Your question was read word by word from {glossed.language}; please check that it was understood."
        return frame.having(notes=(note, *frame.notes))
