"""PDF pages: text and ruled tables, by pdfplumber."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from corpus.errors import DocumentUnreadable

MOST_PAGES: Final = 3_000
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it logs a line for each oddity of a font

Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    Attributes:
        size: of its letters, in points.
        bold: whether its first letter is.
        right: how far it reaches, in points from the left.
        height: where it stands, 0 at the top of the page and 1 at the bottom.
    """

    text: str
    size: float
    bold: bool
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its text with line breaks, its tables row by row (empty cells are ``""``).

    `lines` are those outside the tables.
    """

    number: int
    text: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]


def pages(content: bytes, name: str, with_lines: bool = False) -> Iterator[Page]:
    """The pages of a PDF, with either their text or (`with_lines`) their lines; `name` is for messages.

    Raises:
        DocumentUnreadable: not a PDF, damaged, protected by a password, or far too long.
    """
    import pdfplumber

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pdfplumber.open(io.BytesIO(content)) as document:
                if len(document.pages) > MOST_PAGES:
                    raise DocumentUnreadable(f"{name} has more than {MOST_PAGES} pages.")
                for number, page in enumerate(document.pages, start=1):
                    found = page.find_tables()
                    tables = tuple(tuple(tuple(c or "" for c in row) for row in table.extract()) for table in found)
                    outside = page
                    for table in found if with_lines else ():
                        outside = outside.outside_bbox(_within(table.bbox, page.bbox))
                    lines = (
                        tuple(_line(line, float(page.height)) for line in outside.extract_text_lines())
                        if with_lines
                        else ()
                    )
                    text = "" if with_lines else page.extract_text() or ""
                    page.close()
                    yield Page(number, text, lines, tables)
    except DocumentUnreadable:
        raise
    except GeneratorExit:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file makes it stumble over
        reason = "is protected by a password" if "Password" in type(error).__name__ else "is not a PDF that can be read"
        raise DocumentUnreadable(f"{name} {reason}.") from error


def _line(line: dict[str, Any], tall: float) -> Line:
    first = line["chars"][0]
    name = str(first.get("fontname", ""))
    return Line(
        line["text"],
        round(float(first["size"]), 1),
        "bold" in name.lower(),
        float(line["x1"]),
        float(line["top"]) / tall,
    )


def _within(box: tuple[float, ...], page: tuple[float, ...]) -> tuple[float, float, float, float]:
    """`box` clipped to the page: pdfplumber refuses one that reaches out of it by a rounding error."""
    return max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3])
