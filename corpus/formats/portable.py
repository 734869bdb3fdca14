"""PDF documents: headings by size of letters and by number, running heads left out, page numbers as places."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import Final

from corpus.errors import DocumentUnreadable
from corpus.formats.plain import heading_level
from corpus.pdf import Line, Page, pages
from corpus.section import Extract, Outline
from corpus.wording import normalised

LARGER: Final = 1.15
MARGIN: Final = 0.1
BEGINS: Final = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})+[.:)]?\s+\S|[•▪–*-]\s+\S|\(?[a-z]\)\s+\S)")
ENDS: Final = re.compile(r"[.!?:;][)”’\"']*$")


def read(content: bytes, name: str, charset: str | None) -> Extract:  # noqa: ARG001 - readers share one signature
    """Raises: DocumentUnreadable."""
    found = list(pages(content, name, with_lines=True))
    sizes = [line.size for page in found for line in page.lines]
    body = median(sizes) if sizes else 0.0
    running = _running(found)
    outline = Outline()
    for page in found:
        outline.close()
        outline.page = page.number
        _page(page, outline, body, running)
    sections = outline.sections()
    if not sections:
        raise DocumentUnreadable(f"{name} holds no text that can be read; it may be a scan. Run it through OCR first.")
    return Extract(outline.first_heading, sections)


def _page(page: Page, outline: Outline, body: float, running: frozenset[str]) -> None:
    lines = [line for line in page.lines if MARGIN < line.height < 1 - MARGIN or _masked(line.text) not in running]
    widest = max((line.right for line in lines), default=0.0)
    words: list[str] = []

    def flush() -> None:
        outline.paragraph(normalised(" ".join(words)))
        words.clear()

    before: Line | None = None
    for line in lines:
        level = _level(line, body)
        if level:
            flush()
            outline.heading(level, normalised(line.text))
        else:
            ended = before is not None and ENDS.search(before.text) and before.right < widest * 0.85
            if BEGINS.match(line.text) or ended:
                flush()
            words.append(line.text)
        before = line
    flush()
    for table in page.tables:
        outline.table([tuple(normalised(cell) for cell in row) for row in table])


def _level(line: Line, body: float) -> int:
    """1 for the largest letters, deeper for smaller ones and by number; 0 for running text."""
    text = normalised(line.text)
    if not text or len(text) > 120 or not re.search(r"[A-Za-z]", text):
        return 0
    if line.size >= body * LARGER:
        return heading_level(text) or (1 if line.size >= body * 1.5 else 2)
    if line.bold and (numbered := heading_level(text)):
        return numbered
    return 3 if line.bold and len(text) < 80 and text[-1] not in ".;:,)" else 0


def _running(found: list[Page]) -> frozenset[str]:
    """Lines in the upper or lower margin that come again on most pages, numbers aside."""
    if len(found) < 3:
        return frozenset()
    edges = Counter(
        masked
        for page in found
        for masked in {_masked(line.text) for line in page.lines if not MARGIN < line.height < 1 - MARGIN}
    )
    return frozenset(text for text, count in edges.items() if count > len(found) / 2)


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", normalised(text))
