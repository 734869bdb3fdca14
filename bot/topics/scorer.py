"""Chances of each class for a text: the head and the nearest phrases together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.topics.head import Head
from bot.topics.neighbours import Neighbours
from indexer.encoder import Vectors

NEAR: Final = 8.0  # logits per unit of cosine that the nearest phrases add to the head's
ALONE: Final = 28.0  # the same where there is no head


@dataclass(frozen=True)
class Scorer:
    """Makes logits and chances from vectors. Without a head, the nearest phrases decide alone."""

    neighbours: Neighbours
    head: Head | None

    def logits(self, vectors: Vectors) -> Vectors:
        """Logits ``(n, classes)`` of unit vectors; without a head, of provisions and refusals only."""
        near = self.neighbours.scores(vectors)
        if self.head is None:
            return near * ALONE
        found = self.head.logits(vectors)
        best = near[:, : len(self.neighbours.provisions)].max(1, keepdims=True)
        found[:, : near.shape[1]] += NEAR * (near - best)
        return found

    def split(self, logits: Vectors) -> tuple[Vectors, Vectors]:
        """Chances ``(n, classes)``, and those of provisions among themselves ``(n, provisions)``."""
        return softmax(logits), softmax(logits[:, : len(self.neighbours.provisions)])


def softmax(logits: Vectors) -> Vectors:
    """Chances along the last axis."""
    soft: Vectors = np.exp(logits - logits.max(-1, keepdims=True))
    soft /= soft.sum(-1, keepdims=True)
    return soft
