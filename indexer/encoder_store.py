"""The exported encoder on disk: made once, proved by its hash, shared by all indexes.

``<home>/encoder/<first 16 of the weights' SHA-256>/`` holds the graph, its weights, the tokeniser and a manifest.
After that neither torch nor the model's package is needed to answer.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from indexer import branches as branch_files
from indexer import model_files, place, seal
from indexer.encoder import BranchPlace, OnnxEncoder
from indexer.errors import IndexUnavailable, ModelUnavailable
from indexer.export import LAYOUT, ONNX, WEIGHTS, export

MANIFEST: Final = "manifest.json"
NO_BRANCHES: Final[Mapping[str, Path]] = {}
COPIED: Final = (model_files.TOKENIZER, "sentence_bert_config.json")


def weights_of(model: str) -> str:
    """SHA-256 of the weights that `model` stands for (known for the bundled one, measured for others)."""
    if model == model_files.BUNDLED:
        return model_files.BUNDLED_SHA256
    return model_files.verified(model)[1]


def folder_of(home: Path, model: str) -> Path:
    return home / "encoder" / weights_of(model)[:16]


def graph_of(home: Path, model: str) -> Path:
    """The graph itself, for ONNX Runtime; there once the encoder has been exported."""
    return folder_of(home, model) / ONNX


def ensure(home: Path, model: str, branches: Mapping[str, Path] = NO_BRANCHES, force: bool = False) -> OnnxEncoder:
    """The encoder, exported first if need be, with those of `branches` that were trained for it.

    Raises:
        ModelUnavailable: the model is missing, altered, or cannot be exported or loaded.
        IndexUnavailable: the data folder cannot be written.
    """
    folder = folder_of(home, model)
    fitting = branch_files.fitting(branches, weights_of(model))
    place.restore(folder)
    if force or not _current(folder, _hashes(fitting)):
        _make(folder, model, fitting)
    return load(folder)


def _hashes(branches: Mapping[str, Path]) -> dict[str, str]:
    return {name: model_files.sha256(file) for name, file in branches.items()}


def _current(folder: Path, branches: Mapping[str, str]) -> bool:
    """Whether an export lies in `folder` whose graph has today's layout and these branches, by hash.

    One that has more will do. A broken manifest is left for :func:`load`.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        made = {name: entry["file_sha256"] for name, entry in manifest["branches"].items()}
        return bool(manifest["layout"] == LAYOUT and made.items() >= branches.items())
    except (OSError, KeyError):
        return False
    except (ValueError, AttributeError, TypeError):
        return True


def load(folder: Path) -> OnnxEncoder:
    """The encoder in `folder`, after comparing its files with the manifest.

    Raises:
        ModelUnavailable: missing or altered since it was exported.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        recorded, weights = dict(manifest["files"]), manifest["weights_sha256"]
        branches = {
            name: BranchPlace(entry["start"], entry["stop"], entry["sha256"])
            for name, entry in manifest["branches"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnavailable(
            f"The exported encoder in {folder} is incomplete. Run “signpost index build --force”."
        ) from error
    if not {ONNX, WEIGHTS} <= recorded.keys() or not seal.intact(folder, recorded):
        raise ModelUnavailable(
            f"The exported encoder in {folder} has been altered since it was made. Run “signpost index build --force”."
        )
    return OnnxEncoder(folder / ONNX, folder, weights, branches)


def _make(folder: Path, model: str, branches: Mapping[str, Path]) -> None:
    source, weights = model_files.verified(model)
    try:
        with place.workshop(folder, ".encoder-") as workshop:
            export(source, workshop, branches)
            for name in COPIED:
                if (source / name).is_file():
                    shutil.copyfile(source / name, workshop / name)
            manifest = {
                "layout": LAYOUT,
                "weights_sha256": weights,
                "files": {name: model_files.sha256(workshop / name) for name in (ONNX, WEIGHTS, model_files.TOKENIZER)},
                "model": model,
                "branches": _places(branches, weights),
            }
            (workshop / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
            place.swap(workshop, folder)
    except OSError as error:
        raise IndexUnavailable(
            f"The data folder {folder.parent} cannot be written ({error.strerror or error}). Free some space, or set "
            "SIGNPOST_HOME to a folder that can be written."
        ) from error


def _places(branches: Mapping[str, Path], weights_sha256: str) -> dict[str, dict[str, object]]:
    """For the manifest: where each branch lies in the gate, and the hashes of its file and of what it makes."""
    found: dict[str, dict[str, object]] = {}
    start = 0
    for name, file in branches.items():
        stop = start + branch_files.rank(file)
        found[name] = {
            "start": start,
            "stop": stop,
            "file_sha256": model_files.sha256(file),
            "sha256": branch_files.digest(weights_sha256, file),
        }
        start = stop
    return found
