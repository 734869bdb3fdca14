from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.encoder import Vectors
from indexer.vector_cache import VectorCache, key


class CountingEncoder:
    """Unit vectors made from the hash of a text; remembers what it was asked for."""

    weights_sha256 = "ab" * 32
    dimension = 8

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.asked += texts
        rows = np.array([np.frombuffer(key(text)[:8], dtype=np.uint8) for text in texts], dtype=np.float32) + 1
        if progress:
            progress(len(texts))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


def cache(folder: Path, encoder: CountingEncoder) -> VectorCache:
    return VectorCache(folder, encoder)  # type: ignore[arg-type]


def test_only_new_texts_are_encoded_and_the_vectors_are_the_same(tmp_path: Path, encoder: CountingEncoder) -> None:
    first = cache(tmp_path, encoder).encode(["a", "longer b", "a"])
    told: list[int] = []
    second = cache(tmp_path, encoder).encode(["c", "longer b", "a", "c"], told.append)
    assert sorted(encoder.asked) == ["a", "c", "longer b"]
    assert np.array_equal(second[[2, 1, 2]], first)
    assert np.array_equal(second, CountingEncoder().encode(["c", "longer b", "a", "c"]))
    assert sum(told) == 4
    assert cache(tmp_path, encoder).encode([]).shape == (0, 8)


def test_a_record_that_was_cut_off_is_encoded_again(tmp_path: Path, encoder: CountingEncoder) -> None:
    cache(tmp_path, encoder).encode(["a", "b"])
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-5])
    encoder.asked.clear()
    expected = CountingEncoder().encode(["a", "b", "c"])
    assert np.array_equal(cache(tmp_path, encoder).encode(["a", "b", "c"]), expected)
    assert len(encoder.asked) == 2
    assert np.array_equal(cache(tmp_path, encoder).encode(["a", "b", "c"]), expected)
    assert len(encoder.asked) == 2


def test_zeros_that_a_crash_left_are_not_taken_for_vectors(tmp_path: Path, encoder: CountingEncoder) -> None:
    cache(tmp_path, encoder).encode(["a"])
    (file,) = tmp_path.iterdir()
    file.write_bytes(key("b") + bytes(32) + key("a") + bytes(32))
    assert np.array_equal(cache(tmp_path, encoder).encode(["a"]), CountingEncoder().encode(["a"]))


def test_pruning_keeps_what_was_used_and_forgets_other_encoders(tmp_path: Path, encoder: CountingEncoder) -> None:
    cache(tmp_path, encoder).encode(["a", "b"])
    (tmp_path / "vectors-other.cache").write_bytes(b"x")
    kept = cache(tmp_path, encoder)
    kept.encode(["b"])
    kept.prune()
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size == 16 + 32
    encoder.asked.clear()
    cache(tmp_path, encoder).encode(["a", "b"])
    assert encoder.asked == ["a"]
