"""Frames as JSON and back, so that a follow-up can lean on a turn that was asked before a restart.

The reader follows the dataclass: keys that it doesn't know are left out and missing ones take their defaults, so
that a database outlives a change of :class:`bot.frame.Frame`.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.frame import Frame

_ADAPTER = TypeAdapter(Frame)


def frame_to_json(frame: Frame) -> dict[str, Any]:
    """A frame as an object of plain JSON values."""
    made: dict[str, Any] = _ADAPTER.dump_python(frame, mode="json")
    return made


def frame_from_json(data: object) -> Frame | None:
    """The frame that was written, or None where this version cannot read it (an intent that no longer exists)."""
    try:
        return _ADAPTER.validate_python(_in_plural(data))
    except ValidationError:
        return None


def _in_plural(data: object) -> object:
    """A frame from before lists could be limited to several phases or principles had one of each."""
    if not isinstance(data, dict):
        return data
    found = dict(data)
    for one, several in (("phase", "phases"), ("principle", "principles")):
        if (value := found.pop(one, None)) is not None:
            found.setdefault(several, [value])
    return found
