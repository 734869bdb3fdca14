"""Small trained heads over the question's vector: intent, roles, relation, strength and phase.

Each head is a linear layer (a few kilobytes) trained by ``python -m bot.understand.train`` from the phrase bank.
Where the encoder is another one than it was trained with, the heads are silent and rules decide alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

FILE: Final = "heads.npz"
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """One linear head: ``labels`` and their weights, ``exclusive`` when exactly one label holds."""

    labels: tuple[str, ...]
    weights: Array
    bias: Array
    exclusive: bool

    def read(self, vector: Array) -> dict[str, float]:
        """Probability of each label for a unit vector of shape ``(dimension,)``."""
        scores = self.weights @ vector + self.bias
        if self.exclusive:
            scores = np.exp(scores - scores.max())
            scores = scores / scores.sum()
        else:
            scores = 1 / (1 + np.exp(-scores))
        return dict(zip(self.labels, (float(s) for s in scores), strict=True))


class Heads:
    """All heads, or none when they were trained for another encoder."""

    def __init__(self, heads: Mapping[str, Head]) -> None:
        self._heads = heads

    @classmethod
    def load(cls, weights_sha256: str) -> Heads:
        """The shipped heads, if they were trained with the encoder of that hash."""
        file = resources.files("bot") / "understand" / FILE
        if not file.is_file():
            return cls({})
        stored = np.load(BytesIO(file.read_bytes()), allow_pickle=False)
        if str(stored["encoder"]) != weights_sha256:
            return cls({})
        return cls(
            {
                name: Head(
                    tuple(str(label) for label in stored[f"{name}.labels"]),
                    stored[f"{name}.weights"].astype(np.float32),
                    stored[f"{name}.bias"].astype(np.float32),
                    bool(stored[f"{name}.exclusive"]),
                )
                for name in (str(n) for n in stored["names"])
            }
        )

    def read(self, name: str, vector: Array) -> dict[str, float]:
        """Probabilities by label; empty when the head is silent."""
        head = self._heads.get(name)
        return head.read(vector) if head else {}
