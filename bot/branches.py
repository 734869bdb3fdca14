"""The encoder's trained branches that ship: one finds topics, one reads what a list is limited to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

TOPICS: Final = "topics"
HEADS: Final = "heads"
_HERE: Final = Path(__file__).parent
BRANCHES: Final[Mapping[str, Path]] = {
    TOPICS: _HERE / "topics" / "trained" / "adapter.npz",
    HEADS: _HERE / "understand" / "trained" / "adapter.npz",
}
THROUGH: Final[Mapping[str, str]] = {"topics": TOPICS, "none": TOPICS}
"""Lists of the bank's texts that are embedded through a branch."""
