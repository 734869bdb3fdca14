"""What every reader of a document format gives: a title, and sections of paragraphs with their place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs that belong together.

    Attributes:
        headings: the headings above them, outermost first.
        paragraphs: without line breaks; a table gives one for each row, cells separated by `` | ``.
        page: number from 1 where the format has pages.
        anchor: by which a browser finds the place.
        table: whether the paragraphs are a table's rows.
    """

    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    page: int | None = None
    anchor: str | None = None
    table: bool = False


@dataclass(frozen=True, slots=True)
class Extract:
    """A document as read."""

    title: str
    sections: tuple[Section, ...]


class Outline:
    """Collects sections while a document is read from top to bottom."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []
        self._paragraphs: list[str] = []
        self._found: list[Section] = []
        self._anchor: str | None = None
        self.page: int | None = None
        self.first_heading = ""

    def heading(self, level: int, text: str, anchor: str | None = None) -> None:
        """A heading: closes the section before it, and all headings of its level or deeper."""
        self.close()
        self._headings = [(depth, words) for depth, words in self._headings if depth < level]
        self._headings.append((level, text))
        self._anchor = anchor
        self.first_heading = self.first_heading or text

    def paragraph(self, text: str) -> None:
        if text:
            self._paragraphs.append(text)

    def table(self, rows: list[tuple[str, ...]]) -> None:
        """A table, as a section of its own beneath the same headings."""
        self.close()
        lines = tuple(" | ".join(cell for cell in row if cell) for row in rows if any(row))
        if lines:
            self._found.append(Section(self._path(), lines, self.page, self._anchor, table=True))

    def close(self) -> None:
        """End the section; called by itself at headings, tables and pages."""
        if self._paragraphs:
            self._found.append(Section(self._path(), tuple(self._paragraphs), self.page, self._anchor))
            self._paragraphs = []

    def sections(self) -> tuple[Section, ...]:
        self.close()
        return tuple(self._found)

    def _path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)
