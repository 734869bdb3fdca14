"""Repairing how a question is written, without touching what it says: fillers, dictation, short forms and typos.

Only words that neither the encoder's vocabulary nor the phrase bank knows are corrected, and only to words of the
bank that are an edit or two away (Damerau-Levenshtein, https://doi.org/10.1145/363958.363994), the commonest first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from functools import cached_property
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

FILLERS: Final = re.compile(
    r"(?<![\w'])(?:um+|uh+|er+m?|hmm+|(?<=, )(?:you know|i mean)|(?:you know|i mean)(?=,)|like i said|sort of like|basically|so hi|hi there|kind regards|that's it really)(?![\w'])",
    re.IGNORECASE,
)
DICTATED: Final = re.compile(
    r"\b(?:full stop|comma|question mark|exclamation mark|new line|semicolon)\b", re.IGNORECASE
)
TELEGRAPHED: Final = re.compile(r"\s+(?P<asked>QUERY\s+)?STOP\b")
STUTTER: Final = re.compile(r"\b(\w+(?:\s+\w+)?)(?:\s+\1\b)+", re.IGNORECASE)
SHORT_FORMS: Final = {
    "w/": "with", "w/o": "without", "pls": "please", "plz": "please", "usr": "user", "usrs": "users", "vuln": "vulnerability",
    "vulns": "vulnerabilities", "req'd": "required", "reqd": "required", "reqs": "requirements", "docs": "documentation", "info": "information", "mgmt": "management",
    "env": "environment", "envs": "environments", "infra": "infrastructure", "config": "configuration", "auth": "authentication", "devs": "developers", "dev": "developer",
    "3rd-pty": "third-party", "3rd": "third", "pty": "party", "avail": "available", "comms": "communication", "ppl": "people", "u": "you", "r": "are", "thx": "thanks", "cos": "because", "coz": "because",
    "bc": "because", "smth": "something", "sth": "something", "some1": "someone", "any1": "anyone", "every1": "everyone", "2": "to", "4": "for", "b4": "before", "gonna": "going to", "wanna": "want to", "gotta": "have to",
    "n": "and", "ur": "your", "wrt": "about", "re:": "about", "btw": "", "asap": "soon", "evals": "evaluations", "eval": "evaluation", "perms": "permissions", "prod": "production", "op": "operator", "ops": "operators", "cust": "custodian", "mand": "mandatory",
    "fase": "phase", "faze": "phase", "maintainance": "maintenance", "maintenence": "maintenance", "wat": "what", "wot": "what", "wen": "when", "haf": "have", "hav": "have", "tel": "tell", "shud": "should", "shoud": "should", "cud": "could", "wud": "would", "teh": "the", "hwo": "how", "meny": "many", "ther": "there", "whos": "who is", "princ": "principle", "prin": "principle", "indep": "independent", "oblig": "obligations", "obligs": "obligations", "resp": "responsibilities", "orgs": "organisations", "mgr": "manager", "reg": "regulation", "regs": "regulations", "dont": "don't", "doesnt": "doesn't", "nobdy": "nobody", "wich": "which", "promt": "prompt", "sytem": "system",
}  # fmt: skip
_AMBIGUOUS: Final = {
    "2",
    "4",
    "r",
    "u",
    "n",
    "op",
    "info",
    "config",
    "docs",
    "dev",
    "devs",
    "prod",
    "3rd",
    "auth",
    "env",
}
_NUMBERED: Final = re.compile(r"(?:prin\w*|phase|stage|step|level|no|number|p)[.:#]?$", re.IGNORECASE)
"""A digit after one of these words is a number."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
MESSY_SHARE: Final = 0.15
CLOSE: Final = 0.74
SHORT: Final = 8
CLOSE_IN_SHORT: Final = 0.85
"""In a few words that are otherwise well written, only a slip of one letter is mended."""


class Spelling:
    """Corrects questions that are visibly typed in haste; a well-written one with a rare word is left alone.

    Args:
        texts: the phrase bank, from which corrections are taken.
        known: words that need no correction (the encoder's vocabulary).
    """

    def __init__(self, texts: Iterable[str], known: Container[str]) -> None:
        self._texts = tuple(texts)
        self._known = known

    @cached_property
    def _counts(self) -> dict[str, int]:
        """Words of the bank by how often they stand there; read only when a question looks hasty."""
        counted = Counter(word for text in self._texts for word in _WORD.findall(text.lower()))
        return {word: count for word, count in counted.items() if count >= 3 and len(word) >= 4}

    @cached_property
    def _candidates(self) -> list[str]:
        return sorted(self._counts, key=lambda w: -self._counts[w])

    def repair(self, question: str) -> str:
        """`question` as its writer would have typed it with time to spare."""
        text = question
        if question.isupper():
            text = TELEGRAPHED.sub(lambda stop: "?" if stop["asked"] else ".", question).lower()
        dictated = DICTATED.search(text) and not re.search(r"[.?!,]\s", text)
        if dictated:
            text = DICTATED.sub(lambda m: {"question mark": "?", "comma": ","}.get(m.group(0).lower(), "."), text)
        text = FILLERS.sub(" ", text)
        messy = self._messy(text)
        words = text.split()
        before = ["", *words[:-1]]
        spelt = [
            word if word[:1].isdigit() and _NUMBERED.match(last) else self._short_form(word, messy)
            for last, word in zip(before, words, strict=False)
        ]
        text = " ".join(word for word in spelt if word)
        text = STUTTER.sub(r"\1", text)
        if messy:
            return _WORD.sub(lambda m: self._corrected(m.group(0), CLOSE), text)
        if len(text.split()) <= SHORT and text.isascii():
            return _WORD.sub(lambda m: self._corrected(m.group(0), CLOSE_IN_SHORT), text)
        return text

    def _messy(self, text: str) -> bool:
        """Whether the text was typed in haste: short forms, or many words that nobody knows."""
        words = [w.strip('.,;:!?()"') for w in text.lower().split()]
        short = sum(w in SHORT_FORMS and w not in _AMBIGUOUS for w in words)
        unusual = [w for w in words if w.isalpha() and w.isascii() and len(w) > 3 and w not in self._known]
        odd = sum(not self._is_known(w) for w in unusual) if len(unusual) >= 2 else 0
        foreign = sum(not w.isascii() for w in words)
        return not foreign and (short >= 1 or (odd >= 2 and odd / max(1, len(words)) >= MESSY_SHARE))

    def _is_known(self, word: str) -> bool:
        if word in self._known or word in self._counts:
            return True
        stems = (
            word[: -len(end)] for end in ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "r") if word.endswith(end)
        )
        return any(stem in self._known or stem + "e" in self._known for stem in stems if len(stem) > 2)

    def _short_form(self, word: str, messy: bool) -> str:
        bare = word.strip(",;!?.").lower()
        if bare in SHORT_FORMS and (messy or bare not in _AMBIGUOUS):
            return word.lower().replace(bare, SHORT_FORMS[bare])
        return word

    def _corrected(self, word: str, close: float) -> str:
        lower = word.lower()
        if len(lower) < 4 or not lower.isascii() or "'" in lower or word.isupper() or self._is_known(lower):
            return word
        found = process.extractOne(
            lower, self._candidates, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=close
        )
        if found is None or (close > CLOSE and _same_stem(lower, found[0])):
            return word
        return found[0]


def _same_stem(word: str, other: str) -> bool:
    """Whether two words differ in their ending only, as a plural does from its singular."""
    return word[:-1] == other[: len(word) - 1]
