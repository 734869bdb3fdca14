"""The trained head: a linear layer over a question's adapted vector, to one logit for each class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bot import trained_file
from bot.branches import TRAINED
from bot.errors import BankInvalid
from indexer.encoder import Vectors

FILE: Final = TRAINED / "topics.npz"
NULL: Final = ("outside", "unsettled", "other-law", "misstate")
BACKGROUND: Final = "background"  # a clause of a situation that needs nothing
ABOUT: Final = "about"  # a question about the Code itself or its words, which other rooms answer
LISTED: Final = "list"  # a question for a list, which the graph answers


def classes(provisions: tuple[str, ...]) -> tuple[str, ...]:
    """All classes in the head's order: the provisions, the kinds of refusal, background, about, list."""
    return (*provisions, *NULL, BACKGROUND, ABOUT, LISTED)


@dataclass(frozen=True)
class Head:
    """``weights`` ``(classes, dimension)`` and ``bias`` ``(classes,)``."""

    weights: Vectors
    bias: Vectors

    @classmethod
    def load(cls, weights_sha256: str, provisions: tuple[str, ...], file: Path = FILE) -> Head | None:
        """The shipped head, or None when it was trained for another encoder than the one of that hash.

        Raises:
            BankInvalid: the file is missing or damaged, or was trained for other provisions.
        """
        with trained_file.arrays(file) as data:
            if str(data["encoder"]) != weights_sha256:
                return None
            known = tuple(str(c) for c in data["classes"])
            weights, bias = data["weights"].astype(np.float32), data["bias"].astype(np.float32)
        if known != classes(provisions):
            raise BankInvalid(f"{file.name} was trained for other provisions. Run “python -m bot.training”.")
        return cls(weights, bias)

    def save(self, weights_sha256: str, provisions: tuple[str, ...], file: Path = FILE) -> None:
        """Write the head, in half precision, with the hash of the encoder that it belongs to."""
        np.savez_compressed(
            file,
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float16),
            classes=np.array(classes(provisions)),
            encoder=np.array(weights_sha256),
        )

    def logits(self, vectors: Vectors) -> Vectors:
        """Logits ``(n, classes)`` of unit vectors ``(n, dimension)``."""
        found: Vectors = vectors @ self.weights.T + self.bias
        return found
