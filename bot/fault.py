"""What can be wrong with a sentence: words for who repairs it, and a kind, which is all that a log may hold of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Kind(StrEnum):
    """What a fault is about."""

    MARKER = "marker"  # it cites nothing, or what isn't there
    QUOTE = "quote"  # a quote that no passage holds
    NUMBER = "number"  # a provision, number or amount from elsewhere
    STRENGTH = "strength"  # another strength than the provision's
    BEARER = "bearer"  # somebody else has to act
    SOURCE = "source"  # one source passed off as another
    FORM = "form"  # a link, markup, or too long
    NAME = "name"  # a name from elsewhere
    NEGATION = "negation"  # a “not” too many or too few
    LAW = "law"  # law, compliance or certification
    SUPPORT = "support"  # words that its passages don't hold
    REPEATED = "repeated"  # said before


class Fault(str):
    """A fault in words, which may quote the sentence; ``kind`` never does."""

    __slots__ = ("kind",)
    kind: Kind

    def __new__(cls, kind: Kind, text: str) -> Fault:
        made = super().__new__(cls, text)
        made.kind = kind
        return made


def faults(kind: Kind, texts: Iterable[str]) -> list[Fault]:
    """`texts` as faults of one kind."""
    return [Fault(kind, text) for text in texts]


def kinds(found: Iterable[Fault]) -> tuple[Kind, ...]:
    """The kinds of faults, each once, in order."""
    return tuple(dict.fromkeys(fault.kind for fault in found))
