"""The encoder's rate beside ONNX Runtime's own on the same batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from evals import encoding_rate
from evals.encoding_rate import Rate
from indexer.encoder import OnnxEncoder, Vectors


class Counted:
    """Stands in for the encoder; counts what it is asked for."""

    def __init__(self) -> None:
        self.texts: list[int] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts.append(len(texts))
        return np.zeros((len(texts), 2), dtype=np.float32)

    def batches(self, texts: Sequence[str]) -> list[Mapping[str, Any]]:
        return [{"input_ids": np.ones((len(texts), 3), dtype=np.float32)}]


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """A graph that gives what it is given."""
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 3]) for name in ("input_ids", "vector")]
    made = helper.make_graph([helper.make_node("Identity", ["input_ids"], ["vector"])], "g", ends[:1], ends[1:])
    path = tmp_path / "model.onnx"
    onnx.save(helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def test_both_are_measured_over_the_same_even_sample(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding_rate, "SAMPLE", 10)
    encoder = Counted()
    rate = encoding_rate.measure(cast("OnnxEncoder", encoder), graph, [str(n) for n in range(25)])
    assert encoder.texts == [10] * encoding_rate.ROUNDS
    assert rate.ours > 0
    assert rate.ceiling > 0


def test_the_share_is_ours_of_the_ceiling() -> None:
    found = Rate(90.0, 100.0).to_json()
    assert found == {"texts_per_second": 90.0, "ceiling_per_second": 100.0, "share_of_ceiling": 0.9}
