"""The bank's vectors: as they ship, made by the trained branch, or as the index holds them for another encoder.

What ships is small: the vectors lie in fewer dimensions (their principal components; most of a branch's directions tell
nothing apart) and each number in one byte. A build then has nothing of the bank to encode.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot import trained_file
from bot.branches import QUESTIONS, TRAINED
from bot.errors import BankInvalid
from bot.phrases.bank import FACTS, NONE, TOPICS, texts
from indexer.build import Index
from indexer.encoder import Vectors

FILE: Final = TRAINED / "phrases.npz"
LISTS: Final = (TOPICS, NONE, FACTS)
DIMENSION: Final = 128
STEPS: Final = 127


@dataclass(frozen=True)
class PhraseVectors:
    """Unit vectors of each list of phrases, and the projection ``(dimension, fewer)`` that a question's vector needs
    to be compared with them; None where they lie in the encoder's own dimensions."""

    lists: Mapping[str, Vectors]
    projection: Vectors | None = None

    def project(self, vectors: Vectors) -> Vectors:
        """Unit vectors ``(n, dimension)`` of questions, in the phrases' space."""
        return vectors if self.projection is None else unit(vectors @ self.projection)

    @classmethod
    def load(cls, weights_sha256: str, phrases: Mapping[str, Sequence[str]], file: Path = FILE) -> PhraseVectors:
        """The shipped vectors.

        Args:
            weights_sha256: what the branch's vectors depend on.
            phrases: the bank's lists, whose vectors these have to be.

        Raises:
            BankInvalid: the file is missing or damaged, or was made from another bank or branch.
        """
        with trained_file.arrays(file) as data:
            made_with, made_of = str(data["encoder"]), str(data["texts"])
            lists = {name: unit(data[name].astype(np.float32)) for name in LISTS}
            projection = data["projection"].astype(np.float32)
        if made_with != weights_sha256 or made_of != digest(phrases):
            raise BankInvalid(f"{file.name} was made from another phrase bank. Run “python -m bot.training”.")
        return cls(lists, projection)


def phrase_vectors(index: Index) -> PhraseVectors:
    """The vectors that fit the index's encoder: the shipped ones, or those that the index was built with.

    Raises:
        BankInvalid: as :meth:`PhraseVectors.load`.
    """
    branch = index.encoder.branch(QUESTIONS)
    if branch is None:
        return PhraseVectors(index.text_vectors)
    return PhraseVectors.load(branch.weights_sha256, texts())


def reduced(lists: Mapping[str, Vectors]) -> PhraseVectors:
    """`lists` in :data:`DIMENSION` dimensions."""
    together = np.concatenate([lists[name] for name in LISTS])
    _, directions = np.linalg.eigh(together.T @ together)  # not centred: cosines are kept, not variances
    projection = np.ascontiguousarray(directions[:, ::-1][:, :DIMENSION], dtype=np.float32)
    rounded = projection.astype(np.float16).astype(np.float32)
    return PhraseVectors({name: _bytes(unit(lists[name] @ rounded))[1] for name in LISTS}, rounded)


def digest(phrases: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 over all lines of all lists, in order."""
    whole = hashlib.sha256()
    for name in LISTS:
        whole.update(f"{name} {len(phrases[name])}\n".encode())
        for line in phrases[name]:
            whole.update(f"{line}\n".encode())
    return whole.hexdigest()


def save(vectors: PhraseVectors, weights_sha256: str, phrases: Mapping[str, Sequence[str]], file: Path = FILE) -> None:
    """Write `vectors`, which :func:`reduced` made from `phrases`."""
    stored: dict[str, Any] = {name: _bytes(rows)[0] for name, rows in vectors.lists.items()}
    projection = vectors.projection
    if projection is None:
        raise ValueError("only vectors in fewer dimensions are written")
    stored |= {"encoder": np.array(weights_sha256), "texts": np.array(digest(phrases))}
    np.savez_compressed(file, projection=projection.astype(np.float16), **stored)


def unit(rows: Vectors) -> Vectors:
    """`rows` at unit length."""
    found: Vectors = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return found


def _bytes(rows: Vectors) -> tuple[Any, Vectors]:
    """Each row in bytes, at its own scale, and what is read back."""
    scale = STEPS / np.maximum(np.abs(rows).max(1, keepdims=True), 1e-9)
    small = np.rint(rows * scale).astype(np.int8)
    return small, unit(small.astype(np.float32))
