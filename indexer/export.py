"""Exporting a sentence-transformers model to ONNX, in a process of its own.

``python -m indexer.export MODEL_FOLDER TARGET [NAME=FILE ...]`` writes the graph and its weights into the folder
TARGET. torch needs half a gigabyte and seconds to import, so that the process which answers questions never does.

ONNX Runtime optimises the graph here, once, and lays the weights in a file of their own, which it later maps into
memory instead of copying it: an encoder opens in 90 ms instead of 330 ms of processor time, in 45 MB less.

The graph takes ``input_ids`` and ``attention_mask`` ``(batch, length)`` and, when there are branches, ``gate``
``(batch, ranks)``: ones where a text's branch has its factors (:mod:`indexer.branches`), zeros elsewhere. It gives
``vector`` ``(batch, dimension)``, pooled and of unit length, and ``states`` ``(batch, length, width)``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from indexer.branches import factors, rank
from indexer.errors import ModelUnavailable

ONNX = "model.onnx"
WEIGHTS = "model.bin"
OPSET = 17
LAYOUT = 4  # of the exported graphs: exports of another layout are made anew


def export(folder: Path, target: Path, branches: Mapping[str, Path]) -> None:
    """Write the ONNX form of the model in `folder`, with `branches` in their order, into the folder `target`, by a
    child process: :data:`ONNX` and :data:`WEIGHTS`.

    Raises:
        ModelUnavailable: the export failed; the message carries its last line.
    """
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
    }
    named = [f"{name}={file}" for name, file in branches.items()]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "indexer.export", str(folder), str(target), *named],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode != 0 or not (target / ONNX).is_file():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ModelUnavailable(f"The encoder could not be exported to ONNX: {last}")


def _export_here(folder: Path, target: Path, branches: list[Path]) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu").eval()
    gate = _grow(model[0].auto_model, [factors(file) for file in branches]) if branches else None

    class Encoder(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """The whole pipeline, with inputs by name (positional ones fail with current transformers)."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, opened: torch.Tensor | None = None
        ) -> tuple[torch.Tensor, torch.Tensor]:
            if gate is not None:
                gate.append(opened)
            features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            vector: torch.Tensor = features["sentence_embedding"]
            return torch.nn.functional.normalize(vector, dim=1), features["token_embeddings"]

    ids = torch.ones((2, 8), dtype=torch.int64)
    inputs: tuple[torch.Tensor, ...] = (ids, torch.ones_like(ids))
    names, axes = ["input_ids", "attention_mask"], {0: "batch", 1: "length"}
    dynamic: dict[str, Any] = dict.fromkeys((*names, "states"), axes) | {"vector": {0: "batch"}}
    if gate is not None:
        ranks = sum(rank(file) for file in branches)
        inputs, names = (*inputs, torch.ones((2, ranks))), [*names, "gate"]
        dynamic["gate"] = {0: "batch"}
    plain = target / "plain.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the TorchScript exporter is deprecated, but needs no further package
        torch.onnx.export(
            Encoder().eval(), inputs, str(plain), input_names=names, output_names=["vector", "states"],
            dynamic_axes=dynamic, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
    _optimise(plain, target)
    plain.unlink()


def _optimise(plain: Path, target: Path) -> None:
    """Write the optimised form of the graph in `plain`, and its weights apart, into `target`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # what goes further than this fits the processor at hand, and a folder may be carried to another
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target / ONNX)
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", WEIGHTS)
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    onnxruntime.InferenceSession(str(plain), options, providers=["CPUExecutionProvider"])


def _grow(bert: Any, branches: list[dict[str, Any]]) -> list[Any]:
    """Put the branches' factors beside the weights of `bert`; what is last in the list returned opens them."""
    import torch

    opened: list[Any] = []

    class Branched(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """A linear layer with all branches' factors, in the order of the gate."""

        def __init__(self, plain: Any, low: Any, high: Any) -> None:
            super().__init__()
            self.plain, self.low, self.high = plain, torch.nn.Parameter(low), torch.nn.Parameter(high)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.plain(x) + ((x @ self.low) * opened[-1].unsqueeze(1)) @ self.high
            return found

    for name in sorted({name[:-2] for branch in branches for name in branch}):
        layer, part = name.split(".", 1)
        parent, _, leaf = part.rpartition(".")
        block = bert.encoder.layer[int(layer)]
        low = torch.cat([torch.from_numpy(branch[f"{name}.a"]) for branch in branches]).T.contiguous()
        high = torch.cat([torch.from_numpy(branch[f"{name}.b"]) for branch in branches], 1).T.contiguous()
        holder = block.get_submodule(parent) if parent else block
        setattr(holder, leaf, Branched(getattr(holder, leaf), low, high))
    return opened


if __name__ == "__main__":
    _export_here(Path(sys.argv[1]), Path(sys.argv[2]), [Path(entry.partition("=")[2]) for entry in sys.argv[3:]])
