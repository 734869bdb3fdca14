"""A page as a list of blocks: what stands on its own line, with the anchor by which a browser finds it.

GOV.UK marks a publication's body with ``class="govspeak"``; headings carry an ``id``, footnotes are ``sup`` links to
``#fn:N`` and a ``div.footnotes`` at the end. Plain text has blank lines and little else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from corpus.wording import normalised

_NAMES: Final = (
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS: Final = frozenset(_NAMES.split())
NOT_TEXT: Final = "script, style, template, noscript, nav, svg, button, form, header, footer, div.footnotes"
FOOTNOTE_MARKS: Final = 'sup:has(a[href*="#fn"]), a[rel~="footnote"], a[role="doc-noteref"], sup.footnote'
HEADING: Final = re.compile(r"^h([1-6])$")


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph.

    Attributes:
        text: white space normalised, footnote marks of the mark-up taken out.
        anchor: ``id`` of the element, or of the heading above it; None where there is none.
        level: 1 to 6 for a heading, else 0.
        item: whether it is an item of a list.
        cells: the cells of a table's row, in which case `text` is the cells joined by spaces.
    """

    text: str
    anchor: str | None = None
    level: int = 0
    item: bool = False
    cells: tuple[str, ...] = ()


def from_html(html: str) -> list[Block]:
    """The blocks of a page's body: the outermost ``govspeak`` elements, or ``main``, or all of it."""
    soup = BeautifulSoup(html, "lxml")
    for junk in soup.select(NOT_TEXT):
        junk.decompose()
    for mark in soup.select(FOOTNOTE_MARKS):
        if not mark.decomposed:
            mark.decompose()
    roots = [r for r in soup.select(".govspeak") if not r.find_parent(class_="govspeak")]
    found: list[Block] = []
    for root in roots or [soup.find("main") or soup.find("article") or soup.body or soup]:
        found.extend(_Walk().of(root))
    return found


class _Walk:
    """Flattens one element. A loop over an explicit stack, since hostile pages nest thousands deep."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._words: list[str] = []
        self._own: str | None = None
        self._above: str | None = None

    def of(self, root: Tag) -> list[Block]:
        stack: list[tuple[object, str]] = [(root, "enter")]
        while stack:
            node, step = stack.pop()
            if isinstance(node, NavigableString):
                if not isinstance(node, PreformattedString):  # comments, declarations
                    self._words.append(str(node))
            elif isinstance(node, Tag):
                if step == "leave":
                    self._flush(node)
                elif node.name == "br":
                    self._words.append("\n")
                elif node.name == "tr":
                    self._flush(None)
                    self._row(node)
                else:
                    block = node.name in BLOCKS
                    if block:
                        self._flush(node.parent)
                    identifier = node.get("id") or (node.get("name") if node.name == "a" else None)
                    if isinstance(identifier, str) and identifier and node is not root:
                        self._own = identifier
                    if block:
                        stack.append((node, "leave"))
                    stack.extend((child, "enter") for child in reversed(node.contents))
        self._flush(None)
        return self._found

    def _flush(self, element: Tag | None) -> None:
        text = normalised("".join(self._words))
        self._words.clear()
        if not text:
            return
        heading = HEADING.match(element.name) if element else None
        if heading:
            self._above = self._own or self._above
        in_list = element is not None and (element.name == "li" or element.find_parent("li") is not None)
        self._found.append(
            Block(text, self._own or self._above, int(heading[1]) if heading else 0, in_list and not heading)
        )
        self._own = None

    def _row(self, row: Tag) -> None:
        cells = tuple(normalised(cell.get_text(" ")) for cell in row.find_all(["td", "th"]))
        text = normalised(" ".join(cells))
        if text:
            identifier = row.get("id")
            self._found.append(Block(text, identifier if isinstance(identifier, str) else self._above, cells=cells))


def from_text(text: str, starts: Callable[[str], bool], whole: Callable[[str], bool]) -> list[Block]:
    """The paragraphs of plain text.

    A line for which `starts` holds begins one, blank line or not; lines for which, joined, `whole` holds end one.
    """
    found: list[Block] = []
    lines: list[str] = []

    def flush() -> None:
        joined = normalised(" ".join(lines))
        lines.clear()
        if joined:
            item = bool(re.match(r"^[-*•–]\s", joined))
            found.append(Block(joined, item=item))

    for line in text.splitlines():
        if not normalised(line) or starts(normalised(line)):
            flush()
        lines.append(line)
        if whole(normalised(" ".join(lines))):
            flush()
    flush()
    return found
