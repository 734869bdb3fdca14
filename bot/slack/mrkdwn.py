"""Text for Slack: our light Markdown as mrkdwn or plain text, and everything hostile made harmless.

Slack reads ``<...>`` as mentions and links and knows three entities; escaping ``&``, ``<`` and ``>`` therefore disarms
``<!channel>``, ``<@U1>`` and hidden links (https://docs.slack.dev/messaging/formatting-message-text#escaping).
"""

from __future__ import annotations

import re
import unicodedata

_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_EMPHASIS = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")
_MENTION = re.compile(r"<(?:@[^>|]*|![^>]*)(?:\|[^>]*)?>")
_LINK = re.compile(r"<([^>|]+)\|([^>]*)>")
_BARE = re.compile(r"<([^>]+)>")
_URL = re.compile(r"https?://[^\s<>|\"']+")
ELLIPSIS = "…"


def escaped(text: str) -> str:
    """`text` with Slack's three control characters as entities, and without control and bidirectional characters."""
    return _entities(_visible(text))


def mrkdwn(markdown: str) -> str:
    """Our light Markdown (``**strong**``, ``*emphasis*``) as Slack's mrkdwn, escaped."""
    marked = _EMPHASIS.sub("\x02\\1\x02", _STRONG.sub("\x01\\1\x01", _visible(markdown)))
    return _entities(marked).replace("\x01", "*").replace("\x02", "_")


def plain(markdown: str) -> str:
    """Our light Markdown without its marks, for places that show text as it is."""
    return _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", _visible(markdown)))


def linked(url: str, label: str) -> str:
    """A link in mrkdwn; only the label where the address is none that may be linked."""
    if not _URL.fullmatch(url) or len(url) > 1000:
        return escaped(label)
    return f"<{url.replace('&', '&amp;')}|{escaped(label).replace('|', '¦')}>"


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` characters; where it is cut, at a space if there is one, never inside an entity."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = -1 if text[limit - 1].isspace() else head.rfind(" ", limit // 2)
    head = head[:space] if space > 0 else head
    ampersand = head.rfind("&")
    if ampersand >= 0 and len(head) - ampersand < 5 and ";" not in head[ampersand:]:
        head = head[:ampersand]
    angle = head.rfind("<")
    if angle >= 0 and ">" not in head[angle:]:
        head = head[:angle]
    return head.rstrip() + ELLIPSIS


def said(text: str) -> str:
    """What a person typed, as plain words: mentions removed, links replaced by their labels, entities resolved."""
    words = _MENTION.sub(" ", text)
    words = _BARE.sub(r"\1", _LINK.sub(r"\2", words))
    for character, entity in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        words = words.replace(entity, character)
    return " ".join(words.split())


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _visible(text: str) -> str:
    if all(line.isprintable() for line in text.split("\n")):  # nearly always, and much faster
        return text
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
