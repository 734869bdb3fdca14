"""From freely worded questions to the provisions that answer them, or to the reason why none does."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ADAPTER: Final = Path(__file__).parent / "trained" / "adapter.npz"
"""What tuning the encoder on the bank changed in it."""
ADAPTED: Final = frozenset({"topics", "none"})
"""Lists of the bank that are embedded with the adapter."""
