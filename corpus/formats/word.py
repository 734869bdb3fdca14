"""DOCX documents by python-docx: heading styles, paragraphs and tables in their order.

The archive is measured before it is opened: a small file can claim to hold gigabytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final

from corpus.errors import DocumentUnreadable
from corpus.section import Extract, Outline
from corpus.wording import normalised

MOST_BYTES: Final = 200_000_000
MOST_PARTS: Final = 5_000
MOST_RATIO: Final = 200
SMALL: Final = 10_000_000
_STYLE: Final = re.compile(r"^heading (\d)$", re.IGNORECASE)


def read(content: bytes, name: str, charset: str | None) -> Extract:  # noqa: ARG001 - readers share one signature
    """Raises: DocumentUnreadable."""
    _measure(content, name)
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        outline = Outline()
        for item in document.iter_inner_content():
            if hasattr(item, "rows"):
                outline.table([_row(row) for row in item.rows])
            else:
                _paragraph(item, outline)
        title = normalised(document.core_properties.title or "")
    except Exception as error:  # python-docx lets KeyError, lxml's and zipfile's errors through
        raise DocumentUnreadable(f"{name} is not a DOCX document that can be read.") from error
    return Extract(title or outline.first_heading, outline.sections())


def _measure(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DocumentUnreadable(f"{name} is not a DOCX document that can be read.") from error
    total = sum(part.file_size for part in parts)
    packed = any(p.file_size > SMALL and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts)
    if total > MOST_BYTES or len(parts) > MOST_PARTS or packed:
        raise DocumentUnreadable(
            f"{name} would unpack to {total / 1e6:.0f} MB in {len(parts)} parts, far more than a document holds; it "
            "was not opened."
        )


def _paragraph(paragraph: Any, outline: Outline) -> None:
    text = normalised(paragraph.text)
    style = str(getattr(paragraph.style, "name", "") or "")
    heading = _STYLE.match(style)
    if text and (heading or style == "Title"):
        outline.heading(int(heading[1]) + 1 if heading else 1, text)
    else:
        outline.paragraph(text)


def _row(row: Any) -> tuple[str, ...]:
    """A row's cells; one that spans columns comes once."""
    cells, last = [], None
    for cell in row.cells:
        if cell._tc is not last:
            cells.append(normalised(cell.text))
        last = cell._tc
    return tuple(cells)
