"""Plain text: paragraphs between blank lines; a short numbered line is a heading, a numbered paragraph a clause."""

from __future__ import annotations

import re
from typing import Final

from corpus.decoding import decoded
from corpus.section import Extract, Outline
from corpus.wording import normalised

HEADING: Final = re.compile(
    r"^(?:(?:section|clause|part|chapter|annex|article)\s+)?(\d{1,3}(?:\.\d{1,3})*)[.:)]?\s+\S", re.I
)
SHORT: Final = 80


def read(content: bytes, name: str, charset: str | None) -> Extract:
    """Raises: DocumentUnreadable."""
    outline = Outline()
    for part in re.split(r"\n[^\S\n]*\n\s*", decoded(content, charset, name).replace("\r\n", "\n").replace("\r", "\n")):
        text = normalised(part)
        level = heading_level(text)
        if level and "\n" not in part.strip():
            outline.heading(level, text)
        else:
            outline.paragraph(text)
    return Extract(outline.first_heading, outline.sections())


def heading_level(text: str) -> int:
    """How deep a numbered heading is (``3.2 Access control`` is 2); 0 for what is no heading."""
    match = HEADING.match(text)
    if not match or len(text) > SHORT or text[-1] in ".;:,!?":
        return 0
    return match[1].count(".") + 1
