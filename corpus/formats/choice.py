"""Which reader a document needs: by the server's word for addresses, by its name for files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from corpus.errors import DocumentUnreadable
from corpus.formats import markdown, page, plain, portable, word
from corpus.section import Extract

Reader = Callable[[bytes, str, str | None], Extract]
RECORDS: Final = "jsonl"
READERS: Final[dict[str, Reader]] = {
    "markdown": markdown.read,
    "text": plain.read,
    "html": page.read,
    "pdf": portable.read,
    "docx": word.read,
}
SUFFIXES: Final = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".docx": "docx", ".jsonl": RECORDS, ".ndjson": RECORDS, ".jsonl.gz": RECORDS,
}  # fmt: skip
MEDIA: Final = {
    "text/markdown": "markdown", "text/plain": "text", "text/html": "html", "application/xhtml+xml": "html",
    "application/pdf": "pdf", "application/x-ndjson": RECORDS, "application/jsonl": RECORDS,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip


def by_name(name: str) -> str | None:
    """The format that a file's name stands for, or None."""
    path = PurePath(name.lower())
    return SUFFIXES.get("".join(path.suffixes[-2:])) or SUFFIXES.get(path.suffix)


def of(name: str, media: str = "") -> str:
    """The format of a document by its media type or its name.

    Raises:
        DocumentUnreadable: neither is known.
    """
    by_media = MEDIA.get(media)
    named = by_name(name)
    if by_media == "text" and named:  # servers send Markdown and JSON Lines as plain text
        return named
    found = by_media or named
    if found is None:
        raise DocumentUnreadable(
            f"{name} is of no known format. Known: Markdown, text, HTML, PDF, DOCX and JSON Lines "
            f"({', '.join(SUFFIXES)})."
        )
    return found
