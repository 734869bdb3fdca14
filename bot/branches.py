"""The encoder's trained branches that ship: one reads everything in a question, one the limits of a list alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

TRAINED: Final = Path(__file__).parent / "trained"
QUESTIONS: Final = "questions"
LISTS: Final = "lists"
BRANCHES: Final[Mapping[str, Path]] = {
    QUESTIONS: TRAINED / "adapter.npz",
    LISTS: TRAINED / "list_adapter.npz",
}
