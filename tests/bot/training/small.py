"""A bank of a few lines for tests, and lessons made by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.phrases import bank as banks
from bot.phrases.bank import Bank


def bank_of(folder: Path, **lines: list[Mapping[str, Any]]) -> Bank:
    """A bank in `folder` with these lines by file; the other files are empty."""
    for name in banks.FILES:
        text = "".join(json.dumps(line) + "\n" for line in lines.get(name, []))
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return banks.load(folder)
