"""The learned fusion without having seen the question: which of five forests may judge a development question.

The shipped forest learned from 446 questions; on those it would flatter itself. For each fold there is a forest that
learned from the other four, and a question that was learned from is judged by the one that did not see it.
"""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from typing import Final

from indexer.trees import Forest

FOLDS: Final = 5


def fingerprint(question_id: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of a question's id."""
    return hashlib.sha256(question_id.encode()).hexdigest()[:12]


def fold(question_id: str) -> int:
    """The question's fold, 0 to 4: the SHA-256 of its id, modulo 5."""
    return int(hashlib.sha256(question_id.encode()).hexdigest(), 16) % FOLDS


class Folds:
    """The shipped forest and those of the folds."""

    def __init__(self, shipped: Forest, forests: tuple[Forest, ...], learned: frozenset[str]) -> None:
        self._shipped = shipped
        self._forests = forests
        self._learned = learned

    @classmethod
    def shipped(cls) -> Folds:
        data = json.loads((resources.files("evals") / "data" / "fusion-folds.json").read_text(encoding="utf-8"))
        forests = tuple(Forest.from_json(forest) for forest in data["forests"])
        return cls(Forest.shipped(), forests, frozenset(data["learned"]))

    def seen(self, question_id: str) -> bool:
        """Whether the shipped forest learned from this question."""
        return fingerprint(question_id) in self._learned

    def forest(self, question_id: str) -> Forest:
        """The forest that may judge the question."""
        return self._forests[fold(question_id)] if self.seen(question_id) else self._shipped
