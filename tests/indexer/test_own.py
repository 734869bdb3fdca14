"""The user's own passages beside an answer: found by words and meaning, shown only when near by themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from corpus.passage import DIGEST, Passage
from indexer import context, own
from indexer.encoder import Vectors
from indexer.engines.faiss_store import FaissStore
from indexer.lexical import LexicalIndex
from indexer.remote import RemoteRetriever
from indexer.retriever import Retriever

MEANINGS = ("log", "patch", "supplier", "prompt")
NEAR = 0.45


class Meanings:
    """Texts mean the words of MEANINGS that they have, and all have something in common."""

    dimension = len(MEANINGS) + 1

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([[*(word in text.lower() for word in MEANINGS), 0.7] for text in texts], dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _passage(corpus: str, name: str, text: str) -> Passage:
    return Passage(f"{corpus}/{name}", "passage", name, None, name, text, text, corpus=corpus)


PASSAGES = [
    _passage(DIGEST, "5.1", "Keep a log of prompts."),
    _passage("policies", "logs", "A log of access is kept for ninety days."),
    _passage("policies", "zephyr", "Form ZX-81 goes to the Osprey committee."),
    _passage("policies", "lunch", "Lunch is at noon."),
    _passage("standards", "patches", "A patch is applied within ten days."),
]


@pytest.fixture(params=["embedded", "engine"])
def retriever(request: pytest.FixtureRequest) -> Retriever:
    encoder, texts = Meanings(), context.indexed(PASSAGES)
    local = Retriever(PASSAGES, encoder.encode(texts), LexicalIndex.build(texts), encoder)  # type: ignore[arg-type]
    if request.param == "embedded":
        return local
    remote = RemoteRetriever(local, FaissStore(encoder.dimension))
    remote.fill()
    return remote


def _found(retriever: Retriever, query: str, k: int = 2, near: float = 0.8) -> list[str]:
    hits = own.nearest(retriever, query, Meanings().encode([query])[0], k, near)
    return [hit.passage.node for hit in hits]


def test_what_is_near_in_meaning_is_found_and_never_the_codes_own(retriever: Retriever) -> None:
    assert _found(retriever, "How long is a log kept?") == ["logs"]


def test_rare_words_carry_a_passage_that_the_encoder_does_not_place(retriever: Retriever) -> None:
    query = "What does the Osprey committee do with form ZX-81?"
    vector = Meanings().encode([query])[0]
    assert own.nearest(retriever, query, vector, 2, near=1.1)[0].passage.node == "zephyr"


def test_the_best_of_a_poor_lot_is_not_shown(retriever: Retriever) -> None:
    assert _found(retriever, "Who answers for a supplier?", near=0.9) == []


def test_of_several_collections_each_ones_best_comes_first(retriever: Retriever) -> None:
    assert set(_found(retriever, "a log and a patch", near=0.3)) == {"logs", "patches"}
    assert len(_found(retriever, "a log and a patch", k=1, near=0.3)) == 1


def test_shared_words_count_by_rarity() -> None:
    lexical = LexicalIndex.build(["osprey form", "form", "form", "form"])
    both, common = (_passage("x", "x", text) for text in ("osprey form", "form"))
    assert own.shared("osprey form", both, lexical) == 1
    assert 0 < own.shared("osprey form", common, lexical) < 0.5
    assert own.shared("of the", both, lexical) == 0
