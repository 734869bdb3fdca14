"""What the house embeds and says of itself, with the encoder that the branch was trained for and with another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bot.branches
from api import wiring
from api.settings import Settings
from api.wiring import House
from bot.branches import QUESTIONS
from bot.phrases import bank as banks


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(Settings(home=tmp_path))


@pytest.fixture
def _other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The branch that ships was trained for another encoder."""
    np.savez(tmp_path / "other.npz", encoder=np.array("another"))
    monkeypatch.setattr(bot.branches, "BRANCHES", {QUESTIONS: tmp_path / "other.npz"})


def test_with_the_branch_no_phrase_is_embedded(house: House) -> None:
    assert house.sources.texts == {}
    assert house.sources.passages


@pytest.mark.usefixtures("_other")
def test_without_it_the_bank_is_embedded(house: House) -> None:
    assert house.sources.texts == banks.texts()


def test_the_status_says_who_reads(house: House) -> None:
    assert house.index_status()["reader"] == "trained heads"


@pytest.mark.usefixtures("_other")
def test_the_status_says_that_nearest_phrases_read(house: House) -> None:
    assert house.index_status()["reader"] == "nearest phrases"


def fingerprints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Of a house, before and after a phrase is added to the bank."""
    files = wiring._files
    before = House(Settings(home=tmp_path))._fingerprint

    def grown(package: str, folder: str) -> list[Any]:
        extra = tmp_path / "zz.jsonl"
        extra.write_text('{"text": "one more"}\n', encoding="utf-8")
        return [*files(package, folder), *([extra] if folder == "phrases" else [])]

    monkeypatch.setattr(wiring, "_files", grown)
    return before, House(Settings(home=tmp_path))._fingerprint


def test_with_the_branch_the_bank_leaves_the_index_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = fingerprints(tmp_path, monkeypatch)
    assert before == after


@pytest.mark.usefixtures("_other")
def test_without_it_a_changed_bank_makes_the_index_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = fingerprints(tmp_path, monkeypatch)
    assert before != after
