"""Evidence to open: the file that a statement names, around the words that it names, where that file is installed.

Only what the statements name can be opened. A checkout has all of it; an installed package lacks `docs` and `tests`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.conformance.conformance import conformance

ROOT: Final = Path(__file__).resolve().parent.parent.parent
AROUND: Final = 25  # lines before and after the words
LONGEST: Final = 400  # characters of a line


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of a file from `first` on (counted from 1); `at` is the line with the words, where there are any."""

    path: str
    words: str
    first: int
    at: int | None
    lines: tuple[str, ...]


def named() -> tuple[str, ...]:
    """Everything that the statements name, each once, in their order; a piece's place here is its address."""
    return tuple(dict.fromkeys(piece for statement in conformance().statements for piece in statement.evidence))


def openable(evidence: str, root: Path = ROOT) -> bool:
    """Whether it is a text file that is there."""
    path = root / evidence.partition("::")[0]
    return path.is_file() and path.resolve().is_relative_to(root.resolve())


def excerpt(evidence: str, root: Path = ROOT) -> Excerpt | None:
    """The part of the file that `evidence` is about; None when it is not there."""
    path, _, words = evidence.partition("::")
    if not openable(evidence, root):
        return None
    lines = (root / path).read_text(encoding="utf-8", errors="replace").splitlines()
    at = next((number for number, line in enumerate(lines, start=1) if words and words in line), None)
    first = max(1, (at or 1) - AROUND)
    shown = lines[first - 1 : (at or AROUND * 2) + AROUND]
    return Excerpt(path, words, first, at, tuple(line[:LONGEST] for line in shown))
