"""Reading the phrase bank, and the texts of it that are embedded when the index is built."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any, Final

TOPICS: Final = "topics"
NONE: Final = "none"
FACTS: Final = "facts"


@cache
def lines(name: str) -> tuple[dict[str, Any], ...]:
    """The entries of ``bot/phrases/<name>.jsonl``.

    Raises:
        ValueError: a line is not JSON; says which.
    """
    content = (resources.files("bot") / "phrases" / f"{name}.jsonl").read_text(encoding="utf-8")
    found = []
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except ValueError as error:
                raise ValueError(f"bot/phrases/{name}.jsonl:{number}: not valid JSON ({error}).") from error
    return tuple(found)


def texts() -> dict[str, tuple[str, ...]]:
    """Named lists of texts to embed beside the passages."""
    return {
        TOPICS: tuple(entry["text"] for entry in lines("topics")),
        NONE: tuple(entry["text"] for entry in lines("none")),
        FACTS: tuple(entry["text"] for entry in lines("terms")),
    }


def fact_nodes() -> tuple[str, ...]:
    """The node that each text of :data:`FACTS` is about."""
    return tuple(entry["node"] for entry in lines("terms"))
