"""What a question that is declined is about, in the bank's words ("log retention").

Lines that are near share a way of asking ("for how many months ...") as often as their subject, so the nearest one's
subject is not to be trusted. Of those that are near, the subject counts that the question itself is nearest to, by the
plain encoder, and none where that is not near.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from bot.phrases.bank import NonTopic
from indexer.encoder import Vectors

FITS: Final = 0.4
"""Cosine from which a subject is named. Of 74 that were named in the question sets, 9 were judged wrong."""


class Encodes(Protocol):
    """What is needed of an encoder."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors ``(n, dimension)``."""


class Subjects:
    """Finds the subject by `encoder`, which is to be the plain one."""

    def __init__(self, encoder: Encodes) -> None:
        self._encoder = encoder

    def of(self, question: str, alike: Sequence[NonTopic]) -> NonTopic | None:
        """The line of those `alike`, nearest first, whose subject fits `question`; None where none does."""
        lines = {line.topic: line for line in reversed(alike) if line.topic}
        if not lines:
            return None
        asked, *subjects = self._encoder.encode([question, *lines])
        near = [float(subject @ asked) for subject in subjects]
        best = max(range(len(near)), key=near.__getitem__)
        return list(lines.values())[best] if near[best] >= FITS else None
