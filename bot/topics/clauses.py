"""Taking a situation apart: sentences, and the clauses within them that can stand alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LEAST: Final = 4  # words that a clause needs to stand alone
SITUATION: Final = 3  # sentences from which on a question is read as a situation
LONGEST: Final = 24  # clauses, and sentences, that are read apart
_END = re.compile(r"(?<=[.!?;])\s+(?=[\w\"'‘“(])|\s+(?=\(?\d{1,2}\)\s+[a-z])", re.IGNORECASE)
_JOINT = re.compile(
    r"\s*(?:,|;|:|—|–|\s-\s)\s+(?:(?:and|but|so|while|yet|or|nor|because|which|who|then)\s+)?"
    r"|\s+(?:and|but|while|because|although|nor|whereas)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its clauses, each a substring, in order; a sentence without joints has itself as only part."""

    text: str
    parts: tuple[str, ...]


def clauses(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, cut at joints where both sides have :data:`LEAST` words or more."""
    found = []
    for sentence in _END.split(text):
        parts, last = [], 0
        for joint in _JOINT.finditer(sentence):
            before, after = sentence[last : joint.start()], sentence[joint.end() :]
            if len(before.split()) >= LEAST and len(after.split()) >= LEAST:
                parts.append(before.strip())
                last = joint.end()
        parts.append(sentence[last:].strip())
        if sentence.strip():
            found.append(Sentence(sentence.strip(), tuple(p for p in parts if p)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Parts:
    """The clauses and sentences of a situation, both empty for a shorter question. `count` is of sentences."""

    clauses: tuple[str, ...]
    sentences: tuple[str, ...]
    count: int

    def __bool__(self) -> bool:
        return bool(self.clauses)

    @classmethod
    def of(cls, text: str) -> Parts:
        sentences = clauses(text)
        if len(sentences) < SITUATION:
            return cls((), (), len(sentences))
        parts = tuple(part for sentence in sentences for part in sentence.parts)
        return cls(parts[:LONGEST], tuple(s.text for s in sentences)[:LONGEST], len(sentences))
