"""The shipped parameters fit the shipped encoder and provisions, and nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from bot.errors import BankInvalid
from bot.phrases import bank as banks
from bot.topics.head import Head, classes
from bot.topics.train import ADAPTER, REPORT
from indexer import branches, model_files
from ontology.catalogue import Catalogue


def combined() -> str:
    return hashlib.sha256(f"{model_files.BUNDLED_SHA256} {model_files.sha256(ADAPTER)}".encode()).hexdigest()


def test_the_shipped_head_belongs_to_the_shipped_adapter(whole_catalogue: Catalogue) -> None:
    head = Head.load(combined(), tuple(whole_catalogue.provisions))
    assert head is not None
    assert head.logits(np.zeros((2, 384), dtype=np.float32)).shape == (2, 78)
    assert branches.trained_for(ADAPTER) == model_files.BUNDLED_SHA256


def test_another_encoder_gets_no_head(whole_catalogue: Catalogue) -> None:
    assert Head.load("0" * 64, tuple(whole_catalogue.provisions)) is None


def test_a_head_for_other_provisions_is_refused(whole_catalogue: Catalogue) -> None:
    with pytest.raises(BankInvalid, match="other provisions"):
        Head.load(combined(), tuple(whole_catalogue.provisions)[1:])


def test_a_damaged_head_is_reported(tmp_path: Path) -> None:
    (tmp_path / "head.npz").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(BankInvalid, match="cannot be read"):
        Head.load("", (), tmp_path / "head.npz")


def test_a_head_survives_writing_and_reading(tmp_path: Path) -> None:
    names = ("1.1", "1.2")
    head = Head(np.eye(len(classes(names)), 4, dtype=np.float32), np.ones(len(classes(names)), dtype=np.float32))
    head.save("abc", names, tmp_path / "head.npz")
    again = Head.load("abc", names, tmp_path / "head.npz")
    assert again is not None
    assert np.array_equal(again.weights, head.weights)


def test_the_report_says_what_the_parameters_were_made_from() -> None:
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    assert report["adapter_sha256"] == model_files.sha256(ADAPTER)
    assert set(report["data_sha256"]) == set(banks.USED)


def test_what_ships_is_small() -> None:
    assert sum(file.stat().st_size for file in ADAPTER.parent.iterdir()) < 800_000
