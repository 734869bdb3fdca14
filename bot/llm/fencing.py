"""Questions, documents and passages as fenced data: what a model reads there are values, never instructions.

The fence is a marker that nobody can guess, and inside it everything is JSON with angle brackets escaped, so that no
text can close it. That only lowers the odds; what makes an injection inert is that every sentence is checked and that
the citations are the graph's.
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from typing import Any, Final

_FENCE: Final = re.compile(r"<data-([0-9a-f]{16})>\n(.*?)\n</data-\1>", re.DOTALL)
_KEPT: Final = frozenset("\n\t")


def plain(text: str, longest: int) -> str:
    """`text` without control and invisible characters (which hide instructions from people), cut to `longest`."""
    shown = (c for c in text if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn", "Cs"))
    return "".join(shown)[:longest]


def fence(data: Any) -> str:
    """`data` as JSON between two markers made for this one request."""
    marker = secrets.token_hex(8)
    body = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<data-{marker}>\n{body}\n</data-{marker}>"


def unfenced(text: str) -> Any:
    """The data of the last fence in `text`; None when there is none. For scripted models and tests."""
    found = _FENCE.findall(text)
    return json.loads(found[-1][1]) if found else None
