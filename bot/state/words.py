"""Text that every database takes: PostgreSQL refuses NUL, and neither stores half a surrogate pair."""

from __future__ import annotations

from typing import Any


def storable(text: str) -> str:
    """`text` without NUL; a lone surrogate becomes a question mark."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def storable_json(value: Any) -> Any:
    """`value` with every text in it made :func:`storable`."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): storable_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(item) for item in value]
    return value
