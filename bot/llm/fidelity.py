"""Whether a model's rewriting or translation still says what it was given: deterministic and local, as all checks are.

A rewriting may only use words of the conversation. A translation is read back word by word through the glossary of
:mod:`bot.topics.glossary` and compared: numbers, strength, negation, who is named, and the cosine of the sentence
vectors. What cannot be read back cannot be checked, and an answer in such a language stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Protocol

from bot.scrutiny import HARD, MARKUP, NEGATION, ROLES, stems
from bot.topics.glossary import LANGUAGES, Gloss, gloss
from ontology.model import Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.encoder import Vectors

LONGEST_QUESTION: Final = 600
NEAR_QUESTION: Final = 0.45
NEAR_ANSWER: Final = 0.45
MOST_LONGER: Final = 2.5
_NUMBER: Final = re.compile(r"\d+(?:[.,:/-]\d+)*")
_QUOTED: Final = re.compile(r"“[^”]*”")
_STARRED: Final = re.compile(r"\*\w+\*")
_OWN: Final = re.compile(r"\*\*|[<>`{}|\\]|https?:|www\.|\]\(|\n", re.IGNORECASE)
_POINTING: Final = frozenset(
    re.findall(
        r"\w+",
        """
        that those these this them they same ones one list instead else too there such latter former about just
        again okay thanks right good now and but then else please there its his her
        """,
    )
)
_GLOSSED_STRENGTH: Final = {
    Modality.SHALL: re.compile(r"\b(?:must|required mandatory|requirements(?! need))\b"),
    Modality.SHOULD: re.compile(r"\b(?:should|recommended optional|recommendations)\b"),
}
_GLOSSED_ROLES: Final = {"developer": "developer", "system-operator": "operator", "end-user": "users"}
_GLOSSED_NEGATION: Final = re.compile(r"\b(?:not|without|never)\b")


class Encodes(Protocol):
    """The part of an encoder that is used."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, one a row."""


def rewriting(text: str, follow_up: str, earlier: Iterable[str]) -> list[str]:
    """What is wrong with `text` as a rewriting of `follow_up` in the light of `earlier`; empty when nothing is."""
    before = " ".join(earlier)
    found = _shape(text)
    held = stems(f"{follow_up} {before}")
    if alien := sorted(stems(text) - held):
        found.append(f"{', '.join(alien[:5])} was not said")
    if lost := sorted(stems(follow_up) - stems(" ".join(_POINTING)) - stems(text)):
        found.append(f"{', '.join(lost[:5])} is left out")
    if not stems(text) - stems(follow_up):
        found.append("it fills nothing in")
    numbers, asked = set(_NUMBER.findall(text)), set(_NUMBER.findall(follow_up))
    if not asked <= numbers <= asked | set(_NUMBER.findall(before)):
        found.append("its numbers differ")
    said, kept = _strengths(text), _strengths(follow_up)
    if not (said == kept if kept else said <= _strengths(before)):
        found.append("its strength differs")
    if _denies(text) != _denies(follow_up) and _denies(text) != _denies(before):
        found.append("its negation differs")
    return found


def question(english: str, asked: str, glossed: Gloss | None, encoder: Encodes) -> list[str]:
    """What is wrong with `english` as a translation of the question `asked`; `glossed` is its gloss, if it has one."""
    found = _shape(english)
    if sorted(_NUMBER.findall(english)) != sorted(_NUMBER.findall(asked)):
        found.append("its numbers differ")
    if not english.isascii() and sum(ord(c) > 591 and c.isalpha() for c in english) > 0:
        found.append("it is not English")
    if glossed is None:
        return found
    return found + _against(english, glossed.english, NEAR_QUESTION, encoder)


def answer(foreign: str, english: str, language: str, encoder: Encodes) -> list[str]:
    """What is wrong with `foreign` as a translation of the checked sentence `english`; empty when nothing is."""
    if language not in LANGUAGES.values():
        return ["its language cannot be read back"]
    found = []
    if _OWN.search(foreign) or not len(english) / MOST_LONGER <= len(foreign) <= len(english) * MOST_LONGER:
        found.append("its form differs")
    for what in (_NUMBER, _QUOTED, _STARRED):
        if sorted(what.findall(foreign)) != sorted(what.findall(english)):
            found.append("its numbers, quotes or strengths differ")
            break
    plain, rest = _STARRED.sub(" ", _QUOTED.sub(" ", english)), _STARRED.sub(" ", _QUOTED.sub(" ", foreign))
    glossed = gloss(rest)
    if glossed is None or glossed.language != language:
        return [*found, f"it is not {language}"]
    return found + _against(plain, glossed.english, NEAR_ANSWER, encoder)


def _against(english: str, glossed: str, near: float, encoder: Encodes) -> list[str]:
    """How `english` differs from a gloss of the same sentence in another language."""
    found = []
    said = {m for m in _GLOSSED_STRENGTH if HARD[m].search(english)}
    if said != {m for m, words in _GLOSSED_STRENGTH.items() if words.search(glossed)}:
        found.append("its strength differs")
    if _denies(english) != bool(_GLOSSED_NEGATION.search(glossed)):
        found.append("its negation differs")
    named = {role for role, word in _GLOSSED_ROLES.items() if re.search(rf"\b{word}\b", glossed)}
    if {role for role in _GLOSSED_ROLES if ROLES[role].search(english)} != named:
        found.append("it names others")
    vectors = encoder.encode([english, glossed])
    if float(vectors[0] @ vectors[1]) < near:
        found.append("it says something else")
    return found


def _shape(text: str) -> list[str]:
    return ["its form is not a question's"] if MARKUP.search(text) or not 3 <= len(text) <= LONGEST_QUESTION else []


def _strengths(text: str) -> set[Modality]:
    return {modality for modality, words in HARD.items() if words.search(text)}


def _denies(text: str) -> bool:
    return bool(NEGATION.search(text))
