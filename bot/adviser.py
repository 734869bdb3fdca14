"""The one door: a question in, a checked answer out.

Slack, HTTP, MCP, the command line and the evals all call :meth:`Adviser.ask` and format what it returns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from bot.answer import Answer, Citation, Status, markdown
from bot.citing import Citer, citation
from bot.compose import Composer
from bot.conversation import Conversations, InMemoryConversations
from bot.evidence import Evidence, Gatherer
from bot.text import clean
from bot.verify import Verifier

if TYPE_CHECKING:
    from bot.frame import Frame
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
    ) -> None:
        self._reader = reader
        self._gatherer = gatherer
        self._composer = composer
        self._verifier = verifier
        self._conversations = conversations or InMemoryConversations()
        self._base_url = base_url
        self._attribution = attribution

    @classmethod
    def over(
        cls,
        catalogue: Catalogue,
        index: Index,
        conversations: Conversations | None = None,
        base_url: str | None = None,
        official: Mapping[str, Passage] | None = None,
        attribution: str = "",
    ) -> Adviser:
        """An adviser over an open index, with everything else as it ships."""
        from bot.phrases import bank
        from bot.topics.model import TopicModel
        from bot.understand.facts import FactFinder
        from bot.understand.heads import Heads
        from bot.understand.reader import Reader
        from bot.understand.spelling import Spelling

        vectors = index.text_vectors
        facts = FactFinder(
            index.retriever, bank.fact_nodes(), vectors[bank.FACTS], (vectors[bank.TOPICS], vectors[bank.NONE])
        )
        known = [text for texts in bank.texts().values() for text in texts]
        reader = Reader(
            catalogue,
            index.encoder,
            TopicModel.open(index, catalogue),
            facts,
            Heads.load(index.encoder.weights_sha256),
            Spelling(known, index.encoder.vocabulary),
        )
        return cls(
            reader,
            Gatherer(catalogue, index.retriever, official),
            Composer(catalogue),
            Verifier(catalogue),
            conversations,
            base_url,
            attribution,
        )

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        """Answer `question`, in the light of a conversation when one is named; a new one starts otherwise.

        Raises:
            QuestionEmpty: nothing is left once control characters are removed.
            QuestionTooLong: more than 4,000 characters.
        """
        conversation = conversation_id or str(uuid4())
        turns = self._conversations.turns(conversation) if conversation_id else ()
        frame = self._reader.read(clean(question), turns)
        answer = self.respond(frame, conversation)
        self._conversations.remember(answer)
        return answer

    def understand(self, question: str, conversation_id: str | None = None) -> Frame:
        """How `question` is understood, without answering it."""
        turns = self._conversations.turns(conversation_id) if conversation_id else ()
        return self._reader.read(clean(question), turns)

    def respond(self, frame: Frame, conversation_id: str) -> Answer:
        """The checked answer to a frame."""
        evidence = self._gatherer.gather(frame)
        cite = Citer(self._base_url)
        sections, _ = self._verifier.repaired(self._composer.compose(evidence, cite), cite.items)
        citations = cite.citations
        verbatim = any(c.verbatim for c in citations)
        return Answer(
            status=Status.REFUSED if frame.decline is not None else Status.ANSWERED,
            text=markdown(sections),
            citations=citations,
            related=self._related(evidence, len(citations)),
            conversation_id=conversation_id,
            frame=frame,
            sections=sections,
            attribution=self._attribution if verbatim else "",
        )

    def _related(self, evidence: Evidence, cited: int) -> tuple[Citation, ...]:
        return tuple(citation(item, number, self._base_url) for number, item in enumerate(evidence.related, cited + 1))
