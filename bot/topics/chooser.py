"""How many provisions to cite: the set that promises the best F1, from calibrated chances.

For each provision two small logistic rules give the chance that a right answer *must* cite it and that it at least
*may* be cited. The set is the top n of the first for which 2PR / (P + R) is largest, where P is the mean of the second
over the set and R the sum of the first over the set by its sum over all (Lewis 1995, the probability ranking for F1).
Questions of a sentence or two have one rule, situations of three and more another, which sees their clauses too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot import trained_file
from bot.branches import TRAINED
from bot.topics.clauses import SITUATION, Parts
from indexer.encoder import Vectors

FILE: Final = TRAINED / "chooser.json"
MOST: Final = 7
_LEAST: Final = 1e-5


@dataclass(frozen=True)
class Evidence:
    """Chances of each provision, each array ``(provisions,)``.

    ``whole``: for the whole text, among provisions. ``clause``, ``sentence``: the highest over its clauses and
    sentences, among all classes. ``any``: that some clause calls for it. ``clauses``, ``sentences``: how many.
    """

    whole: Vectors
    clause: Vectors
    sentence: Vectors
    any: Vectors
    clauses: int
    sentences: int

    @property
    def is_situation(self) -> bool:
        return self.sentences >= SITUATION

    def features(self) -> Vectors:
        """What the rules see, ``(provisions, features)``: two for a question, eight for a situation."""
        whole = _log(self.whole)
        if not self.is_situation:
            return np.stack([whole, whole - whole.max()], 1)
        clause, sentence = _log(self.clause), _log(self.sentence)
        return np.stack(
            [
                whole, clause, sentence, _log(self.any), np.full_like(whole, np.log(self.clauses)),
                whole - whole.max(), clause - clause.max(), sentence - sentence.max(),
            ],
            1,
        )  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """Two logistic rules over the same features: `must` and `may` hold weights and, last, the intercept."""

    must: tuple[float, ...]
    may: tuple[float, ...]

    def chances(self, features: Vectors) -> tuple[Vectors, Vectors]:
        """Chance that each provision must, and that it at least may, be cited."""
        must, may = (
            1 / (1 + np.exp(-(features @ np.array(weights[:-1], dtype=np.float32) + weights[-1])))
            for weights in (self.must, self.may)
        )
        return must, np.maximum(must, may)


@dataclass(frozen=True)
class Chooser:
    """The two rules, and above which chance of a refusal a question is declined."""

    question: Rule
    situation: Rule
    decline: float

    @classmethod
    def load(cls, file: Path = FILE) -> Chooser:
        """The shipped rules.

        Raises:
            BankInvalid: the file is missing or damaged.
        """
        with trained_file.rules(file) as data:
            rules = [Rule(tuple(data[n]["must"]), tuple(data[n]["may"])) for n in ("question", "situation")]
            return cls(rules[0], rules[1], float(data["decline"]))

    def to_json(self) -> dict[str, Any]:
        return {
            "question": {"must": list(self.question.must), "may": list(self.question.may)},
            "situation": {"must": list(self.situation.must), "may": list(self.situation.may)},
            "decline": self.decline,
        }

    def chances(self, evidence: Evidence) -> tuple[Vectors, Vectors]:
        """As :meth:`Rule.chances`, by the rule that fits."""
        return (self.situation if evidence.is_situation else self.question).chances(evidence.features())


def evidence_of(parts: Parts, chances: Vectors, whole: Vectors) -> Evidence:
    """Evidence from the chances of provisions: the whole text's row, then its clauses', then its sentences'."""
    if not parts:
        return Evidence(whole, whole, whole, whole, 1, parts.count)
    inner, outer = chances[1 : 1 + len(parts.clauses)], chances[1 + len(parts.clauses) :]
    any_: Vectors = 1 - np.prod(1 - np.minimum(inner, 0.98), axis=0)
    return Evidence(whole, inner.max(0), outer.max(0), any_, len(parts.clauses), parts.count)


def best_set(must: Vectors, may: Vectors) -> Sequence[int]:
    """Which provisions to cite, best first: at least one."""
    order = np.argsort(-must, kind="stable")[:MOST]
    found, total = np.cumsum(must[order]), max(float(must.sum()), 1.0)
    precision = np.cumsum(may[order]) / np.arange(1, len(order) + 1)
    recall = np.minimum(found / total, 1.0)
    promised = 2 * precision * recall / (precision + recall + 1e-9)
    return [int(i) for i in order[: int(promised.argmax()) + 1]]


def _log(chance: Vectors) -> Vectors:
    kept = np.clip(chance, _LEAST, 1 - _LEAST)
    found: Vectors = np.log(kept)
    return found
