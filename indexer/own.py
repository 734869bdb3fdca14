"""What the user's own documents say near a question, by words and by meaning; or nothing, if nothing is near.

A search always finds a best passage, however far off it is, and its score only says how it stands among the others.
Whether a passage is near enough to be shown is measured by itself: by its cosine with the question or, where the
encoder does not know the words (names of products, of forms, of committees), by a fair cosine together with most of
the question's rare words.
"""

from __future__ import annotations

import math
from typing import Final

from corpus.passage import Passage
from indexer.context import SHIPPED
from indexer.encoder import Vectors
from indexer.lexical import LexicalIndex, query_stems
from indexer.retriever import Hit, Retriever

FAIR: Final = 0.3  # cosine from which shared words can carry a passage
WORDS: Final = 0.7  # share of the question's words, by rarity, that is most of them
LOOKED_AT: Final = 10  # of each collection
# Words that say that something is asked, not what; some are stop words already.
ASKING: Final = frozenset(
    (
        *("what", "which", "who", "whose", "when", "where", "why", "how", "do", "does", "did", "can", "could", "may"),
        *("should", "would", "must", "shall", "we", "us", "our", "you", "your", "my", "me"),
    )
)


def nearest(retriever: Retriever, query: str, vector: Vectors, k: int, near: float) -> list[Hit]:
    """At most `k` passages of the user's collections that are near `query`; scores are cosines.

    `vector` is the query's own, of shape ``(dimension,)``; `near` is the cosine that is enough without shared words.
    Each collection is searched by itself, a large one with the learned fusion; the best of each come first.

    Raises:
        EngineUnavailable: as from the retriever.
    """
    found: list[tuple[int, float, Hit]] = []
    for corpus in retriever.corpora:
        if corpus in SHIPPED:
            continue
        hits = [
            Hit(hit.passage, retriever.cosine(hit.passage, vector))
            for hit in retriever.search(query, LOOKED_AT, corpus, vector=vector)
        ]
        enough = [hit for hit in hits if hit.score >= near or _worded(hit, query, retriever.lexical)]
        found += [(place, -hit.score, hit) for place, hit in enumerate(enough[:k])]
    return [hit for _, _, hit in sorted(found, key=lambda one: one[:2])[:k]]


def _worded(hit: Hit, query: str, lexical: LexicalIndex) -> bool:
    return hit.score >= FAIR and shared(query, hit.passage, lexical) >= WORDS


def shared(query: str, passage: Passage, lexical: LexicalIndex) -> float:
    """Which share of the query's words a passage has, in [0, 1]; words count by how rare they are."""
    unheard = math.log1p(lexical.size)  # a word of no passage is as rare as can be, and missing here
    weights = {word: lexical.rarity(word) or unheard for word in query_stems(query) if word not in ASKING}
    held = set(query_stems(f"{passage.title} {passage.text}"))
    return sum(weight for word, weight in weights.items() if word in held) / (sum(weights.values()) or 1.0)
