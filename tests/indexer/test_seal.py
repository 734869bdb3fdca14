"""A seal spares a hash that was checked before, and nothing else."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from indexer import model_files, seal

CONTENT = b"weights"
HASHES = {"model.bin": hashlib.sha256(CONTENT).hexdigest()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.bin").write_bytes(CONTENT)
    return tmp_path


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were hashed."""
    names: list[str] = []
    real = model_files.sha256
    monkeypatch.setattr(model_files, "sha256", lambda path: names.append(path.name) or real(path))  # type: ignore[func-returns-value]
    return names


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time() + 60
    monkeypatch.setattr(seal.time, "time", lambda: now)


def test_what_was_checked_once_is_not_read_again(
    folder: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    assert seal.intact(folder, HASHES)
    assert seal.intact(folder, HASHES)
    assert hashed == ["model.bin"]


def test_a_file_that_was_just_written_is_not_sealed(folder: Path, hashed: list[str]) -> None:
    assert seal.intact(folder, HASHES)
    assert not (folder / seal.SEAL).exists()


def test_an_altered_file_is_seen_though_its_size_and_its_time_are_as_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    assert seal.intact(folder, HASHES)
    before = (folder / "model.bin").stat()
    time.sleep(0.02)  # the clock of the file system has ticks
    (folder / "model.bin").write_bytes(b"weighty")
    os.utime(folder / "model.bin", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not seal.intact(folder, HASHES)


def test_a_missing_file_is_not_intact(folder: Path) -> None:
    (folder / "model.bin").unlink()
    assert not seal.intact(folder, HASHES)


def test_a_seal_for_other_hashes_or_a_damaged_one_counts_for_nothing(
    folder: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    assert seal.intact(folder, HASHES)
    assert not seal.intact(folder, {"model.bin": "0" * 64})
    (folder / seal.SEAL).write_text("not JSON")
    assert seal.intact(folder, HASHES)
    assert len(hashed) == 3


def test_a_folder_that_cannot_be_written_is_checked_each_time(
    folder: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError()))
    assert seal.intact(folder, HASHES)
    assert seal.intact(folder, HASHES)
    assert len(hashed) == 2
