"""Bytes to text: what the file says of itself first, then UTF-8, then a guess that has to be plausible."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from corpus.errors import DocumentUnreadable

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)


def decoded(content: bytes, charset: str | None, name: str) -> str:
    """The text of a file; `charset` is what the server said, `name` is for messages.

    Raises:
        DocumentUnreadable: it is not text in any encoding that fits.
    """
    marked = next((encoding for mark, encoding in MARKS if content.startswith(mark)), None)
    declared = _DECLARED.search(content[:4_096])
    for encoding in (marked, charset, declared[1].decode("ascii") if declared else None, "utf-8"):
        if encoding:
            try:
                return _text(content.decode(encoding), name)
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
    guess = from_bytes(content[:200_000]).best()
    if guess is None:
        raise DocumentUnreadable(f"{name} is not text in an encoding that can be recognised. Save it as UTF-8.")
    return _text(content.decode(guess.encoding, "replace"), name)


def _text(text: str, name: str) -> str:
    if "\x00" in text:
        raise DocumentUnreadable(f"{name} holds binary data, not text.")
    return text
