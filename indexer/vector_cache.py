"""Vectors that need not be computed twice: by the hash of their text, kept beside the indexes.

An append-only file of fixed records (16 bytes of the text's hash, then the vector), one file for each encoder. A
build that is killed leaves what it had encoded, and the next one goes on from there; a record that was cut off in
the middle is ignored and overwritten. After a build only the texts of that build are kept. The caller holds the
lock of the index folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from indexer.encoder import Branch, OnnxEncoder, Vectors

KEY_BYTES: Final = 16
CHUNK: Final = 1_024


def key(text: str) -> bytes:
    """The first 16 bytes of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]


class VectorCache:
    """The cache for one encoder.

    Args:
        folder: where the file lies.
        encoder: encodes what is not there yet.
    """

    def __init__(self, folder: Path, encoder: OnnxEncoder | Branch) -> None:
        self._encoder = encoder
        self._record = np.dtype([("key", np.uint8, (KEY_BYTES,)), ("vector", np.float32, (encoder.dimension,))])
        self._file = folder / f"vectors-{encoder.weights_sha256[:16]}.cache"
        self._used: dict[bytes, None] = {}
        self.reused = 0

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors of `texts`, shape ``(len(texts), dimension)``, computing only those that are not kept.

        Raises:
            OSError: the file cannot be written.
        """
        keys = [key(text) for text in texts]
        self._used.update(dict.fromkeys(keys))
        kept = self._read(set(keys))
        missing: dict[bytes, str] = {k: text for k, text in zip(keys, texts, strict=True) if k not in kept}
        reused = sum(k in kept for k in keys)
        self.reused += reused
        if progress and reused:
            progress(reused)
        copies = len(keys) - reused - len(missing)
        # Texts of like length go together, so that little is padded although they are encoded in chunks.
        order = sorted(missing, key=lambda k: len(missing[k]))
        for start in range(0, len(order), CHUNK):
            chunk = order[start : start + CHUNK]
            vectors = self._encoder.encode([missing[k] for k in chunk], progress)
            self._append(chunk, vectors)
            kept.update(zip(chunk, vectors, strict=True))
        if progress and copies:
            progress(copies)
        found = np.empty((len(texts), self._encoder.dimension), dtype=np.float32)
        for position, k in enumerate(keys):
            found[position] = kept[k]
        return found

    def prune(self, *beside: VectorCache) -> None:
        """Keep only what has been asked for since this object was made, and the files of the caches `beside` this one.

        A failure here harms nothing.
        """
        with contextlib.suppress(OSError, ValueError):
            records = self._records()
            wanted = np.array([bytes(k) in self._used for k in records["key"]], dtype=bool)
            if len(records) and not wanted.all():
                fresh = self._file.with_suffix(".new")
                fresh.write_bytes(records[wanted].tobytes())
                fresh.replace(self._file)
            for other in self._file.parent.glob("vectors-*.cache"):
                if other not in (self._file, *(cache._file for cache in beside)):
                    other.unlink()

    def _records(self) -> np.ndarray[tuple[int], np.dtype[np.void]]:
        """All whole records, mapped from the file."""
        try:
            count = self._file.stat().st_size // self._record.itemsize
        except FileNotFoundError:
            count = 0
        if not count:
            return np.empty(0, dtype=self._record)
        return np.memmap(self._file, dtype=self._record, mode="r", shape=(count,))

    def _read(self, wanted: Collection[bytes]) -> dict[bytes, Vectors]:
        records = self._records()
        found: dict[bytes, Vectors] = {}
        for position, raw in enumerate(records["key"]):
            k = raw.tobytes()
            if k in wanted:
                vector = np.array(records["vector"][position])
                if abs(float(vector @ vector) - 1.0) < 1e-3:  # a unit vector; a disk's zeros after a crash are not
                    found[k] = vector
        return found

    def _append(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        records = np.empty(len(keys), dtype=self._record)
        records["key"] = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, KEY_BYTES)
        records["vector"] = vectors
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            whole = file.seek(0, os.SEEK_END) // self._record.itemsize * self._record.itemsize
            file.seek(whole)
            file.truncate()
            file.write(records.tobytes())
