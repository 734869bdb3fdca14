"""Weighing what the heads read against what the words say, with weights fitted on lines that were held out.

For a limit of a list (strength, relation, phase, principle) a label's score is

    head * log(chance the head gives it) + words * (the words name it) + open * (it is "no limit")

and the best label wins. For each role, a logistic rule weighs the head's log-odds with whether the role is named, told
by one of its words, or told by what somebody does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any, Final

from bot import trained_file
from bot.branches import TRAINED

FILE: Final = TRAINED / "weights.json"
LIMITS: Final = ("modality", "relation", "phase", "principle")
OPEN: Final[Mapping[str, str]] = {"modality": "none", "relation": "open", "phase": "none", "principle": "none"}
"""By limit, the label that says that there is none."""
KINDS: Final = ("name", "word", "doing")
"""How words tell a role, firmest first."""
_LEAST: Final = 1e-4


@dataclass(frozen=True, slots=True)
class LimitWeights:
    """Weights of one limit; see the module."""

    head: float
    words: float
    open: float

    def scores(self, head: Mapping[str, float], named: Collection[str], neutral: str) -> dict[str, float]:
        """The score of each label."""
        return {
            label: self.head * log(max(chance, _LEAST)) + self.words * (label in named) + self.open * (label == neutral)
            for label, chance in head.items()
        }


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """Weights of the head's log-odds, of each of :data:`KINDS`, and the intercept."""

    head: float
    told: tuple[float, ...]
    intercept: float

    def odds(self, chance: float, kinds: Collection[str]) -> float:
        """Log-odds that a role is meant, which the head gives `chance` and the words tell in these ways."""
        return (
            self.head * log_odds(chance)
            + sum(w for w, k in zip(self.told, KINDS, strict=True) if k in kinds)
            + self.intercept
        )


@dataclass(frozen=True)
class Weights:
    """All of them."""

    limits: Mapping[str, LimitWeights]
    roles: RoleWeights

    @classmethod
    def load(cls, file: Path = FILE) -> Weights:
        """The shipped weights.

        Raises:
            BankInvalid: the file is missing or damaged.
        """
        with trained_file.rules(file) as data:
            limits = {name: LimitWeights(**data["limits"][name]) for name in LIMITS}
            roles = data["roles"]
            return cls(limits, RoleWeights(roles["head"], tuple(roles["told"]), roles["intercept"]))

    def to_json(self) -> dict[str, Any]:
        return {
            "limits": {n: {"head": w.head, "words": w.words, "open": w.open} for n, w in self.limits.items()},
            "roles": {"head": self.roles.head, "told": list(self.roles.told), "intercept": self.roles.intercept},
        }

    def limit(self, name: str, head: Mapping[str, float], named: Collection[str]) -> tuple[str, float]:
        """The label of a limit and by how much its score exceeds that of no limit; the words alone where no head is."""
        neutral = OPEN[name]
        if not head:
            return next(((label, 1.0) for label in named), (neutral, 0.0))
        scores = self.limits[name].scores(head, named, neutral)
        best = max(scores, key=lambda label: scores[label])
        return best, scores[best] - scores[neutral]


def log_odds(chance: float) -> float:
    """Natural log-odds of a chance, bounded."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return log(kept / (1 - kept))
