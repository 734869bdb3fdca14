"""Small truths about official wording: spaces, footnote marks, numbers at the start of a line."""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE: Final = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
# "strategies.5" and "partners).8 If": a digit or two stuck to the stop that ends a sentence. A letter or a bracket
# must come before the stop, so that "2.5" and "TLS 1.3" stay whole.
_STUCK: Final = re.compile(r"(?<=[A-Za-z)\]’”\"'][.?!])\d{1,2}(?=\s|$)")
_RAISED: Final = re.compile(r"[⁰¹²³⁴-⁹]+")
_MARKED: Final = re.compile(r"\s*\[footnote \d+\]", re.IGNORECASE)


def normalised(text: str) -> str:
    """`text` with every run of white space, non-breaking spaces included, as one space."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def without_footnotes(text: str) -> str:
    """Normalised `text` without footnote marks: raised digits, “[footnote 5]”, digits stuck to a full stop."""
    return normalised(_STUCK.sub("", _RAISED.sub("", _MARKED.sub("", normalised(text)))))


def slug(text: str, limit: int = 60) -> str:
    """Lower-case letters, digits and hyphens; ``section`` when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:limit].strip("-") or "section"
