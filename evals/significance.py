"""Whether two runs differ by more than chance: the paired randomisation test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

ROUNDS: Final = 10_000
SEED: Final = 20250131


@dataclass(frozen=True, slots=True)
class Comparison:
    """Mean of a metric in two runs over the same questions, and the two-sided p-value of their difference."""

    questions: int
    before: float
    after: float
    p: float

    @property
    def difference(self) -> float:
        return self.after - self.before


def compare(before: Mapping[str, float], after: Mapping[str, float], rounds: int = ROUNDS) -> Comparison | None:
    """Compare a metric by question. Questions that one run lacks are left out; None when none is left.

    Under the null hypothesis each pair may be swapped. The sign of each difference is drawn anew `rounds` times, with
    a fixed seed; p is the share of draws whose mean is at least as far from zero, with one added above and below.
    Source: Fisher 1935; Smucker, Allan and Carterette, CIKM 2007.
    """
    shared = sorted(before.keys() & after.keys())
    if not shared:
        return None
    old = np.array([before[i] for i in shared], dtype=np.float64)
    new = np.array([after[i] for i in shared], dtype=np.float64)
    differences = new - old
    observed = abs(float(differences.mean()))
    signs = np.random.default_rng(SEED).choice(np.array([-1.0, 1.0]), size=(rounds, len(shared)))
    drawn = np.abs(signs @ differences) / len(shared)
    p = (1 + int((drawn >= observed - 1e-12).sum())) / (rounds + 1)
    return Comparison(len(shared), float(old.mean()), float(new.mean()), p)
