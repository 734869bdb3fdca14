"""The adapted encoder: merged once, proved by its hash, and never used with another model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from api.wiring import House
from indexer import adapted
from indexer.adapted import AdaptedEncoder
from indexer.encoder import OnnxEncoder
from indexer.errors import ModelUnavailable


@pytest.fixture
def both(real_house: House) -> tuple[OnnxEncoder, AdaptedEncoder]:
    index = real_house.index
    assert index.adapted is not None
    return index.encoder, index.adapted


def test_it_gives_unit_vectors_of_its_own(both: tuple[OnnxEncoder, AdaptedEncoder]) -> None:
    plain, changed = both
    texts = ["who keeps the logs", "a much longer question, about what to tell users before a model is replaced"]
    vectors = changed.encode(texts)
    assert vectors.shape == (2, changed.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert float((vectors * plain.encode(texts)).sum(1).max()) < 0.95
    assert changed.weights_sha256 != plain.weights_sha256


def test_batches_do_not_change_a_vector(both: tuple[OnnxEncoder, AdaptedEncoder]) -> None:
    texts = [f"question number {n}, {'long ' * n}" for n in range(40)]
    together = both[1].encode(texts)
    assert np.allclose(together[7], both[1].encode([texts[7]])[0], atol=1e-3)


def test_an_adapter_for_another_model_is_left_aside(both: tuple[OnnxEncoder, AdaptedEncoder], tmp_path: Path) -> None:
    np.savez(tmp_path / "adapter.npz", encoder=np.array("another"))
    assert adapted.ensure(both[0], tmp_path / "adapter.npz") is None
    assert adapted.ensure(both[0], tmp_path / "missing.npz") is None


def test_a_damaged_adapter_is_reported(tmp_path: Path) -> None:
    (tmp_path / "adapter.npz").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ModelUnavailable, match="damaged"):
        adapted.trained_for(tmp_path / "adapter.npz")
