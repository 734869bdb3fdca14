"""Branches of the encoder: small trained low-rank factors that turn it to one task.

A branch is an ``.npz`` of factors by name, ``<layer>.<part>.a`` ``(rank, in)`` and ``.b`` ``(out, rank)``, whose
product is added to the weight of that part, and the hash of the weights that it was trained for. All branches live in
one exported graph (:mod:`indexer.export`): each text of a batch says which branch it goes through, so that a
question's texts need one run, and the encoder's own weights are held once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from indexer import model_files
from indexer.errors import ModelUnavailable


def trained_for(file: Path) -> str:
    """SHA-256 of the weights that the branch in `file` was trained for; empty when there is no such file.

    Raises:
        ModelUnavailable: the file is damaged.
    """
    if not file.is_file():
        return ""
    try:
        # opened here: numpy leaves a damaged file open
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
            return str(stored["encoder"])
    except Exception as error:  # a damaged file makes numpy, zipfile and zlib raise many kinds
        raise ModelUnavailable(f"The adapter {file} is damaged. Reinstall the package.") from error


def factors(file: Path) -> dict[str, Any]:
    """The factors in `file`, in single precision."""
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files if name.endswith((".a", ".b"))}


def rank(file: Path) -> int:
    """How wide the factors in `file` are."""
    found = factors(file)
    return int(next(values for name, values in found.items() if name.endswith(".a")).shape[0])


def fitting(branches: Mapping[str, Path], weights_sha256: str) -> dict[str, Path]:
    """Of `branches` (file by name), those that were trained for the encoder of that hash."""
    return {name: file for name, file in branches.items() if trained_for(file) == weights_sha256}


def digest(weights_sha256: str, file: Path) -> str:
    """What vectors of a branch depend on: the encoder's weights and the branch's file."""
    return hashlib.sha256(f"{weights_sha256} {model_files.sha256(file)}".encode()).hexdigest()
