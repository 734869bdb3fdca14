"""Search in one large collection of rule books: plain fusion chooses candidates, their surroundings put them in order.

A relevant passage of a regulation is seldom alone: the passages around it, the clause above and the others under that
clause are about the same matter, and a question that needs two passages tends to need two of one place. Each
candidate is described by how near it is to the question and how near what lies around it is; boosted trees, learned
from development questions on other people's rule books, weigh that (docs/retrieval.md has the measurements).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.passage import DIGEST, GUIDE, OFFICIAL, Passage
from indexer.encoder import Vectors
from indexer.fusion import normalised
from indexer.lexical import LexicalIndex
from indexer.phrasing import Phrasing
from indexer.structure import Positions, Structure
from indexer.trees import Forest

K1: Final = 1.2
B: Final = 0.6
LARGE: Final = 500
POOL: Final = 100
DENSE_WEIGHT: Final = 0.45
NEIGHBOUR_BONUS: Final = 0.25
FEEDBACK: Final = 3
NEAREST: Final = 10

Floats = NDArray[np.float32]

FEATURES: Final = (
    "lexical", "dense", "fused",
    "lexical_before", "lexical_after", "lexical_beside", "lexical_around",
    "dense_before", "dense_after", "dense_beside",
    "parent", "family", "document", "alike", "feedback", "pairs",
)  # fmt: skip


def large(passages: Sequence[Passage]) -> Mapping[str, Sequence[int]]:
    """The user's collections of at least ``LARGE`` passages, by name, and the positions of their passages.

    What is smaller, and the Code itself, is searched by plain fusion.
    """
    found: dict[str, list[int]] = {}
    for position, passage in enumerate(passages):
        if passage.corpus not in (DIGEST, OFFICIAL, GUIDE):
            found.setdefault(passage.corpus, []).append(position)
    return {name: rows for name, rows in sorted(found.items()) if len(rows) >= LARGE}


@dataclass(frozen=True, slots=True)
class Candidates:
    """What plain fusion with a bonus for near neighbours found: `positions` best first, their `features` by row."""

    positions: Positions
    features: Floats
    fused: Floats


class Collection:
    """Passages in the order of their documents, searchable.

    Args:
        texts: for the pairs of words.
        vectors: unit vectors, shape ``(n, dimension)``.
        lexical: BM25 over the same passages, best with ``K1`` and ``B``.
        structure: how they lie to one another.
        forest: the learned fusion; without one, plain fusion with the bonus for neighbours decides.
    """

    def __init__(
        self, texts: Sequence[str], vectors: Vectors, lexical: LexicalIndex, structure: Structure, forest: Forest | None
    ) -> None:
        self.vectors = vectors
        self.lexical = lexical
        self.phrasing = Phrasing(texts, lexical)
        self.forest = forest
        self._structure = structure
        order = np.argsort(structure.family, kind="stable")
        self._by_family = order
        self._family_starts = np.flatnonzero(np.diff(structure.family[order], prepend=-1))

    @classmethod
    def over(
        cls,
        passages: Sequence[Passage],
        texts: Sequence[str],
        vectors: Vectors,
        lexical: LexicalIndex,
        forest: Forest | None,
    ) -> Collection:
        """The same over passages of the library; `texts` as :func:`indexer.context.indexed` makes them."""
        return cls(texts, vectors, lexical, Structure.of_passages(passages), forest)

    def search(self, query: str, vector: Vectors, k: int, forest: Forest | None = None) -> tuple[Positions, Floats]:
        """Positions and scores in [0, 1] of the `k` best (fewer if there are fewer), best first.

        `forest` judges in place of the collection's own. Beyond the candidates that are looked at closely, plain
        fusion goes on, with scores below theirs.
        """
        found = self.candidates(query, vector, max(POOL, k))
        forest = forest or self.forest
        if forest is None:
            return found.positions[:k], np.clip(found.fused[:k] / (1 + NEIGHBOUR_BONUS), 0, 1)
        scores = forest.score(found.features[:POOL])
        order = np.argsort(-scores, kind="stable")
        positions = np.concatenate([found.positions[:POOL][order], found.positions[POOL:]])
        least = float(scores.min(initial=1.0))
        rest = found.fused[POOL:] / max(float(found.fused.max(initial=0.0)), 1e-9) * least
        return positions[:k], np.concatenate([scores[order], rest])[:k].astype(np.float32)

    def candidates(self, query: str, vector: Vectors, size: int = POOL) -> Candidates:
        """The `size` best by plain fusion with the bonus for neighbours, described."""
        lexical = normalised(self.lexical.scores(query))
        dense = normalised(np.maximum(self.vectors @ vector, 0))
        fused = np.float32(1 - DENSE_WEIGHT) * lexical + np.float32(DENSE_WEIGHT) * dense
        near = self._structure
        beside = np.maximum(_at(fused, near.before), _at(fused, near.after))
        total = fused + np.float32(NEIGHBOUR_BONUS) * beside
        size = min(size, len(total))
        rows = np.argpartition(-total, size - 1)[:size] if size < len(total) else np.arange(size)
        rows = rows[np.lexsort((rows, -total[rows]))]
        return Candidates(rows, self._describe(query, vector, rows, lexical, dense, fused, total), total[rows])

    def _describe(
        self, query: str, vector: Vectors, rows: Positions, lexical: Floats, dense: Floats, fused: Floats, total: Floats
    ) -> Floats:
        near = self._structure
        before, after = near.before[rows], near.after[rows]
        around = np.maximum(_at(lexical, before), _at(lexical, after))
        further_before, further_after = before, after
        for _ in range(2):  # two steps more on each side
            further_before, further_after = _step(near.before, further_before), _step(near.after, further_after)
            around = np.maximum(around, np.maximum(_at(lexical, further_before), _at(lexical, further_after)))
        dense_before, dense_after = _at(dense, before), _at(dense, after)
        documents = near.document[rows]
        leading = documents[: 2 * NEAREST]
        columns = (
            lexical[rows], dense[rows], fused[rows],
            _at(lexical, before), _at(lexical, after), np.maximum(_at(lexical, before), _at(lexical, after)), around,
            dense_before, dense_after, np.maximum(dense_before, dense_after),
            _at(fused, near.parent[rows]),
            self._best_of_family(fused)[rows],
            (documents[:, None] == leading[None, :]).mean(axis=1) if len(rows) else documents,
            self._alike(rows, total),
            self._feedback(vector, rows, total),
            self.phrasing.shares(query, [int(row) for row in rows]),
        )  # fmt: skip
        return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)

    def _best_of_family(self, fused: Floats) -> Floats:
        """For each passage, the best score among the others of its family; 0 where it has none."""
        if not len(fused):
            return fused
        sizes = np.diff(np.r_[self._family_starts, len(fused)])
        best = np.repeat(np.maximum.reduceat(fused[self._by_family], self._family_starts), sizes)
        top = np.empty_like(fused)
        top[self._by_family] = best
        without = np.where(fused < top, fused, np.float32(0))
        second = np.empty_like(fused)
        second[self._by_family] = np.repeat(np.maximum.reduceat(without[self._by_family], self._family_starts), sizes)
        return np.where(fused < top, top, second)

    def _alike(self, rows: Positions, total: Floats) -> Floats:
        """How much each resembles the ten best others, the best of them counting most."""
        leading = rows[:NEAREST]
        cosines = self.vectors[rows] @ self.vectors[leading].T
        here = np.arange(len(leading))
        cosines[here, here] = 0
        weights = np.exp(8 * total[leading])
        alike: Floats = (cosines * weights).sum(axis=1) / weights.sum()
        return alike

    def _feedback(self, vector: Vectors, rows: Positions, total: Floats) -> Floats:
        """Cosine with the question moved towards the three best (Rocchio), as a share of the best one's."""
        leading = rows[:FEEDBACK]
        weights = total[leading] / max(float(total[leading].sum()), 1e-9)
        moved = vector + 0.5 * (self.vectors[leading] * weights[:, None]).sum(axis=0)
        return normalised(np.maximum(self.vectors[rows] @ moved, 0).astype(np.float32))


def _at(scores: Floats, positions: Positions) -> Floats:
    return np.where(positions >= 0, scores[positions], np.float32(0))


def _step(links: Positions, positions: Positions) -> Positions:
    return np.where(positions >= 0, links[positions], -1)
