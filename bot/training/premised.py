"""Questions after something that is taken for granted, put together anew for each round of training.

A statement about the Code is set before a question of the bank, which goes on teaching what it teaches alone: whoever
is wrong about the publisher still asks about interfaces.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.training.lessons import Lesson

JOINTS: Final = (
    "{S}. {Q}", "{S}. {Q}", "{S}. {Q}", "{S}, right? {Q}", "Since {s}, {q}", "Seeing that {s}, {q}",
    "Given that {s}, {q}", "As {s}, {q}", "I gather that {s}. {Q}", "They tell me that {s}. {Q}", "{S}, so {q}",
    "{Q} I ask because {s}.",
)  # fmt: skip
ASKED: Final = frozenset({"topic", "enumerate"})


class Premised:
    """Joins statements and questions, seeded.

    Args:
        taught: lessons; those that are stated lend their text, questions on a topic and for a list lend all they teach.
    """

    def __init__(self, seed: int, taught: Sequence[Lesson]) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible, no secret
        self._stated = [lesson.text.rstrip(" .!") for lesson in taught if lesson.source == "stated"]
        self._asked = [x for x in taught if x.intent in ASKED and x.source in ("topic", "list") and "?" in x.text[-2:]]

    def join(self, count: int) -> list[Lesson]:
        """`count` joined questions; none where nothing is stated or asked."""
        if not self._stated or not self._asked:
            return []
        return [self._one() for _ in range(count)]

    def _one(self) -> Lesson:
        stated, asked = self._random.choice(self._stated), self._random.choice(self._asked)
        text = self._random.choice(JOINTS).format(
            S=stated[:1].upper() + stated[1:], s=_lowered(stated), Q=asked.text, q=_lowered(asked.text)
        )
        return replace(asked, text=text)


def _lowered(text: str) -> str:
    """`text` as it stands within a sentence; a name or “I” keeps its capital."""
    word = text.split(maxsplit=1)[0]
    return text if word[1:] != word[1:].lower() or word in ("I", "DSIT", "ETSI") else text[:1].lower() + text[1:]
