"""From a question, and the turns before it, to a frame.

The order is fixed: what is exact comes first (numbers, names), then form (comparison, definition, mapping), then the
choice between a list, a topic and a fact about the Code, which weighs word cues against a trained head; last, whether
the Code answers it at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.branches import HEADS, TOPICS
from bot.conversation import Turn
from bot.frame import Decline, Frame, Intent
from bot.topics.glossary import gloss
from bot.topics.model import TopicModel, TopicReading
from bot.understand import asking, compared, cues, follow_up, listing, numbers, premise, roles
from bot.understand.changes import Change
from bot.understand.facts import FactFinder
from bot.understand.factual import FactReader
from bot.understand.heads import HeadReading, Heads
from bot.understand.injected import cleaned
from bot.understand.references import References
from bot.understand.roles import RoleFinder
from bot.understand.spelling import Spelling
from indexer.encoder import OnnxEncoder
from ontology.catalogue import Catalogue
from ontology.model import Modality, Relation

SENTENCE = re.compile(r"(?<=[.!?:])\s+")
NUMBER_LEAST = 0.45
DECLINE_SURE = 0.88
NOTHING_READ = TopicReading((), (), {})


class Reader:
    """Understands questions.

    Args:
        topics: finds provisions for free wording, and says when nothing fits.
        facts: finds what is known about the Code itself.
        heads: small trained heads; silent ones are fine.
        spelling: repairs hasty typing before anything is read.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        encoder: OnnxEncoder,
        topics: TopicModel,
        facts: FactFinder,
        heads: Heads,
        spelling: Spelling,
    ) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self._topics = topics
        self._facts = FactReader(facts, encoder, heads)
        self._heads = heads
        self._spelling = spelling
        self._roles = RoleFinder(catalogue)
        self._references = References(catalogue)

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
        (whole,) = self._heads.read([question])
        asked, found_roles, _ = self._asked(question, whole, numbers.find(question, self._catalogue).principles)
        intent = whole.get("intent")
        return Change(
            asked, found_roles, intent.get("change", 0.0) if intent else None, (intent or {}).get("cited", 0.0)
        )

    def _on_passage(self, question: str, passage: str) -> Frame:
        """A question that leans on a pasted passage: what the Code itself says on the subject, or that it doesn't."""
        together = f"{passage.rstrip('.')}. {question}"
        reading = self._topics.read(together)
        if reading.decline is not None:
            return self._unanswered(together, reading)
        return self._topic(together, Intent.TOPIC, (), reading)

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
        if cues.MISSTATE.search(question):
            reading = self._topics.read(question)
            return self._declined(question, Decline.MISSTATE, "", reading, "it asks for the Code to be misstated")
        ending_text = _ending(question)
        topics = [(text, TOPICS) for text in self._topics.texts(question)]
        self._encoder.prepare([(question, HEADS), (ending_text, HEADS), (question, None), *topics])
        whole, ending = self._heads.read([question, ending_text])
        intent = whole.get("intent", {})
        mapped = self._mapping(question, named, intent)
        if mapped is not None:
            return mapped
        if named.provisions or len(named.principles) > 1:
            return self._by_number(question, named, intent)
        asked, found_roles, why = self._asked(question, whole, named.principles)
        reading = self._topics.read(question)
        best = max(reading.scores.values(), default=0.0)
        listed = listing.wanted(question, asked, found_roles, intent, ending.get("intent", {}), best)
        if listed and (asked.modality is Modality.MAY or not self._facts.known(question, whole)):
            return Frame(
                question, Intent.ENUMERATE, roles=found_roles, modality=asked.modality, relations=asked.relations,
                phase=asked.phase, principle=asked.principle, why=(("intent", "a list from the graph"), *why),
            )  # fmt: skip
        return self._free(question, whole, found_roles, named, reading)

    def _asked(
        self, question: str, whole: HeadReading, principles: tuple[int, ...]
    ) -> tuple[asking.Asking, tuple[str, ...], tuple[tuple[str, str], ...]]:
        modality, modality_words = asking.strength(question, whole.get("modality", {}))
        relations, relation_words = asking.relations(question, whole.get("relation", {}))
        phase, phase_words = asking.phase(question, whole.get("phase", {}))
        principle, principle_words = asking.principle(question, principles, whole.get("principle", {}))
        if principle is not None and phase is not None and not principles:
            principle, principle_words = None, ""
        if principle is not None:
            phase, phase_words = None, ""
        named, described = self._roles.named(question), self._roles.described(question)
        heads = whole.get("roles", {})
        if relations == (Relation.INVOLVES,) and not heads:
            named = roles.served(question, named)
        found, role_words = roles.decide(named, described, heads)
        why = tuple(
            (field, words)
            for field, words in (
                ("roles", role_words), ("modality", modality_words), ("relations", relation_words),
                ("phase", phase_words), ("principle", principle_words),
            )
            if words
        )  # fmt: skip
        return asking.Asking(modality, relations, phase, principle), found, why

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
        heads: HeadReading,
        found_roles: tuple[str, ...],
        named: numbers.Numbers,
        reading: TopicReading,
    ) -> Frame:
        intent = heads.get("intent", {})
        compare = bool(cues.COMPARE.search(question)) or intent.get("compare", 0.0) > 0.6
        if compare:
            reading = compared.read(question, reading, self._topics)
        principle_ids = tuple(f"P{n}" for n in named.principles)
        if cues.ASKS_NUMBER.search(question) and max(reading.scores.values(), default=0.0) >= NUMBER_LEAST:
            return self._number_of(question, reading)
        if reading.decline is not None and reading.decline_score >= DECLINE_SURE and not principle_ids:
            return self._unanswered(question, reading)
        fact = self._fact(question, heads, reading, compare)
        if fact is not None:
            return fact
        if reading.decline is not None and not principle_ids:
            return self._unanswered(question, reading)
        kind = Intent.COMPARE if compare else Intent.TOPIC
        if principle_ids and not reading.choices:
            return Frame(question, Intent.LOOK_UP, ids=principle_ids, why=(("ids", ", ".join(principle_ids)),))
        return self._topic(question, kind, found_roles, reading)

    def _unanswered(self, question: str, reading: TopicReading) -> Frame:
        decline = reading.decline or Decline.OUTSIDE
        frame = self._declined(question, decline, reading.decline_about, reading, "no provision answers it")
        return frame.having(decline_score=reading.decline_score)

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
            decline_score=reading.decline_score,
        )  # fmt: skip

    def _fact(self, question: str, heads: HeadReading, reading: TopicReading, compare: bool) -> Frame | None:
        nodes = self._facts.nodes(question, heads, reading)
        if not nodes:
            return None
        define = nodes[0].split("/")[0] in ("role", "term")
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


def _ending(question: str) -> str:
    """The last sentence, where a context stands before it; else the whole."""
    sentences = [s for s in SENTENCE.split(question) if len(s.split()) >= 3]
    return sentences[-1] if sentences else question
