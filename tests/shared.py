"""Where the researched fact sheets lie, which are no part of the repository: beside it, or in SIGNPOST_SHARED."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SIGNPOST_SHARED") or ROOT.parent / "shared")
FACTS = SHARED / "domain"
OBLIQA = SHARED / "bench" / "obliqa"
OFFICIAL = SHARED / "official" / "code-principles.txt"
