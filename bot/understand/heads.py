"""Small trained heads: what a question wants; to which roles, strength, relation, phase or principle it is limited;
when it asks for a fact about the Code, which node answers it; and whether it is the asker who speaks.

They read the states of the encoder's trained branch, each through learned queries (attention pooling), so
that one word ("optional", "whoever runs it") can decide. Trained by ``python -m bot.training`` from the phrase
bank. Where the encoder is another one than they were trained with, they are silent and rules decide alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot import trained_file
from bot.branches import QUESTIONS, TRAINED
from indexer.encoder import OnnxEncoder

FILE: Final = TRAINED / "heads.npz"
Array = NDArray[np.float32]
HeadReading = Mapping[str, Mapping[str, float]]
"""By head, the chance of each label; a head that is silent is missing."""
SILENT: Final[HeadReading] = {}


class Reads(Protocol):
    """Reads texts as :class:`Heads` does: what is needed of the heads by those who only ask them."""

    def read(self, texts: Sequence[str]) -> Sequence[HeadReading]:
        """What each text was read as."""


class GivesStates(Protocol):
    """What the heads need of an encoder."""

    def states(self, texts: Sequence[str]) -> list[Array]:
        """For each text, the last hidden states ``(length, width)`` of its tokens."""


@dataclass(frozen=True, slots=True)
class Head:
    """One head: ``labels``, the queries that find the telling tokens, one for all labels ``(1, width)`` or one for each
    ``(labels, width)``, and weights ``(labels, width)`` with their bias; ``exclusive`` when exactly one label holds."""

    labels: tuple[str, ...]
    queries: Array
    weights: Array
    bias: Array
    exclusive: bool

    def read(self, states: Array) -> dict[str, float]:
        """Chance of each label for the states ``(length, width)`` of one text."""
        near = self.queries @ states.T
        seen = np.exp(near - near.max(axis=1, keepdims=True))
        pooled = (seen / seen.sum(axis=1, keepdims=True)) @ states
        scores = (pooled * self.weights).sum(axis=1) + self.bias
        if self.exclusive:
            scores = np.exp(scores - scores.max())
            scores = scores / scores.sum()
        else:
            scores = 1 / (1 + np.exp(-scores))
        return dict(zip(self.labels, (float(s) for s in scores), strict=True))


class Heads:
    """All heads, or none when they were trained for another encoder."""

    def __init__(self, encoder: GivesStates | None, heads: Mapping[str, Head]) -> None:
        self._encoder, self._heads = encoder, heads

    @classmethod
    def open(cls, base: OnnxEncoder) -> Heads:
        """The shipped heads over `base`, if they were trained for it.

        Raises:
            BankInvalid: the file is missing or damaged.
        """
        encoder = base.branch(QUESTIONS)
        if encoder is None:
            return cls(None, {})
        with trained_file.arrays(FILE) as stored:
            if str(stored["encoder"]) != encoder.weights_sha256:
                return cls(None, {})
            return cls(encoder, {name: _head(stored, name) for name in (str(n) for n in stored["names"])})

    def read(self, texts: Sequence[str]) -> list[HeadReading]:
        """What each text was read as."""
        if self._encoder is None:
            return [SILENT for _ in texts]
        return [
            {name: head.read(states) for name, head in self._heads.items()} for states in self._encoder.states(texts)
        ]


def _head(stored: Any, name: str) -> Head:
    return Head(
        tuple(str(label) for label in stored[f"{name}.labels"]),
        stored[f"{name}.queries"].astype(np.float32),
        stored[f"{name}.weights"].astype(np.float32),
        stored[f"{name}.bias"].astype(np.float32),
        bool(stored[f"{name}.exclusive"]),
    )
