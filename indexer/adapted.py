"""The adapted encoder: the bundled encoder's word embeddings, and its layers with a small trained adapter merged in.

What follows the fork is an ONNX file beside the encoder's own (43 MB), exported once; the word embeddings, which are
half of the model, are held in memory once.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np

from indexer import model_files
from indexer.encoder import BATCH, OnnxEncoder, Progress, Vectors
from indexer.errors import IndexUnavailable, ModelUnavailable
from indexer.export import export

SLACK: Final = 20  # characters by which a text may be longer than twice the shortest of its batch


class AdaptedEncoder:
    """Encodes texts for the one task that its adapter was trained for.

    Args:
        base: the plain encoder, with a fork.
        onnx_file: what follows the fork, as written by :func:`ensure`.
        adapter_sha256: with the base's weights, what the vectors depend on.
    """

    def __init__(self, base: OnnxEncoder, onnx_file: Path, adapter_sha256: str) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(onnx_file), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime raises bare exceptions of its own
            raise ModelUnavailable(
                f"The adapted encoder in {onnx_file} cannot be loaded. Run “signpost index build --force”."
            ) from error
        self._base = base
        self.dimension = base.dimension
        self.weights_sha256 = hashlib.sha256(f"{base.weights_sha256} {adapter_sha256}".encode()).hexdigest()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of `texts`, shape ``(len(texts), dimension)``. `progress` is told how many are done."""
        result = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for rows in _batches([len(text) for text in texts]):
            lower, mask = self._base.lower([texts[i] for i in rows])
            result[rows] = self._session.run(["vector"], {"lower": lower, "attention_mask": mask})[0]
            if progress:
                progress(len(rows))
        return result


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Batches of texts of like length: a situation's short clauses would otherwise all be padded to its length."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if batch and (len(batch) == BATCH or lengths[row] > 2 * lengths[batch[0]] + SLACK):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def ensure(base: OnnxEncoder, adapter: Path) -> AdaptedEncoder | None:
    """The encoder that `adapter` makes of `base`, exported first if need be; None when it was trained for another.

    Args:
        base: from :func:`indexer.encoder_store.ensure`; what is exported is kept in its folder.
        adapter: an ``.npz`` with low-rank factors (see :mod:`indexer.export`) and the hash of its encoder's weights.

    Raises:
        ModelUnavailable: the model or its adapter is missing or altered, or cannot be exported.
        IndexUnavailable: the data folder cannot be written.
    """
    if trained_for(adapter) != base.weights_sha256 or "lower" not in base.outputs:
        return None
    digest = model_files.sha256(adapter)
    target, note = base.folder / f"adapted-{digest[:16]}.onnx", base.folder / f"adapted-{digest[:16]}.json"
    if not note.is_file():
        _make(base.folder, adapter, target, note)
    try:
        recorded = json.loads(note.read_text(encoding="utf-8"))["onnx_sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnavailable(f"{note} cannot be read. Run “signpost index build --force”.") from error
    if model_files.sha256(target) != recorded:
        raise ModelUnavailable(f"{target} has been altered since it was made. Run “signpost index build --force”.")
    return AdaptedEncoder(base, target, digest)


def trained_for(adapter: Path) -> str:
    """SHA-256 of the weights that `adapter` was trained for; empty when there is no adapter.

    Raises:
        ModelUnavailable: the file is damaged.
    """
    if not adapter.is_file():
        return ""
    try:
        # opened here: numpy leaves a damaged file open
        with adapter.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            return str(stored["encoder"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise ModelUnavailable(f"The adapter {adapter} is damaged. Reinstall the package.") from error


def _make(folder: Path, adapter: Path, target: Path, note: Path) -> None:
    source, _ = model_files.verified(model_files.BUNDLED)  # the only one that adapters are trained for
    try:
        with tempfile.TemporaryDirectory(prefix=".adapted-", dir=folder) as workshop:
            made = Path(workshop) / target.name
            export(source, made, adapter)
            text = json.dumps({"onnx_sha256": model_files.sha256(made), "adapter_sha256": model_files.sha256(adapter)})
            os.replace(made, target)
            (Path(workshop) / note.name).write_text(text, encoding="utf-8")
            os.replace(Path(workshop) / note.name, note)
        for other in folder.glob("adapted-*"):
            if other.stem != target.stem:
                other.unlink(missing_ok=True)
    except OSError as error:
        raise IndexUnavailable(
            f"The data folder {folder} cannot be written ({error.strerror}). Set SIGNPOST_HOME to one that can."
        ) from error

