"""From a question, and the turns before it, to a frame.

The order is fixed: what is exact comes first (numbers, orders, another standard named); then all readers look at the
question and a fitted rule decides between a list, a topic, a comparison, a fact about the Code and declining
(:mod:`bot.understand.router`).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.branches import QUESTIONS
from bot.conversation import Turn
from bot.frame import Decline, Frame, Intent
from bot.phrases import bank as banks
from bot.phrases.vectors import phrase_vectors
from bot.topics.glossary import gloss
from bot.topics.model import TopicModel, TopicReading
from bot.understand import asking, changes, compared, cues, follow_up, lexicon, numbers, premise, roles
from bot.understand.changes import Change
from bot.understand.facts import FactFinder, FactHit
from bot.understand.factual import FactReader
from bot.understand.heads import HeadReading, Heads
from bot.understand.injected import cleaned
from bot.understand.references import References
from bot.understand.roles import RoleFinder
from bot.understand.router import COMPARE, FACT, LIST, NONE, TOPIC, Router, Signs
from bot.understand.router import ending as ending_of
from bot.understand.spelling import Spelling
from bot.understand.weighing import Weights
from indexer.build import Index
from indexer.encoder import OnnxEncoder
from ontology.catalogue import Catalogue

NUMBER_LEAST = 0.45
NUMBER_SURE = 0.75
FACT_SURE = 1.0
TOPIC_UNLIKELY = 0.4
FACT_NEAR = 0.6
"""From which nearness a fact answers where no head was trained for the encoder."""
SHORT_LIST = 16
NOTHING_READ = TopicReading((), (), {})


class Reader:
    """Understands questions.

    Args:
        topics: finds provisions for free wording, and says when nothing fits.
        facts: finds what is known about the Code itself.
        heads: small trained heads; silent ones are fine.
        spelling: repairs hasty typing before anything is read.
        router, weights: the fitted rules that decide between the readers, and between heads and words.
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
    ) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self._topics = topics
        self._facts = FactReader(facts, encoder, heads)
        self._heads = heads
        self._spelling = spelling
        self._router, self._weights = router, weights
        self._roles = RoleFinder(catalogue)
        self._references = References(catalogue)

    @classmethod
    def over(cls, catalogue: Catalogue, index: Index) -> Reader:
        """A reader over an open index, with everything else as it ships.

        Raises:
            BankInvalid: a shipped file is missing or damaged.
        """
        bank, vectors = banks.shipped(), phrase_vectors(index)
        return cls(
            catalogue,
            index.encoder,
            TopicModel.open(index, catalogue, bank, vectors),
            FactFinder(index.retriever.by_id, banks.fact_nodes(), vectors),
            Heads.open(index.encoder),
            Spelling([text for texts in banks.texts().values() for text in texts], index.encoder.vocabulary),
            Router.load(),
            Weights.load(),
        )

    def read(self, question: str, turns: tuple[Turn, ...] = (), completed: str | None = None) -> Frame:
        """The frame of a clean question; `completed` is the follow-up written anew by a model, where one did."""
        if cues.SMALL_TALK.match(question):
            return Frame(question, Intent.SMALL_TALK, why=(("intent", "a greeting"),))
        asked = cleaned(question)
        plain = self._spelling.repair(asked.text).strip(" .,;:-")
        if not plain:
            return self._declined(question, Decline.MISSTATE, "", NOTHING_READ, "it only gives orders to the adviser")
        frame = (self._on_passage(plain, asked.passage) if asked.passage else self._in_english(plain)).having(
            question=question
        )
        if turns and numbers.find(plain, self._catalogue).missing == ():
            frame = follow_up.resolve(
                frame, plain, turns, self._catalogue, self._change, self._alone, self._topics, completed
            )
        return frame

    def _change(self, question: str) -> Change:
        kept = changes.kept(question)
        (whole,) = self._heads.read([kept])
        asked, found_roles, _ = self._asked(kept, whole, numbers.find(kept, self._catalogue).principles)
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

    # one question by itself ------------------------------------------------------------------------------------

    def _alone(self, question: str) -> Frame:
        named = numbers.find(question, self._catalogue)
        if named.missing and not named.provisions:
            return self._nonexistent(question, named)
        if cues.HARM.search(question):
            return self._declined(question, Decline.OUTSIDE, "", NOTHING_READ, "it asks for help with an attack")
        if cues.MISSTATE.search(question):
            reading = self._topics.read(question)
            return self._declined(question, Decline.MISSTATE, "", reading, "it asks for the Code to be misstated")
        ending_text = ending_of(question)
        rows = dict.fromkeys([question, ending_text, *self._topics.texts(question)])
        self._encoder.prepare([(text, QUESTIONS) for text in rows])
        whole, ending = self._heads.read([question, ending_text])
        intent = whole.get("intent", {})
        mapped = self._mapping(question, named, intent)
        if mapped is not None:
            return mapped
        if named.provisions or len(named.principles) > 1:
            return self._by_number(question, named, intent)
        asked, found_roles, why = self._asked(question, whole, named.principles)
        reading, hits = self._topics.read(question), self._facts.best(question, whole)
        signs = Signs(
            question, whole, ending, reading, hits[0].score if hits else 0.0, len(self._roles.named(question))
        )
        route, unanswered = self._route(signs, asked, found_roles, hits, bool(named.principles))
        if route == COMPARE and len(found_roles) > 1 and (named.principles or "phase" in asking.sure(question)):
            route = LIST  # who has to do what, side by side
        if route == LIST:
            return Frame(
                question, Intent.ENUMERATE, roles=found_roles, modality=asked.modality, relations=asked.relations,
                phase=asked.phase, principle=asked.principle, why=(("intent", "a list from the graph"), *why),
            )  # fmt: skip
        frame = self._free(question, route, found_roles, named, reading, hits)
        return frame.having(decline_score=unanswered)

    def _asked(
        self, question: str, whole: HeadReading, principles: tuple[int, ...]
    ) -> tuple[asking.Asking, tuple[str, ...], tuple[tuple[str, str], ...]]:
        asked, why = asking.read(question, whole, principles, self._weights)
        found, role_words = roles.decide(
            self._roles.named(question), self._roles.described(question), whole.get("roles", {}), self._weights.roles
        )
        if lexicon.ANYBODY.search(question) and not self._roles.named(question):
            return asked, (), why
        return asked, found, ((("roles", role_words), *why) if role_words else why)

    def _route(
        self,
        signs: Signs,
        asked: asking.Asking,
        found_roles: tuple[str, ...],
        hits: tuple[FactHit, ...],
        numbered: bool,
    ) -> tuple[str, float]:
        """The way to go, and the chance that the Code does not answer; without trained heads, by words and nearness."""
        limited = bool(found_roles or asked.principle or asked.phase or asked.modality or asked.relations)
        if not signs.whole:
            return self._by_words(signs, limited, hits), signs.reading.decline_score
        chances = self._router.chances(signs)
        route = self._router.best(chances, {LIST: limited, FACT: bool(hits), NONE: not numbered})
        return route, chances[NONE]

    @staticmethod
    def _by_words(signs: Signs, limited: bool, hits: tuple[FactHit, ...]) -> str:
        if limited and lexicon.LISTING.search(signs.question) and len(signs.question.split()) <= SHORT_LIST:
            return LIST
        if hits and hits[0].near >= FACT_NEAR:
            return FACT
        if signs.reading.decline is not None:
            return NONE
        return COMPARE if cues.COMPARE.search(signs.question) else TOPIC

    def _by_number(self, question: str, named: numbers.Numbers, heads: Mapping[str, float]) -> Frame:
        ids = named.provisions + tuple(f"P{n}" for n in named.principles)
        compared = bool(cues.COMPARE.search(question)) or heads.get("compare", 0.0) > 0.5
        intent = Intent.COMPARE if len(ids) > 1 and compared else Intent.LOOK_UP
        notes = premise.corrections(question, named.provisions, self._catalogue)
        return Frame(question, intent, ids=ids, notes=notes, why=(("ids", ", ".join(ids)),))

    def _mapping(self, question: str, named: numbers.Numbers, intent: Mapping[str, float]) -> Frame | None:
        targets = self._references.targets(question)
        frameworks = self._references.frameworks(question)
        if not frameworks and not targets:
            return None
        wants = bool(cues.MAP.search(question)) or intent.get("map", 0.0) > 0.5
        if not wants or (intent and intent.get("map", 0.0) < 0.2 and not (targets and cues.MAP.search(question))):
            return None
        ids = named.provisions + tuple(f"P{n}" for n in named.principles)
        why = (("intent", "another standard is named"), ("nodes", ", ".join(targets or frameworks)))
        frame = Frame(question, Intent.MAP, ids=ids, nodes=targets + frameworks, why=why)
        if not targets and not ids:
            reading = self._topics.read(question)
            if not reading.choices:
                return None
            return frame.having(choices=reading.choices, near=reading.nearest)
        return frame

    # free wording ----------------------------------------------------------------------------------------------

    def _free(
        self,
        question: str,
        route: str,
        found_roles: tuple[str, ...],
        named: numbers.Numbers,
        reading: TopicReading,
        hits: tuple[FactHit, ...],
    ) -> Frame:
        best = max(reading.scores.values(), default=0.0)
        if cues.ASKS_NUMBER.search(question) and best >= (NUMBER_SURE if route == FACT else NUMBER_LEAST):
            return self._number_of(question, reading)
        if route == NONE:
            return self._unanswered(question, reading)
        if route == FACT or (route == COMPARE and hits and hits[0].score >= FACT_SURE and best < TOPIC_UNLIKELY):
            return self._fact(question, hits, reading)
        if route == COMPARE and (both := compared.roles(question, self._roles.named(question))):
            why = (("intent", "roles compared"), ("nodes", ", ".join(both)))
            return Frame(question, Intent.COMPARE, nodes=both, why=why)
        principle_ids = tuple(f"P{n}" for n in named.principles)
        if route == COMPARE:
            reading = compared.read(question, reading, self._topics)
        if principle_ids and route != COMPARE and best < NUMBER_LEAST:
            return Frame(question, Intent.LOOK_UP, ids=principle_ids, why=(("ids", ", ".join(principle_ids)),))
        return self._topic(question, Intent.COMPARE if route == COMPARE else Intent.TOPIC, found_roles, reading)

    def _unanswered(self, question: str, reading: TopicReading) -> Frame:
        return self._declined(
            question, reading.likely_decline, reading.decline_about, reading, "no provision answers it"
        )

    def _number_of(self, question: str, reading: TopicReading) -> Frame:
        """A provision that is described in words, whose ETSI number is asked for."""
        best = max(reading.scores, key=lambda p: reading.scores[p])
        why = (("ids", f"{best}, whose number is asked for"),)
        return Frame(question, Intent.LOOK_UP, ids=(best,), near=reading.nearest, why=why)

    def _topic(self, question: str, kind: Intent, found_roles: tuple[str, ...], reading: TopicReading) -> Frame:
        chosen = tuple(choice.provision for choice in reading.choices)
        return Frame(
            question, kind, roles=found_roles, topic=question, choices=reading.choices, near=reading.nearest,
            notes=premise.corrections(question, chosen, self._catalogue),
            why=(("topic", "; ".join(f"{c.provision}: {c.why}" for c in reading.choices)),),
        )  # fmt: skip

    def _fact(self, question: str, hits: tuple[FactHit, ...], reading: TopicReading) -> Frame:
        nodes = self._facts.nodes(question, hits)
        define = nodes[0].split("/")[0] in ("role", "term")
        compare = bool(cues.COMPARE.search(question))
        form = Intent.COMPARE if compare else Intent.DEFINE if define else Intent.FACT
        why = (("intent", "about the Code itself"), ("nodes", ", ".join(nodes)))
        return Frame(question, form, nodes=nodes, near=reading.nearest, why=why)

    # declining -------------------------------------------------------------------------------------------------

    def _nonexistent(self, question: str, named: numbers.Numbers) -> Frame:
        near: list[str] = []
        for missing in named.missing:
            near += self._catalogue.nearest(missing.removeprefix("Principle ").strip())
        return Frame(
            question, Intent.LOOK_UP, decline=Decline.NONEXISTENT, missing=named.missing,
            near=tuple(dict.fromkeys(near)), why=(("ids", f"{', '.join(named.missing)} not in the Code"),),
        )  # fmt: skip

    def _declined(self, question: str, decline: Decline, about: str, reading: TopicReading, why: str) -> Frame:
        documents = self._references.documents(question)
        if reading.peer and f"document/{reading.peer}" not in documents:
            documents += (f"document/{reading.peer}",)
        near = () if decline is Decline.OUTSIDE else reading.nearest
        return Frame(
            question,
            Intent.OUTSIDE,
            decline=decline,
            decline_about=about,
            nodes=documents,
            near=near,
            why=(("decline", why),),
        )
