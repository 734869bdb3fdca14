"""Search in a large collection: what lies around a passage counts, and results are sound at every size."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.passage import Passage
from indexer.collection import FEATURES, K1, LARGE, B, Collection, large
from indexer.encoder import Vectors
from indexer.lexical import LexicalIndex
from indexer.structure import Structure
from indexer.trees import Forest

TEXTS = [
    "Safe custody",
    "A fund manager must appoint an eligible custodian in writing.",
    "The agreement with the eligible custodian must be kept for six years.",
    "Market conduct",
    "Nobody may spread rumours about listed securities.",
    "An eligible custodian must be independent.",
]
DOCUMENTS = ["a", "a", "a", "b", "b", "b"]
LOCATORS = ["1", "1.1", "1.2", "1", "1.1", "1.2"]


def _vectors(count: int, seed: int = 3) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _collection(forest: Forest | None = None) -> Collection:
    shape = Structure.of(DOCUMENTS, LOCATORS)
    return Collection(TEXTS, _vectors(len(TEXTS)), LexicalIndex.build(TEXTS, K1, B), shape, forest)


def test_of_two_like_passages_the_one_with_a_like_neighbour_comes_first() -> None:
    texts = ["custodian agreement", "custodian agreement", "fees", "fees", "custodian agreement"]
    shape = Structure.of(["a"] * 5, [None] * 5)
    same = np.tile(_vectors(1), (5, 1))
    collection = Collection(texts, same, LexicalIndex.build(texts, K1, B), shape, None)
    found = collection.search("custodian agreement", same[0], 5)
    assert found[0].tolist()[:3] == [0, 1, 4]


@pytest.mark.parametrize("forest", [None, Forest.shipped()], ids=["plain", "learned"])
@pytest.mark.parametrize("k", [1, 3, 6, 50])
def test_as_many_as_asked_for_each_once_best_first_within_bounds(forest: Forest | None, k: int) -> None:
    positions, scores = _collection(forest).search("eligible custodian", _vectors(1, 9)[0], k)
    assert len(positions) == len(set(positions.tolist())) == min(k, len(TEXTS))
    assert (np.diff(scores) <= 0).all()
    assert ((scores >= 0) & (scores <= 1)).all()


def test_beyond_the_pool_results_go_on_below_those_looked_at_closely() -> None:
    texts = [f"rule {number} on custody" for number in range(150)]
    shape = Structure.of(["a"] * 150, [str(n) for n in range(150)])
    vectors = _vectors(150)
    collection = Collection(texts, vectors, LexicalIndex.build(texts, K1, B), shape, Forest.shipped())
    positions, scores = collection.search("custody", vectors[7], 150)
    assert len(set(positions.tolist())) == 150
    assert (np.diff(scores) <= 1e-7).all()


def test_each_feature_says_what_its_name_says() -> None:
    found = _collection().candidates("eligible custodian agreement", _vectors(1, 9)[0])
    rows = zip(found.positions, found.features, strict=True)
    table = {int(position): dict(zip(FEATURES, row, strict=True)) for position, row in rows}
    assert table[1]["lexical_after"] == pytest.approx(table[2]["lexical"])
    assert table[2]["lexical_before"] == pytest.approx(table[1]["lexical"])
    assert table[2]["lexical_after"] == 0  # the next passage is another document's
    assert table[0]["lexical_around"] == pytest.approx(1.0)
    assert table[1]["family"] == pytest.approx(table[2]["fused"])
    assert table[1]["parent"] == pytest.approx(table[0]["fused"])
    assert table[1]["pairs"] > 0
    assert table[4]["pairs"] == 0


def test_a_question_without_a_known_word_is_answered_by_meaning() -> None:
    vectors = _vectors(len(TEXTS))
    positions, _ = _collection(Forest.shipped()).search("zzz", vectors[4], 1)
    assert positions.tolist() == [4]


def _passage(corpus: str, number: int) -> Passage:
    return Passage(f"{corpus}/{number}", "passage", str(number), None, "t", "x", "x", corpus=corpus)


def test_only_collections_of_the_user_that_are_large_are_searched_this_way() -> None:
    passages = [_passage("digest", n) for n in range(LARGE)] + [_passage("small", 1)]
    passages += [_passage("rules", n) for n in range(LARGE)]
    assert {name: (rows[0], len(rows)) for name, rows in large(passages).items()} == {"rules": (LARGE + 1, LARGE)}
