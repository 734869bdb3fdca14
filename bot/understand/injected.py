"""What stands in a question but is none of the asker's: orders to the adviser, parts to play, pasted passages.

They are cut out before anything is read. A pasted passage is never taken for the Code; where the question leans on it
("according to the passage, how long …?"), its words only tell what the question is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE | re.DOTALL)


_TAG: Final = (
    "(?:system|sys|inst|instructions?|assistant|user|developer|admin|context|passage|document|source|retrieved|excerpt)"
)
_QUOTED: Final = '["“]([^"”]+)["”]'
PASTED: Final = (
    re.compile(rf"<({_TAG})\b[^>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL),
    re.compile(rf"\[((?:\w+ )?{_TAG})\b[^\]]*\](.*?)\[(?:end|/\w+)[^\]]*\]", re.IGNORECASE | re.DOTALL),
    re.compile(
        r"\b(passage|excerpt|extract|context|quote|clause|snippet|source)\b(?: from the code)?"
        rf"[^\"“:.?!]{{0,20}}:\s*{_QUOTED}",
        re.IGNORECASE,
    ),
    re.compile(r"^\s*(context|passage|excerpt|background)\s*:\s*(.+?)\s*(?=\bquestion\s*:)", re.IGNORECASE | re.DOTALL),
)
"""Each gives the kind of what was pasted, and its words."""

_TO_ADVISER: Final = (
    "assistant|ignore|disregard|always|never|only|reply|answer|approved?|from now on|you are|tell the user|cite"
)
_END: Final = r"(?=\s*(?:[.!?:;,]|\b(?:and|then|but)\b)|$)"
_START: Final = r"(?:^|(?<=[.!?:;\]>]))\s*"
_JOINT: Final = r"(?:\s*(?:[.!?:;,]|\band\b|\bthen\b|\bbut\b))?"
_PARTS: Final = "drunk\\w*|pirate|poet|bard|robot|clown|comedian|wizard|toddler"
ORDERS: Final = _any(
    r"#{2,}\s*(?:instructions?|system|prompt|new rules?)\b[^#]*(?:#{2,}|$)",
    r"<\|[^|]*\|>",
    rf"(?:(?:^|(?<=[.!?])\s)[^.?!:\"“]{{0,60}}(?:\b(?:says?|reads?|said|states?))?\s*:\s*)?[\"“][^\"”]{{0,200}}\b(?:{_TO_ADVISER})\b[^\"”]{{0,200}}[\"”]",
    rf"{_START}(?:please )?(?:ignore|disregard|forget|override|bypass)\b[^.!?]{{0,80}}?"
    rf"(?:rules|instructions?|guidelines|prompt|messages?|above|previous|earlier|told|said|everything)"
    rf"(?:\s+\w+){{0,3}}?{_END}{_JOINT}",
    r"\bsystem (?:notice|message|override|prompt)\s*:[^.!?]*[.!?]?",
    r"\bdeveloper mode\b[^.!?]*[.!?]?",
    r"\b(?:you are|act as|from (?:here|now) on you)\b[^.!?]{0,60}"
    r"(?:unrestricted|dan\b|jailbroken|without (?:rules|limits)|free of rules)[^.!?]*[.!?]?",
    r"\b(?:answer|reply|respond|speak|talk|write|explain)\s+(?:\w+\s+)?"
    r"(?:in the (?:voice|style|manner|tone|words) of|like|as)\s+(?:an?|the|my|some)\b"
    rf"[^.?!;,:]{{0,60}}?{_END}{_JOINT}",
    rf"{_START}as an? (?:\w+ )?(?:{_PARTS})\b[^.?!;,:]{{0,40}}[,:]",
)
LEANS: Final = _any(
    r"\b(?:according to|going by|on the strength of|based on|under|as per|given) "
    r"(?:it|(?:the|that|this) (?:passage|text|document|context|source|excerpt|extract|quote|clause|snippet))\b",
    r"\bquestion\s*:",
)
NUMBER: Final = re.compile(r"\(?\b\d{1,2}(?:\.\d{1,2}){1,2}\b\)?")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A question without what was put into it; ``passage``: the words of what was pasted, where the question leans on
    it, without any number that it claims."""

    text: str
    passage: str = ""


def cleaned(question: str, cut: Callable[[str], str] = str) -> Cleaned:
    """`question` without orders to the adviser and pasted passages; `cut` takes out whole sentences."""
    pasted = list(_pasted(question))
    rest = question
    for pattern in PASTED:
        rest = pattern.sub(" ", rest)
    rest = cut(rest)
    if not pasted or not LEANS.search(rest):
        return Cleaned(_tidy(ORDERS.sub(" ", rest)))
    passage = NUMBER.sub(" ", ORDERS.sub(" ", " ".join(pasted)))
    return Cleaned(_tidy(ORDERS.sub(" ", LEANS.sub(" ", rest))), _tidy(passage))


def _pasted(question: str) -> Iterator[str]:
    for pattern in PASTED:
        for match in pattern.finditer(question):
            yield match.group(2)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:-")
