"""Boosted regression trees, evaluated with numpy: what learned the fusion is not needed to use it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Forest:
    """Sum of trees over features, as log-odds.

    Args:
        names: the features, in the order of the columns that `score` expects.
        start: the log-odds before any tree.
        trees: each a list of nodes ``[feature, threshold, left, right]`` or ``[value]``, the root first; a row goes
            left where its feature is at most the threshold.
    """

    def __init__(self, names: Sequence[str], start: float, trees: Sequence[Sequence[Sequence[float]]]) -> None:
        self.names = tuple(names)
        self._start = start
        size = max((len(tree) for tree in trees), default=1)
        shape = (len(trees), size)
        self._feature = np.zeros(shape, dtype=np.int64)
        self._threshold = np.full(shape, np.inf)  # leaves lead to themselves
        self._left = np.tile(np.arange(size), (len(trees), 1))
        self._right = self._left.copy()
        self._value = np.zeros(shape)
        self._depth = max((_depth(tree) for tree in trees), default=0)
        for t, tree in enumerate(trees):
            for n, node in enumerate(tree):
                if len(node) == 1:
                    self._value[t, n] = node[0]
                else:
                    self._feature[t, n], self._left[t, n], self._right[t, n] = (int(node[i]) for i in (0, 2, 3))
                    self._threshold[t, n] = node[1]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Forest:
        return cls(data["features"], data["start"], data["trees"])

    @classmethod
    def shipped(cls) -> Forest:
        """The learned fusion that comes with the package (how it was made: docs/retrieval.md)."""
        text = (resources.files("indexer") / "data" / "fusion.json").read_text(encoding="utf-8")
        return cls.from_json(json.loads(text))

    def score(self, features: Floats) -> Floats:
        """Probabilities, shape ``(n,)``, of rows of features, shape ``(n, len(names))``."""
        trees = np.arange(len(self._value))[None, :]
        rows = np.arange(len(features))[:, None]
        node = np.zeros((len(features), len(self._value)), dtype=np.int64)
        for _ in range(self._depth):
            left = features[rows, self._feature[trees, node]] <= self._threshold[trees, node]
            node = np.where(left, self._left[trees, node], self._right[trees, node])
        odds = self._start + self._value[trees, node].sum(axis=1)
        probabilities: Floats = (1 / (1 + np.exp(-odds))).astype(np.float32)
        return probabilities


def _depth(tree: Sequence[Sequence[float]], node: int = 0) -> int:
    return 0 if len(tree[node]) == 1 else 1 + max(_depth(tree, int(tree[node][2])), _depth(tree, int(tree[node][3])))
