"""Which way a question goes: to a list, a topic, a comparison, a fact about the Code, or nowhere.

A multinomial logistic rule over what all readers say of the question: the heads' chances of what it wants, as a whole
and in its last sentence; the topic head's chances that it has a provision, is refused, is about the Code or asks for a
list; how well the best fact fits; and words that give a form away. Fitted, with its threshold for declining, on lines
that were held out (:mod:`bot.training.calibration`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot import trained_file
from bot.branches import TRAINED
from bot.topics.model import TopicReading
from bot.understand import cues, lexicon
from bot.understand.heads import HeadReading
from indexer.encoder import Vectors

FILE: Final = TRAINED / "router.json"
LIST, TOPIC, FACT, COMPARE, NONE = "list", "topic", "fact", "compare", "none"
ROUTES: Final = (LIST, TOPIC, FACT, COMPARE, NONE)
INTENTS: Final = ("enumerate", "change", "cited", "topic", "compare", "fact", "map", "none", "small-talk")
WORDS: Final = (
    lexicon.LISTING, lexicon.LIST_NOUN, lexicon.LIMITER, cues.COMPARE, cues.DEFINE, cues.MAP, cues.ABOUT_CODE,
)  # fmt: skip
_LEAST: Final = 1e-3
_SENTENCE: Final = re.compile(r"(?<=[.!?:])\s+")


def ending(question: str) -> str:
    """The last sentence, where a context stands before it; else the whole."""
    sentences = [s for s in _SENTENCE.split(question) if len(s.split()) >= 3]
    return sentences[-1] if sentences else question


@dataclass(frozen=True, slots=True)
class Signs:
    """What the readers say of one question.

    Attributes:
        whole, ending: the heads' readings of the question and of its last sentence.
        reading: what it is as a topic.
        fact: score of the node that answers best as a fact (0 to 2).
        roles: how many roles its words name.
    """

    question: str
    whole: HeadReading
    ending: HeadReading
    reading: TopicReading
    fact: float
    roles: int

    def features(self) -> list[float]:
        """What the rule sees, in a fixed order."""
        whole, ending = self.whole.get("intent", {}), self.ending.get("intent", {})
        reading = self.reading
        chances = [whole.get(i, 0.0) for i in INTENTS] + [ending.get(i, 0.0) for i in INTENTS]
        chances += [max(reading.scores.values(), default=0.0), reading.decline_score, reading.about, reading.listed]
        logs = [float(np.log(max(c, _LEAST))) for c in chances]
        words = [float(bool(pattern.search(self.question))) for pattern in WORDS]
        return [*logs, self.fact, *words, float(min(self.roles, 2)), float(len(self.question.split()) > 30)]


@dataclass(frozen=True)
class Router:
    """``weights`` ``(routes, features)`` and ``bias`` ``(routes,)``; ``decline``: chance above which it declines."""

    weights: Vectors
    bias: Vectors
    decline: float

    @classmethod
    def load(cls, file: Path = FILE) -> Router:
        """The shipped rule.

        Raises:
            BankInvalid: the file is missing or damaged.
        """
        with trained_file.rules(file) as data:
            weights = np.array([data["weights"][route] for route in ROUTES], dtype=np.float32)
            bias = np.array([data["bias"][route] for route in ROUTES], dtype=np.float32)
            return cls(weights, bias, float(data["decline"]))

    def to_json(self) -> dict[str, Any]:
        return {
            "decline": self.decline,
            "bias": {route: round(float(b), 4) for route, b in zip(ROUTES, self.bias, strict=True)},
            "weights": {
                route: [round(float(w), 4) for w in row] for route, row in zip(ROUTES, self.weights, strict=True)
            },
        }

    def chances(self, signs: Signs) -> dict[str, float]:
        """Chance of each route."""
        scores = self.weights @ np.array(signs.features(), dtype=np.float32) + self.bias
        soft = np.exp(scores - scores.max())
        return dict(zip(ROUTES, (soft / soft.sum()).tolist(), strict=True))

    def best(self, chances: Mapping[str, float], possible: Mapping[str, bool]) -> str:
        """The likeliest route of those that are possible; declining needs a chance above the threshold."""
        open_ = [
            route for route in ROUTES if possible.get(route, True) and (route != NONE or chances[NONE] > self.decline)
        ]
        return max(open_, key=lambda route: chances[route] if route != NONE else 1.0)
