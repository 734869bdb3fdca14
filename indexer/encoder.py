"""Sentences to vectors: a sentence-transformers model run by ONNX Runtime.

Measured on two cores against sentence-transformers on torch: the same vectors (cosine 1.000000), 0.3 s instead of
5 s to start and 200 MB instead of 500 MB.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import ModelUnavailable
from indexer.model_files import TOKENIZER

if TYPE_CHECKING:
    from collections.abc import Iterator

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
BATCH = 32


class OnnxEncoder:
    """Encoder over an exported model.

    Args:
        onnx_file: as written by :mod:`indexer.export`.
        folder: the model's folder (tokeniser, longest sequence).
        weights_sha256: what the vectors depend on; goes into manifests.
        threads: of ONNX Runtime; 0 lets it choose.

    Raises:
        ModelUnavailable: a file is missing or damaged.
    """

    def __init__(self, onnx_file: Path, folder: Path, weights_sha256: str, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.weights_sha256 = weights_sha256
        self.folder = onnx_file.parent
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(onnx_file), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:  # ONNX Runtime and tokenizers raise bare exceptions of their own
            raise ModelUnavailable(
                f"The encoder in {onnx_file} cannot be loaded. Run “signpost index build --force”."
            ) from error
        self._only_asked = onnxruntime.RunOptions()
        self._only_asked.only_execute_path_to_fetches = True
        self.outputs = tuple(output.name for output in self._session.get_outputs())
        self._tokenizer.enable_truncation(_longest(folder))
        self._tokenizer.enable_padding()
        self.dimension = int(self._session.get_outputs()[0].shape[-1] or self.encode([""]).shape[1])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of `texts`, shape ``(len(texts), dimension)``. `progress` is told how many are done.

        Texts go in batches of like length, so that little is padded.
        """
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found: list[Vectors] = []
        for batch in _batches(order):
            inputs = self._inputs([texts[i] for i in batch])
            found.append(self._session.run(["vector"], inputs, self._only_asked)[0])
            if progress:
                progress(len(batch))
        vectors = np.concatenate(found) if found else np.zeros((0, self.dimension), dtype=np.float32)
        result = np.empty_like(vectors, dtype=np.float32)
        result[order] = vectors
        return result

    def lower(self, texts: list[str]) -> tuple[Vectors, Any]:
        """What enters the forked layers, ``(n, length, width)``, and the attention mask ``(n, length)``.

        Raises:
            ModelUnavailable: the export has no fork (a model with few layers, or of another kind).
        """
        if "lower" not in self.outputs:
            raise ModelUnavailable("The exported encoder has no fork; the adapted one cannot be grown from it.")
        inputs = self._inputs(texts)
        found: Vectors = self._session.run(["lower"], inputs, self._only_asked)[0]
        return found, inputs["attention_mask"]

    def _inputs(self, texts: list[str]) -> dict[str, Any]:
        encodings = self._tokenizer.encode_batch(texts)
        return {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
        }

    @property
    def vocabulary(self) -> dict[str, int]:
        """The tokeniser's vocabulary: whole words, and pieces that begin with ``##``."""
        vocabulary: dict[str, int] = self._tokenizer.get_vocab()
        return vocabulary


def _batches(order: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def _longest(folder: Path) -> int:
    try:
        config = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
        return int(config.get("max_seq_length", 256))
    except (OSError, ValueError):
        return 256
