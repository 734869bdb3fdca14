"""Branches of the encoder: vectors of their own, one run for all, and never used with another model."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from api.wiring import House
from bot.branches import BRANCHES, LISTS, QUESTIONS
from indexer import branches
from indexer.encoder import Branch, OnnxEncoder
from indexer.errors import ModelUnavailable


@pytest.fixture
def encoder(real_house: House) -> OnnxEncoder:
    return real_house.index.encoder


@pytest.fixture
def questions(encoder: OnnxEncoder) -> Branch:
    branch = encoder.branch(QUESTIONS)
    assert branch is not None
    return branch


def test_each_branch_gives_unit_vectors_of_its_own(encoder: OnnxEncoder) -> None:
    texts = ["who keeps the logs", "a much longer question, about what to tell users before a model is replaced"]
    opened = [encoder, *(encoder.branch(name) for name in BRANCHES)]
    assert all(opened)
    assert len({one.weights_sha256 for one in opened if one}) == len(BRANCHES) + 1
    vectors = [one.encode(texts) for one in opened if one]
    for found in vectors:
        assert found.shape == (2, encoder.dimension)
        assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)
    for one, other in combinations(vectors, 2):
        assert float((one * other).sum(1).max()) < 0.95


def test_batches_do_not_change_a_vector(questions: Branch) -> None:
    texts = [f"question number {n}, {'long ' * n}" for n in range(40)]
    together = questions.encode(texts)
    assert np.allclose(together[7], questions.encode([texts[7]])[0], atol=1e-3)


def test_what_was_prepared_together_is_what_each_branch_gives_alone(encoder: OnnxEncoder, questions: Branch) -> None:
    text = "may the vendor see what our pupils type"
    lists = encoder.branch(LISTS)
    assert lists is not None
    apart = [one.encode([text]) for one in (encoder, questions, lists)]
    encoder.prepare([(text, None), (text, QUESTIONS), (text, LISTS), (text, "unknown")])
    for one, alone in zip((encoder, questions, lists), apart, strict=True):
        assert np.allclose(one.encode([text]), alone, atol=1e-5)


def test_states_are_those_of_a_texts_own_tokens(questions: Branch) -> None:
    short, long = questions.states(["a list", "a list that is a good deal longer than the other"])
    assert short.shape[1] == long.shape[1]
    assert short.shape[0] < long.shape[0]
    assert np.allclose(short, questions.states(["a list"])[0], atol=1e-4)


def test_there_is_no_branch_of_another_name(encoder: OnnxEncoder) -> None:
    assert encoder.branch("nothing") is None


def test_a_branch_for_another_model_is_left_aside(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", encoder=np.array("another"))
    files = {"other": tmp_path / "other.npz", "missing": tmp_path / "missing.npz"}
    assert branches.fitting(files, "this") == {}
    assert branches.fitting(files, "another") == {"other": tmp_path / "other.npz"}


def test_a_damaged_branch_is_reported(tmp_path: Path) -> None:
    (tmp_path / "adapter.npz").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ModelUnavailable, match="damaged"):
        branches.trained_for(tmp_path / "adapter.npz")
