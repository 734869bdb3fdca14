"""A small world for tests: a fake encoder of bags of words, so that nearness is sharing words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from indexer.encoder import Vectors

WIDTH = 512


class WordEncoder:
    """Unit vectors in which each word has a place of its own."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        found = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or ["nothing"]:
                found[row, _place(word)] += 1
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found


@cache
def _place(word: str) -> int:
    return int(hashlib.sha256(word.encode()).hexdigest(), 16) % WIDTH
