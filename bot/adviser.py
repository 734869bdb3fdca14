"""The one door: a question in, a checked answer out.

Slack, HTTP, MCP, the command line and the evals all call :meth:`Adviser.ask` and format what it returns.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from bot import streaming, trace
from bot.answer import Answer, Citation, Claim, Making, Path, Section, Status, markdown
from bot.citing import Citer, citation
from bot.compose import Composer
from bot.conversation import Conversations, InMemoryConversations
from bot.evidence import Evidence, Gatherer, Item
from bot.streaming import Began, Citations, Done, Event, Part, Sentence
from bot.text import clean
from bot.verify import Verifier

if TYPE_CHECKING:
    from bot.conversation import Turn
    from bot.frame import Frame
    from bot.llm.caller import Spent
    from bot.llm.interpreter import Interpreter
    from bot.llm.writer import Writer
    from bot.understand.reader import Reader
    from corpus.passage import Passage
    from indexer.build import Index
    from ontology.catalogue import Catalogue

CONVERSATION_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")


class Adviser:
    """Answers questions.

    Args:
        reader: question and earlier turns to frame.
        gatherer: frame to evidence.
        composer, verifier: evidence to checked sections.
        conversations: where turns are kept.
        base_url: where the identifiers are served; the canonical IRIs when None.
        attribution: the line that a source's licence asks for, when its wording is quoted.
        writer: words answers with a language model; None leaves the template's wording.
        interpreter: completes follow-ups and translates with that model; None leaves it to the rules.
        tells: put the question's text into the spans.
    """

    def __init__(
        self,
        reader: Reader,
        gatherer: Gatherer,
        composer: Composer,
        verifier: Verifier,
        conversations: Conversations | None = None,
        base_url: str | None = None,
        attribution: str = "",
        writer: Writer | None = None,
        interpreter: Interpreter | None = None,
        tells: bool = False,
    ) -> None:
        self._reader = reader
        self._gatherer = gatherer
        self._composer = composer
        self._verifier = verifier
        self._conversations = conversations or InMemoryConversations()
        self._base_url = base_url
        self._attribution = attribution
        self._writer = writer
        self._interpreter = interpreter
        self._tells = tells

    @classmethod
    def over(
        cls,
        catalogue: Catalogue,
        index: Index,
        conversations: Conversations | None = None,
        base_url: str | None = None,
        official: Mapping[str, Passage] | None = None,
        attribution: str = "",
        writer: Writer | None = None,
        interpreter: Interpreter | None = None,
        tells: bool = False,
    ) -> Adviser:
        """An adviser over an open index, with everything else as it ships."""
        from bot.understand.reader import Reader

        return cls(
            Reader.over(catalogue, index),
            Gatherer(catalogue, index.retriever, official),
            Composer(catalogue),
            Verifier(catalogue),
            conversations,
            base_url,
            attribution,
            writer,
            interpreter,
            tells,
        )

    def without_model(self) -> Adviser:
        """The same adviser, in the template's words; conversations of its own."""
        parts = (self._reader, self._gatherer, self._composer, self._verifier)
        return Adviser(*parts, base_url=self._base_url, attribution=self._attribution, tells=self._tells)

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        """Answer `question`, in the light of a conversation when one is named; a new one starts otherwise.

        Raises:
            QuestionEmpty: nothing is left once control characters are removed.
            QuestionTooLong: more than 4,000 characters.
        """
        return streaming.last(self.stream(question, conversation_id))

    def stream(
        self, question: str, conversation_id: str | None = None, stop: threading.Event | None = None
    ) -> Iterator[Event]:
        """The answer as it comes; the last event holds it whole, and the conversation remembers it then.

        Args:
            stop: set it when nobody reads on; a language model that is at work then stops.

        Raises:
            QuestionEmpty, QuestionTooLong: at once, not when the first event is asked for.
        """
        asked = clean(question)
        return self._streamed(asked, conversation_id, stop)

    def _streamed(self, asked: str, conversation_id: str | None, stop: threading.Event | None) -> Iterator[Event]:
        conversation = conversation_id or str(uuid4())
        spent = self._writer.caller.begin(stop) if self._writer else None
        with trace.span("understand") as span:
            turns = self._conversations.turns(conversation) if conversation_id else ()
            frame = self._read(asked, turns, spent)
            span.set_attribute("signpost.intent", frame.intent.value)
            if self._tells:
                span.set_attribute("signpost.question", asked)
        for event in self._responding(frame, conversation, spent):
            if isinstance(event, Done):
                self._conversations.remember(event.answer)
            yield event

    def _read(self, asked: str, turns: tuple[Turn, ...], spent: Spent | None) -> Frame:
        """The frame; a language model may translate a question or complete a follow-up first, within the checks."""
        interpreter = self._interpreter
        if interpreter is None or spent is None:
            return self._reader.read(asked, turns)
        from bot.llm.interpreter import language_of
        from bot.understand import follow_up

        language = language_of(asked)
        english = interpreter.english(asked, language, spent) if language else None
        if language and english:
            return self._reader.read(english, turns).having(question=asked, language=language, english=english)
        frame = self._reader.read(asked, turns)
        if follow_up.wanting(frame, asked, turns):
            completed = interpreter.standalone(asked, turns, spent)
            if completed:
                return self._reader.read(asked, turns, completed)
        return frame

    def understand(self, question: str, conversation_id: str | None = None) -> Frame:
        """How `question` is understood, without answering it and without a language model."""
        turns = self._conversations.turns(conversation_id) if conversation_id else ()
        return self._reader.read(clean(question), turns)

    def respond(self, frame: Frame, conversation_id: str) -> Answer:
        """The checked answer to a frame."""
        spent = self._writer.caller.begin() if self._writer else None
        return streaming.last(self._responding(frame, conversation_id, spent))

    def _responding(self, frame: Frame, conversation_id: str, spent: Spent | None) -> Iterator[Event]:
        with trace.span("evidence", intent=frame.intent.value) as span:
            evidence = self._gatherer.gather(frame)
            span.set_attribute("signpost.evidence", [item.passage.id for item in evidence.items])
        cite = Citer(self._base_url)
        with trace.span("compose"):
            composed = self._composer.compose(evidence, cite)
        with trace.span("verify") as span:
            sections, failed = self._verifier.repaired(composed, cite.items)
            span.set_attribute("signpost.dropped", len(failed))
        citations = cite.citations
        status = Status.REFUSED if frame.decline is not None else Status.ANSWERED
        identifier = str(uuid4())
        related = self._related(evidence, len(citations))
        yield Began(status, identifier, conversation_id, (*citations, *related))
        path, made = Path.TEMPLATE, None
        worded: tuple[Claim, ...] = ()
        if self._writer is not None and spent is not None and self._writer.wants(evidence, cite.items):
            sections, worded, made = yield from self._worded(self._writer, evidence, sections, cite.items, spent)
            path = Path.MODEL if worded else Path.FALLBACK
        else:
            sections = self._translated(frame, sections, (), spent)
            yield from streaming.parts(sections)
            if self._writer is not None and spent is not None and spent.prompts:
                made = self._writer.caller.making(spent)
        yield Citations(citations, related)
        answer = Answer(
            status=status,
            text=markdown(sections),
            citations=citations,
            related=related,
            conversation_id=conversation_id,
            frame=frame,
            sections=sections,
            path=path,
            attribution=self._attribution if any(c.verbatim for c in citations) else "",
            making=made,
            worded=worded,
            id=identifier,
        )
        yield Done(answer)

    def _worded(
        self, writer: Writer, evidence: Evidence, sections: tuple[Section, ...], items: tuple[Item, ...], spent: Spent
    ) -> Generator[Event, None, tuple[tuple[Section, ...], tuple[Claim, ...], Making]]:
        """The events of a model's sentences and of the template's sections around them.

        An answer that will be translated is held back until that is done: what was shown is never taken back.
        """
        from bot.llm import completion

        held = bool(evidence.frame.language)
        before, after = completion.split(evidence.frame, sections)
        if not held:
            yield from streaming.parts(before)
        sentences: list[Claim] = []
        with trace.span("compose.model") as span:
            writing = writer.write(evidence, sections, items, spent)
            while True:
                try:
                    claim = next(writing)
                except StopIteration as end:
                    made: Making = end.value
                    break
                if not sentences and not held:
                    yield Part("", False)
                sentences.append(claim)
                if not held:
                    yield Sentence(claim)
            for name in ("model", "prompt", "kept", "repaired", "dropped", "tokens_in", "tokens_out"):
                span.set_attribute(f"signpost.{name}", getattr(made, name))
        rest = completion.remaining(after, sentences, items)
        own = (Section(tuple(sentences)),) if sentences else ()
        whole = before + own + rest
        if not held:
            yield from streaming.parts(rest)
            return whole, tuple(sentences), made
        told = self._translated(evidence.frame, whole, tuple(sentences), spent)
        yield from streaming.parts(told)
        said = told[len(before)].claims if own else ()
        return told, said, writer.caller.settled(made, spent)

    def _translated(
        self, frame: Frame, sections: tuple[Section, ...], worded: tuple[Claim, ...], spent: Spent | None
    ) -> tuple[Section, ...]:
        if self._interpreter is None or spent is None or not frame.language:
            return sections
        return self._interpreter.into(frame.language, sections, worded, spent)

    def _related(self, evidence: Evidence, cited: int) -> tuple[Citation, ...]:
        return tuple(citation(item, number, self._base_url) for number, item in enumerate(evidence.related, cited + 1))
