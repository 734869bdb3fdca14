"""Markdown (CommonMark and tables) by markdown-it-py; front matter is left out, except its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from corpus import blocks
from corpus.decoding import decoded
from corpus.section import Extract, Outline
from corpus.wording import normalised, slug

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT: Final = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_TITLE: Final = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_PARSER: Final = MarkdownIt("commonmark").enable("table")


def read(content: bytes, name: str, charset: str | None) -> Extract:
    """Raises: DocumentUnreadable."""
    text = decoded(content, charset, name).replace("\r\n", "\n")
    front = _FRONT.match(text)
    stated = _TITLE.search(front[1]) if front else None
    outline = Outline()
    rows: list[tuple[str, ...]] = []
    row: list[str] | None = None
    level = 0
    for token in _PARSER.parse(text[front.end() :] if front else text):
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "table_close":
                outline.table(rows)
                rows = []
            case "tr_open":
                row = []
            case "tr_close":
                rows.append(tuple(row or ()))
                row = None
            case "inline":
                words = _words(token)
                if level:
                    outline.heading(level, words, slug(words))
                elif row is not None:
                    row.append(words)
                else:
                    outline.paragraph(words)
            case "fence" | "code_block":
                outline.paragraph(normalised(token.content))
            case "html_block":
                for block in blocks.from_html(blocks.tree(token.content)):
                    outline.paragraph(block.text)
    return Extract(stated[1] if stated else outline.first_heading, outline.sections())


def _words(inline: Token) -> str:
    """The text of a paragraph without its marks."""
    parts = []
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type in ("text", "code_inline", "image"):
            parts.append(token.content)
    return normalised("".join(parts))
