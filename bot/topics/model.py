"""The topic model: which provisions a freely worded question should be answered with, and whether with any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bot.branches import QUESTIONS
from bot.frame import Choice, Decline
from bot.phrases.bank import Bank, NonTopic
from bot.phrases.vectors import PhraseVectors
from bot.topics.chooser import Chooser, best_set, evidence_of
from bot.topics.clauses import Parts
from bot.topics.glossary import gloss
from bot.topics.head import ABOUT, LISTED, NULL, Head, classes
from bot.topics.neighbours import Neighbours
from bot.topics.scorer import Scorer
from bot.topics.subject import Encodes, Subjects
from indexer.build import Index
from indexer.encoder import Vectors
from ontology.catalogue import Catalogue

RELATED: Final = 5
NAMED: Final = 20  # provisions whose chance is given


@dataclass(frozen=True, slots=True)
class TopicReading:
    """What a question was read as.

    Attributes:
        choices: provisions to cite, best first; `score` is a calibrated chance (0 to 1), `why` names what it resembles.
        nearest: provisions to point to, best first.
        scores: chance of each provision that has one worth naming.
        decline: why it should not be answered, or None.
        likely_decline: why it would be declined if it were.
        decline_score: chance (0 to 1) that the Code does not answer it.
        alike: lines of the bank that it would be declined like, nearest first.
        about, listed: chance that it asks about the Code itself, or for a list.
        needs: for a situation, each need's words and the provisions chosen for it.
        language: the language that it was glossed from, in English, or None.
    """

    choices: tuple[Choice, ...]
    nearest: tuple[str, ...]
    scores: Mapping[str, float]
    decline: Decline | None = None
    decline_score: float = 0.0
    alike: tuple[NonTopic, ...] = ()
    needs: tuple[tuple[str, tuple[Choice, ...]], ...] = field(default=())
    language: str | None = None
    about: float = 0.0
    listed: float = 0.0
    likely_decline: Decline = Decline.OUTSIDE


class TopicModel:
    """Reads questions. Made by :meth:`open`; safe to call from several threads.

    Attributes:
        source: ``trained head``, or ``nearest phrases`` when the encoder is not the one that the head was trained for.
    """

    def __init__(
        self, encoder: Encodes, scorer: Scorer, chooser: Chooser, catalogue: Catalogue, plain: Encodes | None = None
    ) -> None:
        self._encoder, self._scorer, self._chooser = encoder, scorer, chooser
        self._subjects = Subjects(plain or encoder)
        self._names = tuple(catalogue.provisions)
        self.source = "trained head" if scorer.head is not None else "nearest phrases"

    @classmethod
    def open(cls, index: Index, catalogue: Catalogue, bank: Bank, vectors: PhraseVectors) -> TopicModel:
        """The model over an open index; `vectors` are those of `bank`.

        Raises:
            BankInvalid: the trained parameters cannot be read.
        """
        names = tuple(catalogue.provisions)
        neighbours = Neighbours(names, bank, vectors)
        branch = index.encoder.branch(QUESTIONS)
        head = Head.load(branch.weights_sha256, names) if branch else None
        return cls(branch or index.encoder, Scorer(neighbours, head), Chooser.load(), catalogue, index.encoder)

    def subject(self, question: str, reading: TopicReading) -> NonTopic | None:
        """What `question`, read as `reading`, is about if it is declined, and which document may answer it."""
        return self._subjects.of(question, reading.alike)

    def read(self, question: str) -> TopicReading:
        """Read one question."""
        glossed = gloss(question)
        text = glossed.english if glossed else question
        parts, vectors = self._encode(text)
        chances, among = self._scorer.split(self._scorer.logits(vectors))
        evidence = evidence_of(parts, chances[:, : len(self._names)], among[0])
        must, may = self._chooser.chances(evidence)
        order = np.argsort(-must, kind="stable")
        told = dict(zip(classes(self._names), chances[0].tolist(), strict=False))
        refusals = chances[0, len(self._names) : len(self._names) + len(NULL)]
        refused = float(refusals.sum())
        chosen = best_set(must, may)
        choices = tuple(self._choice(i, float(must[i]), vectors, parts, chances, glossed is not None) for i in chosen)
        kind = NULL[int(refusals.argmax())]
        declined = refused > self._chooser.decline
        return TopicReading(
            choices=choices,
            nearest=tuple(self._names[i] for i in order[:RELATED]),
            scores={self._names[i]: round(float(must[i]), 4) for i in order[:NAMED]},
            decline=Decline(kind) if declined else None,
            likely_decline=Decline(kind),
            decline_score=refused,
            alike=self._scorer.neighbours.refused(vectors[0], kind),
            needs=() if not parts else self._needs(choices, parts, chances),
            language=glossed.language if glossed else None,
            about=told.get(ABOUT, 0.0),
            listed=told.get(LISTED, 0.0),
        )

    @staticmethod
    def texts(question: str) -> list[str]:
        """What of a question is encoded when it is read."""
        glossed = gloss(question)
        text = glossed.english if glossed else question
        parts = Parts.of(text)
        return [text, *parts.clauses, *parts.sentences]

    def _encode(self, text: str) -> tuple[Parts, Vectors]:
        parts = Parts.of(text)
        wanted = [text, *parts.clauses, *parts.sentences]
        distinct = {line: row for row, line in enumerate(dict.fromkeys(wanted))}  # a short sentence is its own clause
        return parts, self._encoder.encode(list(distinct))[[distinct[line] for line in wanted]]

    def _choice(
        self, place: int, score: float, vectors: Vectors, parts: Parts, chances: Vectors, glossed: bool
    ) -> Choice:
        name = self._names[place]
        row = 1 + int(chances[1 : 1 + len(parts.clauses), place].argmax()) if parts else 0
        phrase = self._scorer.neighbours.phrase(vectors[row], name)
        what = f"“{parts.clauses[row - 1]}” resembles" if parts else "glossed, it resembles" if glossed else "resembles"
        return Choice(name, round(score, 4), f"{what} “{phrase}”")

    def _needs(
        self, choices: tuple[Choice, ...], parts: Parts, chances: Vectors
    ) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        found: dict[int, list[Choice]] = {}
        for choice in choices:
            row = int(chances[1 : 1 + len(parts.clauses), self._names.index(choice.provision)].argmax())
            found.setdefault(row, []).append(choice)
        return tuple((parts.clauses[row], tuple(found[row])) for row in sorted(found))
