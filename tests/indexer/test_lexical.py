"""BM25 over stemmed words."""

from __future__ import annotations

import math

import pytest

from indexer.lexical import LexicalIndex, query_stems, stems

TEXTS = ["The custodian keeps records.", "Records are kept; custodians audit them.", "Nothing here"]


@pytest.mark.parametrize("text", [*TEXTS, "", "a", "Anti-Money Laundering (AML) 2.3.1", "ÉTÉ naïve İstanbul straße"])
def test_the_quick_reading_of_a_question_is_that_of_the_passages(text: str) -> None:
    assert query_stems(text) == [word for word in stems([text])[0] if word]


def test_other_forms_of_a_word_match() -> None:
    scores = LexicalIndex.build(TEXTS).scores("custodian record")
    assert scores[0] > 0
    assert scores[1] > 0
    assert scores[2] == 0


def test_rarity_counts_passages_not_occurrences() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.rarity("custodian") == pytest.approx(math.log1p(3 / 2))
    assert index.rarity("unheard") == 0


def test_length_counts_less_with_a_smaller_b() -> None:
    texts = ["fee", "fee " + "word " * 40]
    near, far = (LexicalIndex.build(texts, 1.2, b).scores("fee") for b in (0.9, 0.1))
    assert near[1] / near[0] < far[1] / far[0]
