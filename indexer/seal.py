"""Files whose hash has been checked need not be read again while nothing about them has changed.

Hashing the encoder's weights takes a tenth of a second of every start. Once they were found to be right, their size,
inode and times are noted beside them; as long as these are the same, so is the file: the kernel moves the time of the
last change (``ctime``) with every write, and no program can set it. What was changed in the last two seconds is not
sealed, because a write within the same tick of the clock would leave no trace (git calls this “racily clean”).
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from indexer import model_files

SEAL: Final = "seal.json"
RACY_SECONDS: Final = 2.0


def intact(folder: Path, hashes: Mapping[str, str]) -> bool:
    """Whether the files in `folder` have those SHA-256 `hashes`, by name; a missing file is not intact."""
    try:
        marks = {name: _mark((folder / name).stat()) for name in hashes}
    except OSError:
        return False
    noted: dict[str, list[str | int]] = {name: [digest, *marks[name]] for name, digest in hashes.items()}
    if os.name == "posix" and _read(folder) == noted:
        return True
    if any(model_files.sha256(folder / name) != digest for name, digest in hashes.items()):
        return False
    if all(time.time() - mark[-1] / 1e9 > RACY_SECONDS for mark in marks.values()):
        _write(folder, noted)
    return True


def _mark(status: os.stat_result) -> list[int]:
    """What changes when a file does; the time of the last change comes last."""
    return [status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns]


def _read(folder: Path) -> object:
    try:
        return json.loads((folder / SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write(folder: Path, noted: Mapping[str, list[str | int]]) -> None:
    fresh = folder / f"{SEAL}.{os.getpid()}"
    with contextlib.suppress(OSError):  # a folder that cannot be written costs time, nothing else
        fresh.write_text(json.dumps(noted), encoding="utf-8")
        fresh.replace(folder / SEAL)
