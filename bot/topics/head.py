"""The trained head: a linear layer over a question's vector, to one chance a provision and one a kind of refusal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bot.errors import BankInvalid
from indexer.encoder import Vectors

FILE: Final = Path(__file__).parent / "trained" / "head.npz"
NULL: Final = ("outside", "unsettled", "other-law", "misstate")
BACKGROUND: Final = "background"


@dataclass(frozen=True)
class Head:
    """``weights`` ``(classes, dimension)``, ``bias`` ``(classes,)``: the provisions in order, then :data:`NULL`."""

    weights: Vectors
    bias: Vectors

    @classmethod
    def load(cls, weights_sha256: str, provisions: tuple[str, ...], file: Path = FILE) -> Head | None:
        """The shipped head, or None when it was trained for another encoder.

        Raises:
            BankInvalid: the file is damaged, or was trained for other provisions.
        """
        try:
            with np.load(file, allow_pickle=False) as data:
                if str(data["encoder"]) != weights_sha256:
                    return None
                classes = tuple(str(c) for c in data["classes"])
                weights, bias = data["weights"].astype(np.float32), data["bias"].astype(np.float32)
        except (OSError, ValueError, KeyError) as error:
            raise BankInvalid(f"The trained head {file.name} cannot be read. Reinstall the package.") from error
        if classes != provisions + NULL:
            raise BankInvalid(f"The trained head {file.name} is for other provisions. Run “python -m bot.topics.train”.")
        return cls(weights, bias)

    def chances(self, vector: Vectors) -> Vectors:
        """Chance of each class for one unit vector; they add up to one."""
        logits = self.weights @ vector + self.bias
        soft: Vectors = np.exp(logits - logits.max())
        return soft / soft.sum()
