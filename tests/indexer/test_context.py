"""What is embedded and indexed: a passage with its title; and which passages are neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from corpus import pieces
from corpus.formats.records import Record
from corpus.passage import Passage
from indexer import build
from indexer.context import indexed
from indexer.encoder import OnnxEncoder, Vectors
from indexer.structure import Structure


def _ready(*lines: tuple[str, str, str], title: str = "") -> tuple[Passage, ...]:
    """Ready passages of (document, locator, text)."""
    records = [Record(f"p{n}", text, title, where, None, name) for n, (name, where, text) in enumerate(lines)]
    return pieces.ready(records, "rules", "/home/rules.jsonl")


def test_a_title_is_read_with_its_passage_but_a_place_is_no_title() -> None:
    (titled,) = _ready(("a", "2.1", "Six years."), title="Keeping records")
    (placed,) = _ready(("a", "2.1", "Six years."))
    assert indexed([titled, placed]) == ["Keeping records. Six years.", "Six years."]


def test_the_codes_own_passages_are_read_with_their_titles_alone() -> None:
    ours = [Passage(f"provision/{n}", "provision", n, None, f"Title {n}", "Text.", "Text.") for n in ("5", "5.1")]
    assert indexed(ours) == ["Title 5. Text.", "Title 5.1. Text."]


def test_lines_of_a_file_are_neighbours_within_the_documents_that_they_name() -> None:
    passages = _ready(("a", "1", "One"), ("b", "1", "Two"), ("a", "2", "Three"), ("b", "2", "Four"))
    shape = Structure.of_passages(passages)
    assert shape.before.tolist() == [-1, -1, 0, 1]
    assert shape.after.tolist() == [2, 3, -1, -1]


def test_lines_that_name_no_document_are_of_one_document_the_file() -> None:
    records = [Record("p1", "One.", "", None, None), Record("p2", "Two.", "", None, None)]
    here, there = (pieces.ready(records, "rules", key) for key in ("/a/rules.jsonl", "/b/rules.jsonl"))
    shape = Structure.of_passages([*here, *there])
    assert shape.after.tolist() == [1, -1, 3, -1]


class Letters:
    """An encoder that counts letters."""

    dimension = 26
    weights_sha256 = "letters" * 8

    def encode(self, texts: Sequence[str], progress: Any = None) -> Vectors:
        counts = [[text.lower().count(chr(97 + i)) + 1 for i in range(26)] for text in texts]
        vectors = np.array(counts, dtype=np.float32)
        return cast("Vectors", vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_the_index_is_built_over_these_texts(tmp_path: Path) -> None:
    passages = _ready(("a", "2", "CUSTODY"), ("a", "2.1", "The period is six years."))
    passages += _ready(("a", "3", "Zebra"), title="Custody")[:1]
    encoder = cast("OnnxEncoder", Letters())
    folder = tmp_path / "index"
    folder.mkdir()
    build._write(folder, build.Sources(passages, {}), encoder, "f", lambda *_: None)
    index = build.load(folder, encoder)
    assert np.allclose(index.retriever.vectors, encoder.encode(indexed(passages)))
    assert index.retriever.lexical.scores("custody")[2] > 0
    assert index.retriever.passages == passages
