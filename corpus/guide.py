"""The Implementation Guide's tables: provision | related threats or risks | example measures | references.

A row may run over pages; within the measures, a line that begins with the name of one of the four scenarios begins
that scenario's entry. What the Guide's licence is, only the Guide itself can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from corpus.errors import SourceChanged
from corpus.manifest import OGL
from corpus.passage import GUIDE, Passage
from corpus.pdf import Page
from corpus.wording import normalised
from ontology.catalogue import Catalogue
from ontology.model import Provision

COLUMNS: Final = {
    "provision": re.compile(r"provision|requirement", re.IGNORECASE),
    "threats": re.compile(r"threat|risk", re.IGNORECASE),
    "measures": re.compile(r"measure|control|example", re.IGNORECASE),
    "references": re.compile(r"reference|resource", re.IGNORECASE),
}
NUMBER: Final = re.compile(
    r"^\s*(?:Provision\s+)?(\d{1,2}(?:\.\d{1,2}){1,3}(?:-\d{1,2}(?:\.\d{1,2})?)?)(?![\d-])", re.I
)
LICENCE: Final = re.compile(
    r"open\s+government\s+licen[cs]e(?:,?\s+(?:v(?:ersion)?\.?\s*)?(\d)(?:\.\d)?)?", re.IGNORECASE
)
HOLDER: Final = re.compile(r"(?:©|\(c\))\s*[^\n.]{3,60}", re.IGNORECASE)
LEAST: Final = 0.5
SOURCE_WORDS: Final = "Implementation Guide; guidance, adds no duties."


@dataclass(slots=True)
class Row:
    """A provision's row. `page` is where it begins, `cells` the column's text with line breaks."""

    provision: Provision
    page: int
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guide:
    """The parsed Guide: rows in order, and its licence and its holder as it states them (empty when it doesn't)."""

    rows: tuple[Row, ...]
    licence: str
    holder: str
    differences: tuple[str, ...]

    @property
    def provisions(self) -> frozenset[str]:
        return frozenset(row.provision.id for row in self.rows)


def parse(pages: Iterable[Page], catalogue: Catalogue, previous: int = 0) -> Guide:
    """The Guide from its pages; `previous` is how many provisions the text now in force has rows for.

    Raises:
        SourceChanged: fewer rows than that, or fewer than half of the provisions have one.
    """
    rows: list[Row] = []
    text: list[str] = []
    order: tuple[str, ...] = ()
    for page in pages:
        text.append(page.text)
        for table in page.tables:
            for cells in table:
                columns = _header(cells)
                if columns:
                    order = columns
                elif order and len(cells) == len(order):
                    _take(dict(zip(order, cells, strict=True)), page.number, rows, catalogue)
    missing = [number for number in catalogue.provisions if number not in {row.provision.id for row in rows}]
    found = len(catalogue.provisions) - len(missing)
    if found < max(previous, len(catalogue.provisions) * LEAST):
        raise SourceChanged(
            f"The Guide does not have the known layout: rows for {found} of {len(catalogue.provisions)} provisions"
            f"{f', {previous} before' if previous else ''}. It was not loaded; the text in force stays. "
            f"Without a row: {', '.join(missing)}."
        )
    whole = "\n".join(text)
    differences = (f"The Guide has no row for {', '.join(missing)}.",) if missing else ()
    holder = HOLDER.search(whole)
    return Guide(tuple(rows), _licence(whole), normalised(holder[0]) if holder else "", differences)


def _header(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The columns' names when `cells` is a table's head, else nothing."""
    found: list[str] = []
    for cell in cells:
        short = normalised(cell)
        fits = (n for n, words in COLUMNS.items() if len(short) < 60 and n not in found and words.search(short))
        found.append(next(fits, ""))
    return tuple(found) if {"provision", "measures"} <= set(found) and not NUMBER.match(cells[0]) else ()


def _take(cells: Mapping[str, str], page: int, rows: list[Row], catalogue: Catalogue) -> None:
    match = NUMBER.match(cells["provision"])
    node = (catalogue.provisions.get(match[1]) or catalogue.by_etsi_number.get(match[1])) if match else None
    if isinstance(node, Provision):
        if not rows or rows[-1].provision != node:
            rows.append(Row(node, page))
    elif match or not rows:
        return
    for name, text in cells.items():
        rows[-1].cells[name] = f"{rows[-1].cells.get(name, '')}\n{text}".strip()


def _licence(text: str) -> str:
    match = LICENCE.search(text)
    if not match:
        return ""
    return OGL if match[1] == "3" else normalised(match[0])


def passages(guide: Guide, catalogue: Catalogue, url: str) -> tuple[Passage, ...]:
    """A passage for each scenario's entry, and for the threats, general measures and references of a row."""
    found: dict[str, Passage] = {}
    for row in guide.rows:
        parts = [("threats", "Related threats or risks", "passage", row.cells.get("threats", ""))]
        parts += list(_entries(row.cells.get("measures", ""), catalogue))
        parts.append(("references", "References", "passage", row.cells.get("references", "")))
        for slug, title, kind, text in parts:
            words = normalised(text)
            if not words:
                continue
            identifier = f"{GUIDE}/{row.provision.id}/{slug}"
            before = found.get(identifier)
            whole = f"{before.text} {words}" if before else words
            found[identifier] = Passage(
                id=identifier, kind=kind, node=row.provision.id, iri=row.provision.iri,
                title=f"Guide on {row.provision.id}: {title}", text=whole, quote=whole, corpus=GUIDE, verbatim=True,
                source_url=f"{url}#page={row.page}", locator=f"page {row.page}", source=SOURCE_WORDS,
            )  # fmt: skip
    return tuple(found.values())


def _entries(measures: str, catalogue: Catalogue) -> Iterator[tuple[str, str, str, str]]:
    """(slug, title, kind, text) of each scenario in a cell of measures; what comes before the first is general."""
    names = {
        normalised(name).casefold(): scenario
        for scenario in catalogue.scenarios.values()
        for name in (scenario.label, *scenario.aliases)
    }
    words = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True))
    marks = list(re.finditer(rf"(?:^|\n)[ \t•▪\-*]*({words})s?[ \t]*(?:[:–—-]|(?=\n|$))", measures, re.IGNORECASE))
    yield "measures", "Example measures", "example", measures[: marks[0].start()] if marks else measures
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        scenario = names[normalised(mark[1]).casefold()]
        yield scenario.id, scenario.label, "example", measures[mark.start() : following.start() if following else None]
