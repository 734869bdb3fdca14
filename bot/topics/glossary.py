"""Questions in seven other languages, glossed word by word into English, so that they can be understood at all.

The encoder reads English. ``glossary.tsv`` holds some two hundred ideas of the field with the stems by which French,
German, Spanish, Italian, Portuguese, Dutch and Polish name them. That is no translation: an answer to a glossed
question should say so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.errors import BankInvalid

FILE: Final = Path(__file__).parent / "glossary.tsv"
LANGUAGES: Final = {
    "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish",
}  # fmt: skip
COMMON: Final = {
    "en": "the a an is are was of and to in that for it on with as be this we our you do does must should what who how "
    "when where which not or if can may from by have has at my your they there any will would i code need",
    "fr": "le la les un une des du de et est sont que qui dans pour sur pas ne nous notre nos quand doit devons au aux "
    "avec ou il elle ce cette se par quelles quels faut l d",
    "de": "der die das den dem des ein eine einen und ist sind wir unser unsere nicht fur mit von zu bei wenn wer was "
    "muss mussen oder auf im am aus nach vor wie es sich werden wird darf",
    "es": "el la los las un una unos y es son que de del en para por con no se nuestro nuestra nuestros cuando debemos "
    "debe quien como al lo si puede pueden le les a un",
    "it": "il lo la i gli le un una e sono che di del della dei delle in per con non si nostro nostra nostri quando "
    "dobbiamo deve chi come al alla se puo dal",
    "pt": "o a os as um uma e sao que de do da dos das em no na para por com nao se nosso nossa quando devemos deve "
    "quem como ao pode os temos",
    "nl": "de het een en is zijn dat van in op voor met niet we wij onze ons wanneer moet moeten wie wat hoe of te bij "
    "door aan als er worden wordt mag",
    "pl": "i w na z ze do nie jest sa czy musimy musza kto co jak kiedy dla o nasz nasze naszego naszych sie po przed "
    "od model przez ma byc",
}  # fmt: skip
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN: Final = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "’": "'", "ø": "o", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Gloss:
    """A question's language (its English name) and its words in English, as far as they are known."""

    language: str
    english: str


def gloss(question: str) -> Gloss | None:
    """`question` glossed, or None when it is English, too short to tell, or in a language that is not known."""
    words = [plain(w) for w in _WORD.findall(question)]
    language = _language(words, question)
    if language is None:
        return None
    exact, stems = _entries(language)
    found: list[str] = []
    for word in words:
        for part in (word.split("'", 1)[1],) if "'" in word and len(word.split("'", 1)[1]) > 2 else (word,):
            for english in _meanings(part, exact, stems, compounds=language in ("de", "nl")):
                if not found or found[-1] != english:
                    found.append(english)
    return Gloss(LANGUAGES[language], " ".join(found)) if len(found) > 1 else None


def plain(word: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFD", word.translate(_PLAIN).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _language(words: list[str], question: str) -> str | None:
    hits = {code: sum(_small(w, code) for w in words) for code in COMMON}
    best = max((code for code in hits if code != "en"), key=lambda code: hits[code])
    least = 2 if any(ord(c) > 191 for c in question) else 3
    if hits[best] < min(least, 2) or hits[best] < hits["en"]:
        return None  # told without a look at the stems, as for nearly every question
    near = [code for code in hits if code != "en" and hits[code] >= hits[best] - 1]
    if len(near) > 1:
        best = max(near, key=lambda code: (hits[code] + sum(_known(w, code) for w in words), hits[code]))
    return best if hits[best] >= least and hits[best] > hits["en"] + 1 else None


def _small(word: str, code: str) -> bool:
    known = _common()[code]
    if code != "en" and word in _common()["en"]:
        return False
    return word in known or word.split("'")[0] in known or (code != "en" and word in _entries(code)[0])


def _known(word: str, code: str) -> bool:
    exact, stems = _entries(code)
    return word in exact or any(word.startswith(stem) for stem in stems)


def _meanings(word: str, exact: dict[str, str], stems: dict[str, str], compounds: bool) -> list[str]:
    if word in exact:
        return [exact[word]]
    for length in range(len(word), 2, -1):
        if word[:length] in stems:
            rest = word[length:]
            tail: list[str] = []
            if compounds and len(rest) > 3:
                for start in range(min(4, len(rest) - 3)):
                    tail = _meanings(rest[start:], {}, stems, True) if rest[start:] not in exact else []
                    if tail and tail != [rest[start:]]:
                        break
                    tail = []
            return [stems[word[:length]], *tail]
    # a word that is known to no one may be international (API, audit, ransomware); a number always is
    return [word] if word.isdigit() or (len(word) > 3 and word not in _all_common()) else []


@cache
def _common() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in COMMON.items()}


@cache
def _all_common() -> frozenset[str]:
    return frozenset().union(*_common().values())


@cache
def _entries(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Whole words, and stems, with their English, for one language."""
    column = list(LANGUAGES).index(language) + 1
    exact: dict[str, str] = {}
    stems: dict[str, str] = {}
    try:
        lines = FILE.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BankInvalid(f"The glossary is missing: {error.strerror}. Reinstall the package.") from error
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != len(LANGUAGES) + 1:
            raise BankInvalid(f"glossary.tsv, line {number}: {len(fields)} columns instead of {len(LANGUAGES) + 1}.")
        for entry in fields[column].split(","):
            word = plain(entry.strip())
            target = exact if word.startswith("=") else stems
            target.setdefault(word.removeprefix("="), fields[0])
    return exact, stems
