"""The topic model: which provisions a freely worded question should be answered with, and whether with any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bot.frame import Choice, Decline
from bot.topics import bank as banks
from bot.topics.head import Head
from bot.topics.neighbours import Neighbours
from indexer.build import Index
from indexer.encoder import OnnxEncoder, Vectors
from ontology.catalogue import Catalogue

RELATED: Final = 5


@dataclass(frozen=True, slots=True)
class TopicReading:
    """What a question was read as.

    Attributes:
        choices: provisions to cite, best first; `score` is a calibrated chance (0 to 1), `why` names what it resembles.
        nearest: provisions to point to, best first.
        scores: chance of each provision that has one worth naming.
        decline: why it should not be answered, or None.
        decline_score: chance (0 to 1) that the Code does not answer it.
        decline_about: what a question inside the field is about that the Code leaves open, or empty.
        peer: document that may answer it instead, or None.
        needs: for a situation, each need's words and the provisions chosen for it.
    """

    choices: tuple[Choice, ...]
    nearest: tuple[str, ...]
    scores: Mapping[str, float]
    decline: Decline | None = None
    decline_score: float = 0.0
    decline_about: str = ""
    peer: str | None = None
    needs: tuple[tuple[str, tuple[Choice, ...]], ...] = field(default=())


class TopicModel:
    """Reads questions. Made by :meth:`open`; safe to call from several threads.

    Attributes:
        source: ``trained head``, or ``nearest phrases`` when the encoder is not the one that the head was trained for.
    """

    def __init__(self, encoder: OnnxEncoder, neighbours: Neighbours, head: Head | None, bank: banks.Bank) -> None:
        self._encoder, self._neighbours, self._head, self._bank = encoder, neighbours, head, bank
        self.source = "trained head" if head is not None else "nearest phrases"

    @classmethod
    def open(cls, index: Index, catalogue: Catalogue) -> TopicModel:
        """The model over an open index, whose named texts are those of :func:`bot.phrases.bank.texts`.

        Raises:
            BankInvalid: the bank or the trained parameters cannot be read.
        """
        bank = banks.shipped()
        provisions = tuple(catalogue.provisions)
        neighbours = Neighbours(provisions, bank, index.text_vectors["topics"], index.text_vectors["none"])
        return cls(index.encoder, neighbours, Head.load(index.encoder.weights_sha256, provisions), bank)

    def read(
        self,
        question: str,
        roles: tuple[str, ...] = (),  # noqa: ARG002
        phase: str | None = None,  # noqa: ARG002
        principle: int | None = None,  # noqa: ARG002
    ) -> TopicReading:
        """Read one question."""
        vector = self._encoder.encode([question])[0]
        near = self._neighbours.scores(vector)
        scores, null = self._chances(vector, near)
        order = np.argsort(-scores)
        chosen = [i for i in order[:2] if scores[i] >= 0.6 * scores[order[0]]]
        names = self._neighbours.provisions
        choices = tuple(Choice(names[i], round(float(scores[i]), 4), self._neighbours.why(vector, names[i])) for i in chosen)
        decline, about, peer = None, "", None
        if null > 0.5:
            line = self._bank.none[self._neighbours.nearest_none(vector)]
            decline, about, peer, choices = Decline(line.kind), line.topic, line.peer, ()
        return TopicReading(
            choices=choices,
            nearest=tuple(names[i] for i in order[:RELATED]),
            scores={names[i]: round(float(scores[i]), 4) for i in order[:20]},
            decline=decline,
            decline_score=null,
            decline_about=about,
            peer=peer,
        )

    def _chances(self, vector: Vectors, near: Vectors) -> tuple[Vectors, float]:
        if self._head is None:
            best, none = float(near.max()), self._neighbours.none_score(vector)
            return np.exp((near - 1) * 12), float(1 / (1 + np.exp((best - none) * 30)))
        chances = self._head.chances(vector)
        split = len(self._neighbours.provisions)
        mixed = np.log(chances[:split] + 1e-6) / 6 * 0.5 + near
        soft = np.exp((mixed - mixed.max()) * 12)
        return soft / soft.sum(), float(chances[split:].sum())


