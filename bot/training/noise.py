"""Spoiling text as people do: slips of the finger, capitals, keywords only, fillers of speech, American spelling."""

from __future__ import annotations

import random
import re
from typing import Final

FILLERS: Final = ("um", "er", "uh", "so", "like", "you know", "basically", "I mean", "well", "okay so", "hi", "please")
OPENINGS: Final = (
    "quick question:", "hi there,", "um so hi I was wondering", "ok so", "pls help", "hello,", "sorry,",
    "the Code:", "does the Code say:", "what does the Code want:", "my boss asks:",
)  # fmt: skip
_SMALL: Final = (
    "a an the is are was were be been do does did to of in on at for with we our us you your i my me it its "
    "this that these those and or but so if as by from has have had will would can could should shall must may "
    "might "
)
SMALL: Final = frozenset(_SMALL.split())
AMERICAN: Final = (
    (re.compile(r"is(e|ed|es|ing|ation|ations)\b"), r"iz\1"),
    (re.compile(r"our\b"), "or"),
    (re.compile(r"(?<=t)re\b"), "er"),
)
SHORT: Final = {
    "you": "u", "are": "r", "please": "pls", "people": "ppl", "because": "cuz", "with": "w/", "what": "wat",
    "before": "b4", "required": "reqd", "documentation": "docs", "vulnerability": "vuln", "to": "2", "for": "4",
    "have": "hav", "training": "trng", "provision": "prov", "operator": "op", "developer": "dev", "models": "mdls",
}  # fmt: skip


class Noise:
    """A seeded source of spoilt copies."""

    def __init__(self, seed: int, share: float = 0.35) -> None:
        self._random, self._share = random.Random(seed), share  # noqa: S311 - not for secrets

    def spoil(self, text: str) -> str:
        """`text`, or in some cases a spoilt copy."""
        if self._random.random() > self._share:
            return text
        kind = self._random.randrange(9)
        if kind == 0:
            return text.upper()
        if kind == 1:
            return re.sub(r"[^\w\s]", "", text.lower())
        if kind == 2:
            kept = [w for w in text.split() if w.lower().strip(".,?!;:'") not in SMALL]
            return " ".join(kept) if len(kept) > 1 else text
        if kind == 3:
            return self._spoken(text)
        if kind == 4:
            for pattern, replacement in AMERICAN:
                text = pattern.sub(replacement, text)
            return text
        if kind == 5:
            return " ".join(SHORT.get(w.lower(), w) for w in text.lower().split())
        return self._slips(text, 30 if kind < 8 else 12)

    def _spoken(self, text: str) -> str:
        words = re.sub(r"[^\w\s']", "", text.lower()).split()
        for _ in range(max(1, len(words) // 8)):
            words.insert(self._random.randrange(len(words) + 1), self._random.choice(FILLERS))
        return " ".join([self._random.choice(OPENINGS), *words])

    def _slips(self, text: str, every: int) -> str:
        letters = list(text)
        for _ in range(max(1, len(letters) // every)):
            place, kind = self._random.randrange(len(letters)), self._random.randrange(5)
            if not letters[place].isalpha():
                continue
            if kind == 0:
                letters[place] = ""
            elif kind == 1 and place + 1 < len(letters):
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            elif kind == 2:
                letters[place] *= 2
            elif letters[place] in "aeiou":
                letters[place] = self._random.choice("aeiou")
            else:
                letters[place] = self._random.choice("bcdfghklmnprstvw") if kind == 3 else ""
            letters = [x for x in letters if x] or list(text)
        return "".join(letters)
