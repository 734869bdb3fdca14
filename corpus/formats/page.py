"""HTML pages: the main part, by headings, with the page's own anchors."""

from __future__ import annotations

from corpus import blocks
from corpus.decoding import decoded
from corpus.section import Extract, Outline


def read(content: bytes, name: str, charset: str | None) -> Extract:
    """Raises: DocumentUnreadable."""
    root = blocks.tree(decoded(content, charset, name))
    outline = Outline()
    rows: list[tuple[str, ...]] = []
    for block in blocks.from_html(root):
        if block.cells:
            rows.append(block.cells)
            continue
        if rows:
            outline.table(rows)
            rows = []
        if block.level:
            outline.heading(block.level, block.text, block.anchor)
        else:
            outline.paragraph(block.text)
    if rows:
        outline.table(rows)
    return Extract(outline.first_heading or blocks.page_title(root), outline.sections())
