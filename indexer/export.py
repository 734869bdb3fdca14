"""Exporting a sentence-transformers model to ONNX, in a process of its own.

``python -m indexer.export MODEL_FOLDER TARGET`` writes TARGET. torch needs half a gigabyte and seconds to import,
so that the process which answers questions never does; the graph includes mean pooling and normalisation.

The graph also gives out what enters layer :data:`FORK` (``lower``), so that adapted layers can follow the same word
embeddings: ``python -m indexer.export MODEL_FOLDER TARGET ADAPTER`` writes those (see :mod:`indexer.adapted`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch

OPSET = 17
FORK = 0  # how many layers the plain and the adapted encoder share, beside the word embeddings
LAYOUT = 2  # of the exported graphs: exports of another layout are made anew


def export(folder: Path, target: Path, adapter: Path | None = None) -> None:
    """Write the ONNX form of the model in `folder` to `target`, by a child process.

    With `adapter`, write the layers after the fork, with the adapter merged into their weights.

    Raises:
        ModelUnavailable: the export failed; the message carries its last line.
    """
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
    }
    paths = (folder, target, adapter) if adapter else (folder, target)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "indexer.export", *(str(path) for path in paths)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode != 0 or not target.is_file():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ModelUnavailable(f"The encoder could not be exported to ONNX: {last}")


def _export_here(folder: Path, target: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu").eval()
    layers = getattr(getattr(model[0].auto_model, "encoder", None), "layer", ())
    forked = len(layers) > FORK
    entered: list[torch.Tensor] = []
    if forked:
        layers[FORK].register_forward_pre_hook(lambda _, inputs: entered.append(inputs[0]))

    class SentenceVector(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """The whole pipeline, with inputs by name (positional ones fail with current transformers)."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
            entered.clear()
            features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            vector: torch.Tensor = features["sentence_embedding"]
            return (torch.nn.functional.normalize(vector, dim=1), *entered)

    ids = torch.ones((2, 8), dtype=torch.int64)
    outputs = ["vector", "lower"] if forked else ["vector"]
    _write(SentenceVector().eval(), (ids, torch.ones_like(ids)), target, ["input_ids", "attention_mask"], outputs)


def _export_adapted(folder: Path, target: Path, adapter: Path) -> None:
    import numpy as np
    import torch
    from transformers import AutoModel

    bert = AutoModel.from_pretrained(folder).eval()
    with np.load(adapter, allow_pickle=False) as stored:
        changed = sorted(name[:-2] for name in stored.files if name.endswith(".a"))
        for name in changed:
            layer, part = name.split(".", 1)
            weight = bert.encoder.layer[int(layer)].get_submodule(part).weight
            low = stored[f"{name}.b"].astype(np.float32) @ stored[f"{name}.a"].astype(np.float32)
            with torch.no_grad():
                weight += torch.from_numpy(low)
    layers = bert.encoder.layer[FORK:]

    class UpperHalf(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """What follows the fork: adapted layers, mean pooling, unit length. ``lower`` is (batch, length, width)."""

        def __init__(self) -> None:
            super().__init__()
            self.layers = layers

        def forward(self, lower: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            kept = attention_mask.to(lower.dtype)
            bias = (1.0 - kept)[:, None, None, :] * -1e9
            hidden = lower
            for layer in self.layers:
                found = layer(hidden, bias)
                hidden = found[0] if isinstance(found, tuple) else found
            weights = kept.unsqueeze(-1)
            return torch.nn.functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=1)

    example = torch.zeros((2, 8, bert.config.hidden_size)), torch.ones((2, 8), dtype=torch.int64)
    _write(UpperHalf().eval(), example, target, ["lower", "attention_mask"], ["vector"])


def _write(model: Any, example: tuple[Any, ...], target: Path, inputs: list[str], outputs: list[str]) -> None:
    import torch

    axes = {0: "batch", 1: "length"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the TorchScript exporter is deprecated, but needs no further package
        torch.onnx.export(
            model,
            example,
            str(target),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=dict.fromkeys((*inputs, "lower"), axes) | {"vector": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )


if __name__ == "__main__":
    if len(sys.argv) > 3:
        _export_adapted(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        _export_here(Path(sys.argv[1]), Path(sys.argv[2]))
