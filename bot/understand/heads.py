"""Small trained heads: what a question wants; to which roles, strength, relation, phase or principle it is limited;
when it asks for a fact about the Code, which node answers it; and whether it is the asker who speaks.

They read the states of the encoder's trained branch, each through learned queries (attention pooling), so
that one word ("optional", "whoever runs it") can decide. Trained by ``python -m bot.training`` from the phrase
bank. Where the encoder is another one than they were trained with, they are silent and rules decide alone.

What a whole question limits a list to is read twice, in the states of the branch that reads everything and of one that
was taught lists alone, and the two agree on the mean of their log-odds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot import trained_file
from bot.branches import LISTS, QUESTIONS, TRAINED
from indexer.encoder import OnnxEncoder

FILES: Final[Mapping[str, Path]] = {QUESTIONS: TRAINED / "heads.npz", LISTS: TRAINED / "list_heads.npz"}
"""The heads of each branch."""
INDEPENDENT: Final = frozenset({"roles"})
"""Heads of which several labels may hold together; of the others, one does."""
_LEAST: Final = 1e-6
Array = NDArray[np.float32]
HeadReading = Mapping[str, Mapping[str, float]]
"""By head, the chance of each label; a head that is silent is missing."""
SILENT: Final[HeadReading] = {}


class Reads(Protocol):
    """Reads texts as :class:`Heads` does: what is needed of the heads by those who only ask them."""

    def read(self, texts: Sequence[str], *, whole: bool = True) -> Sequence[HeadReading]:
        """What each text was read as; `whole`: they are whole questions."""


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


Opinion = tuple[GivesStates, Mapping[str, Head]]
"""An encoder, and the heads that read its states."""


class Heads:
    """All heads, branch by branch; none when they were trained for another encoder.

    Args:
        opinions: that of the branch that reads everything first.
        prepare: encodes texts for all branches at once, where that is quicker than one after the other.
    """

    def __init__(self, *opinions: Opinion, prepare: Callable[[Sequence[str]], None] | None = None) -> None:
        self._opinions, self._prepare = opinions, prepare

    @classmethod
    def open(cls, base: OnnxEncoder) -> Heads:
        """The shipped heads over the branches of `base`, if all of them were trained for these.

        Raises:
            BankInvalid: a file is missing or damaged.
        """
        opinions: list[Opinion] = []
        for name, file in FILES.items():
            encoder = base.branch(name)
            if encoder is None:
                return cls()
            with trained_file.arrays(file) as stored:
                if str(stored["encoder"]) != encoder.weights_sha256:
                    return cls()
                opinions.append((encoder, {str(n): _head(stored, str(n)) for n in stored["names"]}))
        return cls(*opinions, prepare=lambda texts: base.prepare([(text, name) for name in FILES for text in texts]))

    def read(self, texts: Sequence[str], *, whole: bool = True) -> list[HeadReading]:
        """What each text was read as.

        Limits of a list are read twice in `whole` questions; a part of one (a sentence, a half, a theme) is read by the
        first branch alone.
        """
        if whole and self._prepare:
            self._prepare(texts)
        found = [
            [{name: head.read(states) for name, head in heads.items()} for states in encoder.states(texts)]
            for encoder, heads in (self._opinions if whole else self._opinions[:1])
        ]
        return [agreed([readings[row] for readings in found]) for row in range(len(texts))]


def agreed(readings: Sequence[HeadReading]) -> HeadReading:
    """What several readings of one text come to: for each head, the mean of their log-odds."""
    names = dict.fromkeys(name for reading in readings for name in reading)
    return {name: _mean([r[name] for r in readings if name in r], name in INDEPENDENT) for name in names}


def _mean(chances: Sequence[Mapping[str, float]], independent: bool) -> Mapping[str, float]:
    if len(chances) == 1:
        return chances[0]
    labels = list(chances[0])
    table = np.array([[c[label] for label in labels] for c in chances]).clip(_LEAST, 1 - _LEAST)
    means = np.exp(np.log(table).mean(0))
    against = np.exp(np.log(1 - table).mean(0)) if independent else means.sum() - means
    return dict(zip(labels, (means / (means + against)).tolist(), strict=True))


def _head(stored: Any, name: str) -> Head:
    return Head(
        tuple(str(label) for label in stored[f"{name}.labels"]),
        stored[f"{name}.queries"].astype(np.float32),
        stored[f"{name}.weights"].astype(np.float32),
        stored[f"{name}.bias"].astype(np.float32),
        bool(stored[f"{name}.exclusive"]),
    )
