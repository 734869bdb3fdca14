"""What a question takes for granted about the Code: "since Ofcom wrote it, ...", "..., so we are exempt, right?".

Each clause that is stated and not asked is read like a question of fact; the node that fits it closely is told beside
the answer, whether the clause has it right or wrong. A presupposition in the sense of linguistics; nothing is judged.
"""

from __future__ import annotations

import re
from typing import Final

from bot.frame import LEGAL_FORCE
from bot.text import SENTENCE
from bot.understand.factual import FactReader
from bot.understand.heads import Reads
from bot.understand.numbers import WORDS

NO_FIGURES: Final = "about/no-figures"
"""The node that says that the Code names no periods and amounts."""
CLOSE: Final = 1.3
"""From which score (of 2) a node is what a clause speaks of."""
MOST_CLAUSES: Final = 6
MOST: Final = 2
LEAST_WORDS: Final = 3
_JOINT: Final = re.compile(
    r"(?<!\s)\s*(?:[,;:—–]|\s-\s)\s+(?:(?:and|but|so|hence|then|therefore|which)\s+)?|\s+so\s+(?=(?:we|i|they|it|our|the)\b)",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"^(?:(?:and|but|so|well|now(?! that)|look|ok|yes|then)\W+)*"
    r"(?:(?:since|because|given(?: that)?|seeing(?: that| as)?|as|now that|considering(?: that)?|knowing(?: that)?|assuming(?: that)?|if|granted)\s+)?"
    r"(?:(?:(?!which|what|who|how|when|where)[\w'’-]+\s+){1,6}?(?:know|gather|hear|heard|told(?: (?:us|me))?|says?|said|understand|read(?=\s+that)|claims?|insists?|reckons?|swears?|believes?|thinks?)\s+(?:that\s+)?)?",
    re.IGNORECASE,
)
_TAG: Final = re.compile(
    r"(?<![\s,;—–-])[\s,;—–-]++(?:right|correct|yes|no|true|agreed|i (?:gather|hear|believe|think|take it)|(?:is|does|are|do|has|have|was|did|ca|wo)n['’]?t (?:it|they|we|there|that))\W*$",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"^(?:(?:and|but|so|also|now|then|please|to|in|on|at|for|by|from|under|with)\W+)*(?:what|which|who|whom|whose|how|when|where|why|do|does|did|must|should|shall|may|can|could|is|are|am|has|have|will|would|isn|aren|doesn|don"
    r"|list|show|give|name|tell|explain|compare|define|quote|confirm|draft|put|set|place|lay|weigh|hold|write|word|sum)\b",
    re.IGNORECASE,
)
_NUMBER: Final = r"(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty|sixty|ninety|hundred)"
FIGURE: Final = re.compile(
    rf"\b{_NUMBER}[ -](?:\w+ )?(?:minutes?|hours?|days?|weeks?|months?|years?|per ?cent|percent|times an?|pounds?|euros?)\b|[£€$]\s?\d|\d\s?%"
    r"|\b(?:every|each|once an?|twice an?) (?:\w+ )?(?:hour|day|week|fortnight|month|quarter|year)\b|\b(?:hourly|daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b",
    re.IGNORECASE,
)
"""A period, an interval or an amount."""
_OBLIGES: Final = re.compile(
    r"\b(?:code|must|has to|have to|had to|makes? us|the rule|rule that|obliges?|obliged|required|mandatory|compulsory|binding)\b",
    re.IGNORECASE,
)
MENTIONS: Final = re.compile(
    r"\b(?:code|laws?|legal\w*|acts?|regulat\w+|statut\w+|fine[sd]?|penalt\w+|parliament|minist\w+|government|ofcom|ico|ncsc|dsit|etsi|en ?304|ts ?104|standards?|iso(?:/iec)?|nist|owasp"
    r"|gdpr|certif\w+|accredit\w+|cyber essentials|principles?|provisions?|guide(?:lines?)?|annex|dut(?:y|ies)|bind(?:s|ing)?|binding|compulsory|mandatory|voluntary|exempt\w*|in scope)\b",
    re.IGNORECASE,
)
"""What a clause about the Code, or about what surrounds it, speaks of; a clause of a story does not."""

