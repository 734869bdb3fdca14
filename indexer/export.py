"""Exporting a sentence-transformers model to ONNX, in a process of its own.

``python -m indexer.export MODEL_FOLDER TARGET`` writes TARGET. torch needs half a gigabyte and seconds to import,
so that the process which answers questions never does; the graph includes mean pooling and normalisation.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

from indexer.errors import ModelUnavailable

OPSET = 17


def export(folder: Path, target: Path) -> None:
    """Write the ONNX form of the model in `folder` to `target`, by a child process.

    Raises:
        ModelUnavailable: the export failed; the message carries its last line.
    """
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "indexer.export", str(folder), str(target)],
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

    class SentenceVector(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """The whole pipeline, with inputs by name (positional ones fail with current transformers)."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            vector: torch.Tensor = features["sentence_embedding"]
            return torch.nn.functional.normalize(vector, dim=1)

    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "batch", 1: "length"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the TorchScript exporter is deprecated, but needs no further package
        torch.onnx.export(
            SentenceVector().eval(),
            (ids, torch.ones_like(ids)),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,
        )


if __name__ == "__main__":
    _export_here(Path(sys.argv[1]), Path(sys.argv[2]))
