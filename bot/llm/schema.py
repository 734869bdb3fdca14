"""What a model has to return: ``{"sentences": [{"text": "...", "passages": [1, 2]}]}``, read as it comes.

Plain JSON, parsed here, works with every provider and server, and each sentence can be checked as soon as it is
complete; LangChain's ``with_structured_output`` hands over the whole object at the end, and many servers lack it.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answer import Claim

LONGEST_REPLY: Final = 60_000
_START: Final = re.compile(r'"sentences"\s*:\s*\[')
_MARKER: Final = re.compile(r"\s*\[(\d{1,3})\]")
_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_DECODER: Final = json.JSONDecoder()


class Sentence(BaseModel):
    """One sentence and the numbers of the passages that it rests on."""

    model_config = ConfigDict(extra="ignore", strict=True)

    text: Annotated[str, Field(min_length=1, max_length=1200)]
    passages: Annotated[list[int], Field(max_length=40)] = []

    def claims(self) -> tuple[Claim, ...]:
        """Its claims: one a sentence, even where the model ran several together; markers in the text count, too."""
        written = [int(m) for m in _MARKER.findall(self.text)]
        markers = tuple(dict.fromkeys((*self.passages, *written)))
        parts = _END.split(" ".join(_MARKER.sub("", self.text).split()))
        return tuple(Claim(part, markers) for part in parts if part)


class SentenceReader:
    """Feed it what a model says, piece by piece; it gives each sentence once that is complete.

    Attributes:
        malformed: how many objects were no sentences.
        finished: whether the list was closed.
    """

    def __init__(self) -> None:
        self._text = ""
        self._at = -1
        self.malformed = 0
        self.finished = False

    @property
    def full(self) -> bool:
        """Whether the reply has grown too long to be read on."""
        return len(self._text) > LONGEST_REPLY

    def feed(self, piece: str) -> list[Sentence]:
        """The sentences that `piece` completes; nothing more once the list was closed or the reply grew too long."""
        if self.finished or self.full:
            return []
        self._text += piece
        if self._at < 0:
            start = _START.search(self._text)
            if start is None:
                return []
            self._at = start.end()
        elif "}" not in piece and "]" not in piece:
            return []
        return self._complete()

    def _complete(self) -> list[Sentence]:
        found: list[Sentence] = []
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n,":
                self._at += 1
            if self._at >= len(self._text):
                return found
            if self._text[self._at] == "]":
                self.finished = True
                return found
            try:
                value, self._at = _DECODER.raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError):
                return found  # not complete yet, or never
            try:
                found.append(Sentence.model_validate(value))
            except ValidationError:
                self.malformed += 1