_CODE: Final = re.compile(r"\bcode\b", re.IGNORECASE)
_LAW: Final = re.compile(
    r"\b(?:laws?(?! (?:firm|society|school|centre|court|student|department|office|practice)s?\b)|statut\w+|legislat\w+|parliament\w*|royal assent|fine[sd]?|penalt\w+"
    r"|prosecut\w+|inspectors?|offen[cs]es?|legally binding|criminal)\b",
    re.IGNORECASE,
)
"""What only a law has, said of the Code."""

_LEADS: Final = r"(?:(?:and|but|so|well|ok)\W+)*(?:since|because|given|seeing|as|now that|considering|knowing)\b"
LED: Final = re.compile(
    rf"^{_LEADS}[^.?!]{{15,160}}?,\s+(?P<rest>(?:\S+\s+){{4,}}\S+)$",
    re.IGNORECASE | re.DOTALL,
)
LEADS: Final = re.compile(_LEADS, re.IGNORECASE)
SIZE: Final = "about/size"
"""The node that says how many principles and provisions there are."""
COUNTED: Final = re.compile(
    r"\b(?:code|it|this|thing)\b[^.?!]{0,40}\b(?:with|has|had|have|having|of|contains|lists)(?: its| the| all)? (?P<number>\d{1,3}|[a-z]+) (?P<what>principles|provisions)\b",
    re.IGNORECASE,
)
"""How many principles or provisions the Code is said to have."""


def leaves_over(question: str) -> str:
    """What `question` asks beside the clause that it begins with and takes for granted ("since ..., who signs?")."""
    match = LED.match(question)
    return match["rest"] if match else ""


def counted(number: str) -> int | None:
    """What a number in digits or words comes to; None for any other word, as in “the Code has many principles”."""
    return int(number) if number.isdigit() else WORDS.get(number.lower())


def stated(question: str) -> tuple[str, ...]:
    """The clauses of `question` that are stated and not asked, bare of what leads in or tags them, in order."""
    found = []
    for sentence in SENTENCE.split(question):
        for part in (*_JOINT.split(sentence), sentence):
            tagged = _TAG.search(part)
            if (part.endswith("?") and not tagged) or _ASKS.match(part):
                continue
            bare = _LEAD.sub("", _TAG.sub("", part), count=1).strip(" ,;.!?")
            if len(bare.split()) >= LEAST_WORDS:
                found.append(bare)
    return tuple(dict.fromkeys(found))[:MOST_CLAUSES]


def led_by_law(question: str) -> bool:
    """Whether a sentence leads in with it that the Code is law: “as this Code is an Act of Parliament, ...”."""
    led = [sentence for sentence in SENTENCE.split(question) if LEADS.match(sentence)]
    return any(takes_for_law(sentence) for sentence in led)


def takes_for_law(question: str) -> bool:
    """Whether a clause that is stated takes the Code for law."""
    return any(_CODE.search(part) and _LAW.search(part) for part in stated(question))


class Granted:
    """Finds the nodes that tell about what is taken for granted; `principles` and `provisions`: how many there are."""

    def __init__(self, facts: FactReader, heads: Reads, principles: int, provisions: int) -> None:
        self._facts, self._heads = facts, heads
        self._whole = {"principles": principles, "provisions": provisions}

    def nodes(self, question: str) -> tuple[str, ...]:
        """The nodes about what `question` takes for granted, in the order of its clauses; mostly there are none."""
        parts = stated(question)
        if not parts:
            return ()
        found = [NO_FIGURES for part in parts if FIGURE.search(part) and _OBLIGES.search(part)]
        found += [LEGAL_FORCE] if takes_for_law(question) else []
        found += [SIZE for part in parts if self._miscounts(part)]
        near = [part for part in parts if MENTIONS.search(part)]
        for part, reading in zip(near, self._heads.read(near, whole=False), strict=True):
            best = self._facts.best(part, reading)
            if best and best[0].node.startswith("about/") and best[0].score >= CLOSE:
                found.append(best[0].node)
        return tuple(dict.fromkeys(found))[:MOST]

    def _miscounts(self, clause: str) -> bool:
        said = ((counted(m["number"]), self._whole[m["what"].lower()]) for m in COUNTED.finditer(clause))
        return any(number is not None and number != whole for number, whole in said)
