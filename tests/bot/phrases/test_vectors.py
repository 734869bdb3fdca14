"""The phrases' vectors: small on disk, alike in what they tell apart, and tied to their bank and branch."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.wiring import House
from bot.branches import QUESTIONS
from bot.errors import BankInvalid
from bot.phrases import bank as banks
from bot.phrases.vectors import DIMENSION, LISTS, PhraseVectors, phrase_vectors, reduced, save, unit
from indexer.encoder import Vectors

SIZES = dict(zip(LISTS, (120, 60, 20), strict=True))
TEXTS = {name: tuple(f"{name} {i}" for i in range(size)) for name, size in SIZES.items()}


def phrases(rank: int, seed: int, width: int = 160) -> tuple[dict[str, Vectors], Vectors]:
    """Unit vectors of each list, and of five questions, that all lie in `rank` dimensions, some of them larger."""
    drawn = np.random.default_rng(seed)
    basis, _ = np.linalg.qr(drawn.normal(size=(width, rank)))
    grown = basis * drawn.uniform(0.2, 3, rank)

    def rows(count: int) -> Vectors:
        return unit((drawn.normal(size=(count, rank)) @ grown.T).astype(np.float32))

    return {name: rows(size) for name, size in SIZES.items()}, rows(5)


@settings(max_examples=25)
@given(st.integers(1, DIMENSION), st.integers(0, 10_000))
def test_cosines_survive_writing_and_reading(tmp_path_factory: pytest.TempPathFactory, rank: int, seed: int) -> None:
    lists, questions = phrases(rank, seed)
    file = tmp_path_factory.getbasetemp() / "phrases.npz"
    save(reduced(lists), "abc", TEXTS, file)
    again = PhraseVectors.load("abc", TEXTS, file)
    for name, rows in lists.items():
        near = again.project(questions) @ again.lists[name].T
        assert np.abs(near - questions @ rows.T).max() <= 0.02


def test_what_is_read_is_what_was_made(tmp_path: Path) -> None:
    made = reduced(phrases(40, 1)[0])
    save(made, "abc", TEXTS, tmp_path / "phrases.npz")
    again = PhraseVectors.load("abc", TEXTS, tmp_path / "phrases.npz")
    for name in LISTS:
        assert np.array_equal(again.lists[name], made.lists[name])
        assert again.lists[name].shape == (SIZES[name], DIMENSION)
        assert np.linalg.norm(again.lists[name], axis=1) == pytest.approx(np.ones(SIZES[name]), abs=1e-5)


def test_vectors_in_the_encoders_own_space_need_no_projection() -> None:
    lists, questions = phrases(3, 2)
    assert np.array_equal(PhraseVectors(lists).project(questions), questions)
    with pytest.raises(ValueError, match="fewer dimensions"):
        save(PhraseVectors(lists), "abc", TEXTS)


@pytest.mark.parametrize(
    ("sha256", "texts"),
    [
        ("another branch", TEXTS),
        ("abc", TEXTS | {"facts": (*TEXTS["facts"], "one more")}),
        ("abc", TEXTS | {"topics": TEXTS["topics"][::-1]}),
    ],
)
def test_vectors_of_another_bank_or_branch_are_refused(
    sha256: str, texts: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    save(reduced(phrases(8, 3)[0]), "abc", TEXTS, tmp_path / "phrases.npz")
    with pytest.raises(BankInvalid, match=r"python -m bot\.training"):
        PhraseVectors.load(sha256, texts, tmp_path / "phrases.npz")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", None])
def test_a_file_that_is_damaged_or_missing_is_reported(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "phrases.npz").write_bytes(content)
    with pytest.raises(BankInvalid, match="cannot be read"):
        PhraseVectors.load("abc", TEXTS, tmp_path / "phrases.npz")


def test_without_a_branch_the_indexs_own_vectors_serve() -> None:
    lists, _ = phrases(3, 4)
    index: Any = SimpleNamespace(encoder=SimpleNamespace(branch=lambda name: None), text_vectors=lists)
    assert phrase_vectors(index) == PhraseVectors(lists)


def test_a_branch_is_given_the_shipped_vectors(real_house: House) -> None:
    index = real_house.index
    branch = index.encoder.branch(QUESTIONS)
    assert branch is not None
    found = phrase_vectors(index)
    texts = banks.texts()
    for name in LISTS:
        some = slice(0, len(texts[name]), len(texts[name]) // 10)
        own = found.project(branch.encode(texts[name][some]))
        assert (own * found.lists[name][some]).sum(1).min() > 0.95, name
