"""FAISS alone: exact or graph by size, and folders that are damaged or cannot be written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexer.engines.faiss_store import FaissStore
from indexer.errors import EngineUnavailable
from tests.indexer.engines.conftest import DIMENSION, passages, unit
from tests.shared import ROOT


def test_beyond_the_limit_a_graph_finds_nearly_all_that_exact_search_finds() -> None:
    ids, texts, vectors = passages(2_000)
    store = FaissStore(DIMENSION, flat_limit=500)
    store.add(ids, texts, vectors)
    assert "HNSW" in store.name
    overlap = []
    for vector in unit(30, 12):
        exact = {ids[row] for row in np.argsort(-(vectors @ vector))[:10]}
        overlap.append(len(exact & {found.id for found in store.near(vector, 10)}) / 10)
    assert np.mean(overlap) > 0.95


@pytest.mark.parametrize("name", ["vectors.npy", "passages.jsonl"])
def test_a_damaged_folder_is_said_to_be_damaged(tmp_path: Path, name: str) -> None:
    FaissStore(DIMENSION, tmp_path / "s").add(["a"], ["custody"], unit(1, 1))
    (tmp_path / "s" / name).write_bytes(b"[1")
    with pytest.raises(EngineUnavailable, match="cannot be read"):
        FaissStore(DIMENSION, tmp_path / "s")


def test_a_store_of_another_encoder_is_refused(tmp_path: Path) -> None:
    FaissStore(DIMENSION, tmp_path / "s").add(["a"], ["custody"], unit(1, 1))
    with pytest.raises(EngineUnavailable, match="another encoder"):
        FaissStore(DIMENSION + 1, tmp_path / "s")


def test_what_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FaissStore(DIMENSION, tmp_path / "s")
    store.add(["a"], ["custody"], unit(1, 1))

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(EngineUnavailable, match="No space left"):
        store.add(["b"], ["fees"], unit(1, 2))
    assert store.count() == 1
    assert FaissStore(DIMENSION, tmp_path / "s").count() == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["s"]


KILLED = """
import sys, time
from pathlib import Path
from indexer.engines.faiss_store import FaissStore
from tests.indexer import builder
from tests.indexer.engines.conftest import DIMENSION, unit
store = FaissStore(DIMENSION, Path(sys.argv[1]))
builder.pause_at(sys.argv[2])
store.add(["b"], ["fees"], unit(1, 2))
"""


@pytest.mark.parametrize("moment", ["before the swap", "between the renames"])
def test_killed_while_it_is_written_a_folder_has_what_it_had(tmp_path: Path, moment: str) -> None:
    folder = tmp_path / "s"
    FaissStore(DIMENSION, folder).add(["a"], ["custody"], unit(1, 1))
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder), moment], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "paused\n"
    child.kill()
    child.wait()
    child.stdout.close()
    assert folder.exists() == (moment == "before the swap")
    store = FaissStore(DIMENSION, folder)
    assert store.ids() == {"a"}
    store.add(["c"], ["fees"], unit(1, 2))
    assert FaissStore(DIMENSION, folder).ids() == {"a", "c"}
