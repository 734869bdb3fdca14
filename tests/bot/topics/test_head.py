"""The shipped parameters fit the shipped encoder and provisions, and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.branches import BRANCHES, QUESTIONS
from bot.errors import BankInvalid
from bot.topics.head import ABOUT, BACKGROUND, LISTED, NULL, Head, classes
from indexer import branches, model_files
from ontology.catalogue import Catalogue

ADAPTER = BRANCHES[QUESTIONS]


def combined() -> str:
    return branches.digest(model_files.BUNDLED_SHA256, ADAPTER)


def test_provisions_come_first_then_refusals_then_the_rest() -> None:
    assert classes(("1.1", "1.2")) == ("1.1", "1.2", *NULL, BACKGROUND, ABOUT, LISTED)


def test_the_shipped_head_belongs_to_the_shipped_adapter(whole_catalogue: Catalogue) -> None:
    head = Head.load(combined(), tuple(whole_catalogue.provisions))
    assert head is not None
    assert head.logits(np.zeros((2, 384), dtype=np.float32)).shape == (2, 79)
    assert branches.trained_for(ADAPTER) == model_files.BUNDLED_SHA256


def test_another_encoder_gets_no_head(whole_catalogue: Catalogue) -> None:
    assert Head.load("0" * 64, tuple(whole_catalogue.provisions)) is None


def test_a_head_for_other_provisions_is_refused(whole_catalogue: Catalogue) -> None:
    with pytest.raises(BankInvalid, match="other provisions"):
        Head.load(combined(), tuple(whole_catalogue.provisions)[1:])


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"no archive", b""])
def test_a_damaged_head_is_reported(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "head.npz").write_bytes(content)
    with pytest.raises(BankInvalid, match="cannot be read"):
        Head.load("", (), tmp_path / "head.npz")


def test_a_head_survives_writing_and_reading(tmp_path: Path) -> None:
    names = ("1.1", "1.2")
    head = Head(np.eye(len(classes(names)), 4, dtype=np.float32), np.ones(len(classes(names)), dtype=np.float32))
    head.save("abc", names, tmp_path / "head.npz")
    again = Head.load("abc", names, tmp_path / "head.npz")
    assert again is not None
    assert np.array_equal(again.weights, head.weights)
