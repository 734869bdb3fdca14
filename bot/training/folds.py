"""Which lessons are held out: a fifth of each part of the bank, with whole situations kept together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.training.lessons import SITUATION_PARTS, Lesson

FOLDS: Final = 5
ALWAYS: Final = ("restatement", "example", "threat")
"""Parts that stay in training."""


def folds(taught: Sequence[Lesson], seed: int = 0) -> list[int]:
    """Fold of each lesson, class by class; situations with their parts; -1 stays in training."""
    order = np.random.RandomState(seed)
    found = [-1] * len(taught)
    groups: dict[tuple[object, ...], list[int]] = {}
    for row, lesson in enumerate(taught):
        if lesson.source not in (*SITUATION_PARTS, *ALWAYS):
            first = lesson.classes[0][0] if lesson.classes else -1
            groups.setdefault((lesson.source, lesson.intent, first, lesson.node), []).append(row)
    turn = 0
    for key in sorted(groups, key=str):
        for row in order.permutation(groups[key]).tolist():
            found[row] = turn % FOLDS
            turn += 1
    starts = [i for i, lesson in enumerate(taught) if lesson.source == "situation"]
    turns = dict(zip(order.permutation(starts).tolist(), (i % FOLDS for i in range(len(starts))), strict=True))
    current = -1
    for row, lesson in enumerate(taught):
        if lesson.source in SITUATION_PARTS:
            current = turns.get(row, current)
            found[row] = current
    return found
