"""The words by which engines match, cut here so that all of them match the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from indexer.lexical import query_stems, stems

LONGEST: Final = 64
MOST: Final = 16_000


def of_texts(texts: Sequence[str]) -> list[list[str]]:
    """The stems of each text, the first ``MOST``, without those that are longer than any word (engines refuse them)."""
    return [[word for word in words if 0 < len(word) <= LONGEST][:MOST] for words in stems(texts)]


def of_query(query: str) -> list[str]:
    """The stems of a question."""
    return [word for word in query_stems(query) if len(word) <= LONGEST][:MOST]
