"""Numbers in a question: provisions and principles by the Code's number or ETSI's, before any model is asked.

UK and ETSI numbers look alike ("5.2.1" is both a principle of EN 304 223 and could be a UK provision). One with a
hyphen is ETSI's. One without is read as ETSI's when the question names ETSI near it or when only ETSI has it and it
is a principle's clause there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ontology.catalogue import Catalogue
from ontology.model import Principle, Provision

WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "final": 13, "last": 13,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}\b|(?:{'|'.join(WORDS)})\b)"
_ANOTHER = rf"(?!one\b){_NUMBER}(?! (?:of|more|others?|things?|days?|weeks?|months?|years?)\b)"
""" "Principle 5 or one of the others" names one."""
_TO = r"(?:(?:right|up|all the way|through) )*(?:to|through|till|until)"
_AT_AN_END = re.compile(
    rf"\b(?P<end>first|opening|last|final|closing) (?P<many>{_NUMBER}) (?:of (?:the|its) )?(?:code['’]?s? |security )?principles\b",
    re.IGNORECASE,
)
""" "The first four principles"."""
_ETSI_NUMBER = re.compile(r"(?<![\d.])(5\.\d\.\d{1,2}-\d{1,2}(?:\.\d{1,2})?)(?![\d-])")
_DOTTED = re.compile(r"(?<![\w.:-])(\d{1,2}(?:\.\d{1,2}){1,2})(?![\w-]|\.\d)")
_PRINCIPLE = re.compile(
    r"\b(?:(?P<many>principles)|principle|prin?ciples?|prinsiples?|prncpl|prin?c?\.?|principe|prinzip|principio)\s*(?:no\.?|number|nr\.?|#|(?<=principles), ?(?=\d))?\s*"
    rf"(?P<first>\d{{1,3}}|[a-z]+)(?P<more>(?:\s*(?:,|and|&|\+|or|{_TO}|versus|vs?\.?|-|–)\s*(?:principle\s*)?{_ANOTHER})*)",
    re.IGNORECASE,
)
_SHORT_PRINCIPLE = re.compile(r"\bP\s?(\d{1,2})\b(?!\.\d)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<!\bthat )(?<!\bthis )\b(\w+|\d{1,2}(?:st|nd|rd|th))\s+principle\b", re.IGNORECASE)
_THROUGHOUT = re.compile(
    r"\bfrom (?:the )?(?:very )?(?:first|one|1)(?: principle)? (?:(?:through|right through|up|down) )?to (?:the )?(?:very )?"
    r"(?:last|final|end|thirteenth|thirteen|13)(?: principle)?\b",
    re.IGNORECASE,
)
"""All principles, which is no limit."""
_THEMED = re.compile(
    r"\bprinciple\b[^.?!]{0,40}?\bnumber\s+(\d{1,2})\b|\bnumber\s+(\d{1,2})\b[^.?!]{0,20}\bprinciple\b", re.IGNORECASE
)
_PROVISION_WORD = re.compile(
    r"\b(?:provision|clause|section|paragraph|para|point|item|requirement|rule|§)s?\.?\s*(?:no\.?|number|#)?\s*$",
    re.IGNORECASE,
)
_ETSI = r"\b(?:etsi|en\s?304\s?223|ts\s?104\s?223|european (?:standard|norm))\b"
_ETSI_WORD = re.compile(_ETSI, re.IGNORECASE)
_CALLED_THERE = re.compile(
    r"^(?:['’]s)?\s[^.?!]{0,30}?\b(?:called|numbered|number|counterpart|equivalent|id|identifier)\b", re.IGNORECASE
)
""" "5.4.1 called over there?": the number is the Code's, and the one sought is ETSI's."""
_OF_ETSI = re.compile(rf"^\s*\(?(?:of|in|from|under)?\s*(?:the )?{_ETSI}", re.IGNORECASE)
_OURS_BEFORE = re.compile(
    r"\b(?:code|uk|british|dsit)(?:['’]s)?(?: (?:provision|clause|point|number|own))*\s*$", re.IGNORECASE
)
""" "The Code's 5.4.1": the number is the Code's, whatever else is named."""
_UNIT_AFTER = re.compile(
    r"^\s*(?:%|per ?cent|million|bn|gb|mb|seconds?|hours?|days?|years?|billion|b\b|times|x\b|pm\b|am\b)", re.IGNORECASE
)
_VERSION_BEFORE = re.compile(
    r"(?:(?<!\d )\bv|version|called it|a bare|score of|about|around|gpt-?|llama-?|gemma-?|python|release|article|art\.?|annex|tr|measure|manage|govern|map|iso\S*|a|wcag)\s*$",
    re.IGNORECASE,
)
LONGEST_RANGE = 12


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a question names by number, in order of appearance.

    ``provisions`` and ``principles`` exist; ``missing`` don't (``"15.1"``, ``"Principle 14"``); ``etsi`` says which of
    them were given as ETSI numbers.
    """

    provisions: tuple[str, ...] = ()
    principles: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    etsi: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.provisions or self.principles or self.missing)


def find(question: str, catalogue: Catalogue) -> Numbers:
    """The numbers in `question`."""
    found = _Finder(catalogue, bool(_ETSI_WORD.search(question)))
    masked = _THROUGHOUT.sub(" ", question)
    for match in _ETSI_NUMBER.finditer(question):
        found.etsi_number(match.group(1))
        masked = masked.replace(match.group(0), " " * len(match.group(0)))
    for match in _DOTTED.finditer(masked):
        before, after = masked[: match.start()], masked[match.end() :]
        if match.group(1).startswith("0") or _UNIT_AFTER.match(after) or _VERSION_BEFORE.search(before):
            continue
        named = _CALLED_THERE.search(after) or _OURS_BEFORE.search(before)
        ours = bool(named) and not _OF_ETSI.search(after)
        found.dotted(match.group(1), bool(_PROVISION_WORD.search(before)), ours)
    for match in _PRINCIPLE.finditer(masked):
        found.principle(match.group("first"))
        for other in _more(match.group("first"), match.group("more"), in_words=bool(match.group("many"))):
            found.principle(other)
    for match in _AT_AN_END.finditer(masked):
        for place in _at_an_end(match["end"].lower(), _number(match["many"]), len(catalogue.principles)):
            found.principle(str(place))
    for match in _SHORT_PRINCIPLE.finditer(masked):
        found.principle(match.group(1))
    for match in _THEMED.finditer(masked):
        found.principle(match.group(1) or match.group(2))
    for titled in _titled(question, catalogue):
        found.principle(titled)
    for match in _ORDINAL.finditer(masked):
        word = match.group(1).lower()
        number = ORDINALS.get(word) or (int(word[:-2]) if word[:-2].isdigit() else None)
        if number:
            found.principle(str(number))
    return found.numbers()


def _more(first: str, more: str, *, in_words: bool) -> list[str]:
    """The numbers that follow the first: all between, where it is a range ("5 to 9").

    `in_words`: they may be words, as after "principles"; "principle 5 and two pen tests" names one.
    """
    numbers = [_number(n) for n in re.findall(rf"\b{_NUMBER}", more, re.IGNORECASE) if in_words or n.isdigit()]
    if len(numbers) == 1 and re.match(rf"\s*(?:{_TO}\b|-|–)", more, re.IGNORECASE):
        start, end = _number(first), numbers[0]
        if 0 < start < end <= start + LONGEST_RANGE:
            numbers = list(range(start + 1, end + 1))
    return [str(number) for number in numbers]


def _at_an_end(end: str, many: int, principles: int) -> range:
    """The `many` principles that stand first or last; none where it would be all or more than there are."""
    if not 0 < many < principles:
        return range(0)
    return range(1, many + 1) if end in ("first", "opening") else range(principles - many + 1, principles + 1)


def _number(word: str) -> int:
    """What a number in digits or words comes to; 0 for any other word."""
    return int(word) if word.isdigit() else WORDS.get(word.lower(), 0)


def _titled(question: str, catalogue: Catalogue) -> list[str]:
    """Principles whose whole title stands in `question`."""
    text = _words(question)
    return [
        str(p.number)
        for p in catalogue.principles.values()
        if any(_words(t) in text for t in (p.label, p.later_title) if t)
    ]


def _words(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z]+', text.lower()))} "


class _Finder:
    def __init__(self, catalogue: Catalogue, names_etsi: bool) -> None:
        self._catalogue = catalogue
        self._names_etsi = names_etsi
        self._provisions: list[str] = []
        self._principles: list[int] = []
        self._missing: list[str] = []
        self._etsi: list[str] = []

    def etsi_number(self, number: str) -> None:
        node = self._catalogue.by_etsi_number.get(number)
        if node is None:
            self._missing.append(number)
        else:
            self._add(node, number)

    def dotted(self, number: str, named_provision: bool, ours: bool) -> None:
        known_uk = number in self._catalogue.provisions
        as_etsi = self._catalogue.by_etsi_number.get(number)
        if as_etsi is not None and ((self._names_etsi and not ours) or not known_uk):
            self._add(as_etsi, number)
        elif known_uk:
            self._provisions.append(number)
        elif named_provision or int(number.split(".")[0]) <= 20:
            self._missing.append(number)

    def principle(self, given: str) -> None:
        number = _number(given)
        if str(number) in self._catalogue.principles:
            self._principles.append(number)
        elif number:
            self._missing.append(f"Principle {number}")

    def _add(self, node: object, number: str) -> None:
        self._etsi.append(number)
        if isinstance(node, Provision):
            self._provisions.append(node.id)
        elif isinstance(node, Principle):
            self._principles.append(node.number)

    def numbers(self) -> Numbers:
        def unique(items: list[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(items))

        return Numbers(
            unique(self._provisions), tuple(dict.fromkeys(self._principles)), unique(self._missing), unique(self._etsi)
        )
