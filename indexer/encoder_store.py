"""The exported encoder on disk: made once, proved by its hash, shared by all indexes.

``<home>/encoder/<first 16 of the weights' SHA-256>/`` holds the ONNX file, the tokeniser and a manifest. After
that neither torch nor the model's package is needed to answer.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Final

from indexer import model_files
from indexer.encoder import OnnxEncoder
from indexer.errors import IndexUnavailable, ModelUnavailable
from indexer.export import LAYOUT, export

ONNX: Final = "model.onnx"
MANIFEST: Final = "manifest.json"
COPIED: Final = (model_files.TOKENIZER, "sentence_bert_config.json")


def weights_of(model: str) -> str:
    """SHA-256 of the weights that `model` stands for (known for the bundled one, measured for others)."""
    if model == model_files.BUNDLED:
        return model_files.BUNDLED_SHA256
    return model_files.verified(model)[1]


def folder_of(home: Path, model: str) -> Path:
    return home / "encoder" / weights_of(model)[:16]


def ensure(home: Path, model: str, force: bool = False) -> OnnxEncoder:
    """The encoder, exported first if need be.

    Raises:
        ModelUnavailable: the model is missing, altered, or cannot be exported or loaded.
        IndexUnavailable: the data folder cannot be written.
    """
    folder = folder_of(home, model)
    if force or not _current(folder):
        _make(folder, model)
    return load(folder)


def _current(folder: Path) -> bool:
    """Whether an export lies in `folder` whose graph has today's layout; a broken manifest is left for :func:`load`."""
    try:
        return bool(json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("layout") == LAYOUT)
    except OSError:
        return False
    except (ValueError, AttributeError):
        return True


def load(folder: Path) -> OnnxEncoder:
    """The encoder in `folder`, after comparing its ONNX file with the manifest.

    Raises:
        ModelUnavailable: missing or altered since it was exported.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        recorded, weights = manifest["onnx_sha256"], manifest["weights_sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnavailable(
            f"The exported encoder in {folder} is incomplete. Run “signpost index build --force”."
        ) from error
    if model_files.sha256(folder / ONNX) != recorded:
        raise ModelUnavailable(
            f"The exported encoder in {folder} has been altered since it was made. Run “signpost index build --force”."
        )
    return OnnxEncoder(folder / ONNX, folder, weights)


def _make(folder: Path, model: str) -> None:
    source, weights = model_files.verified(model)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=".encoder-", dir=folder.parent))
    except OSError as error:
        raise IndexUnavailable(
            f"The data folder {folder.parent} cannot be written ({error.strerror}). Set SIGNPOST_HOME to one that can."
        ) from error
    try:
        export(source, workshop / ONNX)
        for name in COPIED:
            if (source / name).is_file():
                shutil.copyfile(source / name, workshop / name)
        manifest = {
            "layout": LAYOUT,
            "weights_sha256": weights,
            "onnx_sha256": model_files.sha256(workshop / ONNX),
            "model": model,
        }
        (workshop / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        workshop.replace(folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
