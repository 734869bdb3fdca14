"""Putting rankings together."""

from __future__ import annotations

import numpy as np
import pytest

from indexer import fusion


def test_reciprocal_ranks_reward_standing_high_in_both() -> None:
    first = np.array([3, 2, 1], dtype=np.float32)
    second = np.array([1, 3, 2], dtype=np.float32)
    fused = fusion.reciprocal_ranks(first, second)
    assert fused[0] == pytest.approx(1 / 61 + 1 / 63)
    assert int(np.argmax(fused)) == 1


def test_linear_leaves_nothing_to_divide_by_zero() -> None:
    assert fusion.linear(np.zeros(2, np.float32), np.array([-1, 0], np.float32)).tolist() == [0, 0]
