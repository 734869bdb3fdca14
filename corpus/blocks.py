"""A page as a list of blocks: what stands on its own line, with the anchor by which a browser finds it.

GOV.UK marks a publication's body with ``class="govspeak"``; headings carry an ``id``, footnotes are ``sup`` links to
``#fn:N`` and a ``div.footnotes`` at the end. Plain text has blank lines and little else. libxml2 stops at 256 levels
of nesting, which keeps hostile pages cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from lxml import html as markup

from corpus.wording import normalised

_NAMES: Final = (
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS: Final = frozenset(_NAMES.split())
_JUNK: Final = "script style template noscript nav svg button form header footer head iframe"
NOT_TEXT: Final = frozenset(_JUNK.split())
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
LISTS: Final = frozenset({"li", "dd"})


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


def tree(html: str) -> Any:
    """The root element of a page, however broken; None when there is nothing in it."""
    parser = markup.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return markup.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None


def page_title(root: Any) -> str:
    """What the page's ``title`` says, or nothing."""
    return normalised(str(root.findtext(".//title") or "")) if root is not None else ""


def from_html(root: Any) -> list[Block]:
    """The blocks of a page's body: the outermost ``govspeak`` elements, or ``main``, ``article``, or all of it."""
    if root is None:
        return []
    inside = "contains(concat(' ', normalize-space(@class), ' '), ' govspeak ')"
    roots = root.xpath(f"//*[{inside}][not(ancestor::*[{inside}])]")
    if not roots:
        roots = next((found for name in ("main", "article", "body") if (found := root.xpath(f"//{name}[1]"))), [root])
    blocks: list[Block] = []
    for start in roots:
        blocks.extend(_Walk().of(start))
    return blocks


def _is_junk(element: Any) -> bool:
    if element.tag in NOT_TEXT or "footnotes" in (element.get("class") or "").split():
        return True
    if element.tag == "sup":
        return bool(element.xpath(".//a[contains(@href, '#fn')]")) or element.get("class") == "footnote"
    return element.tag == "a" and ("footnote" in (element.get("rel") or "") or element.get("role") == "doc-noteref")


class _Walk:
    """Flattens one element."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._words: list[str] = []
        self._cells: list[str] | None = None
        self._lists = 0
        self._own: str | None = None
        self._above: str | None = None

    def of(self, root: Any) -> list[Block]:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if _is_junk(element):
                    walker.skip_subtree()
                else:
                    self._enter(element, element is root)
            else:
                if not _is_junk(element):
                    self._leave(element)
                if element is not root:
                    self._words.append(element.tail or "")
        self._flush(0)
        return self._found

    def _enter(self, element: Any, is_root: bool) -> None:
        if element.tag in BLOCKS:
            self._flush(0)
            self._lists += element.tag in LISTS
            if element.tag == "tr" and self._cells is None:
                self._cells = []
        elif element.tag == "br":
            self._words.append("\n")
        identifier = element.get("id") or (element.get("name") if element.tag == "a" else None)
        if identifier and not is_root:
            self._own = identifier
        self._words.append(element.text or "")

    def _leave(self, element: Any) -> None:
        if element.tag not in BLOCKS:
            return
        if element.tag in ("td", "th") and self._cells is not None:
            self._cells.append(normalised("".join(self._words)))
            self._words.clear()
        elif element.tag == "tr" and self._cells is not None:
            cells, self._cells = tuple(self._cells), None
            self._words.clear()
            if any(cells):
                self._found.append(Block(normalised(" ".join(cells)), self._own or self._above, cells=cells))
                self._own = None
        else:
            self._flush(HEADINGS.get(element.tag, 0))
        self._lists -= element.tag in LISTS

    def _flush(self, level: int) -> None:
        if self._cells is not None:
            self._words.append(" ")  # inside a row, paragraphs are parts of one cell
            return
        text = normalised("".join(self._words))
        self._words.clear()
        if not text:
            return
        if level:
            self._above = self._own or self._above
        self._found.append(Block(text, self._own or self._above, level, bool(self._lists) and not level))
        self._own = None


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
