"""Reading benchmark files: what is wrong is said with its line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from evals import retrieval_files
from indexer.errors import CollectionInvalid

PASSAGES = b'{"id":"p1","document":1,"locator":"1.1","text":"One."}\n\n{"id":"p2","text":"Two."}\n'


def _write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_gzip_or_not(tmp_path: Path, packed: bool) -> None:
    known = retrieval_files.passages(_write(tmp_path, "p.jsonl", gzip.compress(PASSAGES) if packed else PASSAGES))
    assert [(p.node, p.locator, p.text) for p in known] == [("p1", "1.1", "One."), ("p2", None, "Two.")]
    assert known[0].document.endswith("/1")
    asked = retrieval_files.questions(_write(tmp_path, "q", b'{"id":"q","question":"?","relevant":["p2"]}'), known)
    assert asked[0].relevant == {"p2"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no passage"),
        (b'{"id":"a","text":"x"}\n{"id":"a","text":"y"}', "line 2: the id “a” comes twice"),
        (b'{"id":"a"}', "line 1: there is no text"),
        (b"[1]", "line 1: a line is an object"),
        (b"{", "line 1: not valid JSON"),
        (b"[" * 100_000, "line 1: not valid JSON"),
        (gzip.compress(PASSAGES)[:-12], "not a gzip file that can be read"),
    ],
)
def test_a_bad_file_of_passages_is_refused_with_its_line(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(CollectionInvalid, match=said):
        retrieval_files.passages(_write(tmp_path, "p.jsonl", data))


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CollectionInvalid, match="cannot be read"):
        retrieval_files.passages(tmp_path / "none")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"question":"?","relevant":[]}', "line 1: a question needs"),
        (b'{"question":"?","relevant":["p9"]}', "no passage has the id “p9”"),
        (b'{"question":"?","relevant":[{"a":1}]}', "line 1"),
        (b"", "no question"),
    ],
)
def test_a_bad_file_of_questions_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    known = retrieval_files.passages(_write(tmp_path, "p", PASSAGES))
    with pytest.raises(CollectionInvalid, match=said):
        retrieval_files.questions(_write(tmp_path, "q", data), known)
