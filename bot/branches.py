"""The encoder's trained branch that ships, and what it was trained with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

TRAINED: Final = Path(__file__).parent / "trained"
QUESTIONS: Final = "questions"
BRANCHES: Final[Mapping[str, Path]] = {QUESTIONS: TRAINED / "adapter.npz"}
