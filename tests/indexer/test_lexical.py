"""BM25 over stemmed words."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from pathlib import Path

import bm25s
import pytest
from bm25s.stopwords import STOPWORDS_EN

from indexer.errors import IndexUnavailable
from indexer.lexical import ARRAYS, STOP_WORDS, VOCABULARY, LexicalIndex, query_stems, stems
from tests.shared import ROOT

TEXTS = ["The custodian keeps records.", "Records are kept; custodians audit them.", "Nothing here"]


@pytest.mark.parametrize("text", [*TEXTS, "", "a", "Anti-Money Laundering (AML) 2.3.1", "ÉTÉ naïve İstanbul straße"])
def test_the_quick_reading_of_a_question_is_that_of_the_passages(text: str) -> None:
    assert query_stems(text) == [word for word in stems([text])[0] if word]


def test_other_forms_of_a_word_match() -> None:
    scores = LexicalIndex.build(TEXTS).scores("custodian record")
    assert scores[0] > 0
    assert scores[1] > 0
    assert scores[2] == 0


def test_a_build_tells_nobody_what_the_library_does() -> None:
    build = "from indexer.lexical import LexicalIndex; LexicalIndex.build(['The custodian keeps records.'])"
    program = f"import logging; logging.basicConfig(); {build}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("", "")


def test_rarity_counts_passages_not_occurrences() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.rarity("custodian") == pytest.approx(math.log1p(3 / 2))
    assert index.rarity("unheard") == 0


def test_length_counts_less_with_a_smaller_b() -> None:
    texts = ["fee", "fee " + "word " * 40]
    near, far = (LexicalIndex.build(texts, 1.2, b).scores("fee") for b in (0.9, 0.1))
    assert near[1] / near[0] < far[1] / far[0]


def test_scores_are_those_of_bm25s() -> None:
    given = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
    given.index(stems(TEXTS), show_progress=False)
    question = "custodian keeps a record record of nothing unheard"
    known = [word for word in query_stems(question) if word in given.vocab_dict]
    assert LexicalIndex.build(TEXTS, 1.2, 0.6).scores(question) == pytest.approx(given.get_scores(known))


def test_an_open_index_needs_its_folder_no_more(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path / "lexical")
    opened = LexicalIndex.load(tmp_path / "lexical", len(TEXTS))
    shutil.rmtree(tmp_path / "lexical")
    assert opened.scores("custodian").tolist() == LexicalIndex.build(TEXTS).scores("custodian").tolist()


def test_stop_words_are_those_of_bm25s() -> None:
    assert set(STOPWORDS_EN) == STOP_WORDS


def test_to_open_and_search_scipy_is_not_needed(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path / "lexical")
    code = (
        "import sys; from pathlib import Path; from indexer.lexical import LexicalIndex; "
        f"LexicalIndex.load(Path({str(tmp_path / 'lexical')!r}), 3).scores('custodian'); "
        "print('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("name", [*ARRAYS, VOCABULARY])
@pytest.mark.parametrize("content", [None, b"", b"[1", b"\x93NUMPY\x01\x00"])
def test_a_damaged_index_is_said_to_be_damaged(tmp_path: Path, name: str, content: bytes | None) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(IndexUnavailable, match="index build"):
        LexicalIndex.load(tmp_path, len(TEXTS))


def test_an_index_of_more_passages_than_there_are_is_damaged(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    with pytest.raises(IndexUnavailable, match="damaged"):
        LexicalIndex.load(tmp_path, 1)


@pytest.mark.parametrize("texts", [[""], ["the", "of"], ["one word", ""]])
def test_texts_without_words_are_no_trouble(tmp_path: Path, texts: list[str]) -> None:
    LexicalIndex.build(texts).save(tmp_path)
    assert LexicalIndex.load(tmp_path, len(texts)).scores("the unheard").tolist() == [0.0] * len(texts)
