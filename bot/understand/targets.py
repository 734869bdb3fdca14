"""For whom a list is asked, where it is somebody of whom the question tells: “what applies to the yard?”."""

from __future__ import annotations

import re
from typing import Final

_DETERMINER: Final = r"(?:the|an?|this|that|these|those|our|my|his|her|their|its|your)"
_NO_NAME: Final = (
    r"(?:us|me|we|i|it|they|them|he|him|she|her|you|whom?|which|what|that|this|these|those|to|all|both|either"
    r"|neither|others?|(?:any|every|some|no)(?:body|one)|people|(?:the )?code|principles?|phases?|provisions?|know"
    r"|do|does|be|would|could|can|might|else|exactly)\b"
)
_ENDS: Final = (
    r"(?:in|at|on|during|under|for|from|when|while|and|or|as|itself|themselves|himself|herself|have|has|had|do|does"
    r"|only|to|with|of|by|once|now|after|before|over|is|are|must|should|shall|not|too|here|there|alone|rather|who|which"
    r"|that|owes?|owed|entitled|due)\b"
)
NAME: Final = (
    rf"(?P<name>(?:{_DETERMINER} )?(?!{_DETERMINER}\b)(?!{_NO_NAME})[\w'’-]+(?: (?!{_ENDS})[\w'’-]+){{0,4}}"
    r"|they|them|her|him|she|he)"
)
CONCERNS: Final = (
    r"\b(?:appl(?:y|ies)|falls?|lands?|rests?|address(?:ed)?|recommend(?:s|ed)?|compulsory|mandatory|binding"
    r"|require[sd]?|requiring it|ask(?:s|ed)?|expect(?:s|ed)?|advised|meant|intended|demand(?:s|ed)?|negotiable"
    r"|obligatory|obligations?|requirements?|recommendations?|duty|duties|tasks?|optional|advice|there|list|wants?"
    r"|provisions?|points?|items?|parts?|bits?|in store|holds?|have(?= for\b)|say|stands?|puts?|places?|imposes?"
    r"|in the code)"
    r"(?: (?:only|just|merely|also|directly|more|here|at all|in it))*(?:,? (?:not|and not) \w+)?,?"
)
TARGETS: Final = (
    re.compile(rf"{CONCERNS} (?:to|for|on|of|from|upon) {NAME}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:what|which)\b[^.?!]{{0,50}}\b(?:must|should|shall|does|do|did|is|are|has|have) {NAME} "
        r"(?:(?:itself|themselves|himself|herself|alone|also|then|really|now) )?(?:do|have|has|got to|meet"
        r"|asked|required|expected|obliged|bound"
        r"|supposed|meant|need|advised|told|see to)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?P<name>(?:the|our|my|their) [\w'’-]+) (?:keeps? )?(?:is |are )?(?:asks?|asked|asking|wonders?"
        r"|wants? to know)\b[^.?!]{0,60}"
        r"\b(?:on|to|for|of|from) (?:it|them|him|her)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!mind )(?<!not )(?<!forget )(?<!beside )(?<!besides )(?<!out )(?<!aside )\bwhat {NAME} (?:cannot"
        rf"|can['’]t|must|should|shall|has to|have to|needs? to|is to|are to|ought to)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\bare {NAME}['’]s? ?\?", re.IGNORECASE),
    re.compile(rf"\b(?:sits?|rests?|lies?) with {NAME}\b", re.IGNORECASE),
    re.compile(rf"^for {NAME}(?: only| alone)?:", re.IGNORECASE),
    re.compile(rf"\b(?:concerns?|touch(?:es)?|binds?|obliges?|covers?) {NAME}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:are|list|name|of) {NAME}['’]s? (?:own )?(?:\w+ )?(?:dut(?:y|ies)|obligations|tasks|homework)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\bwhich\b[^.?!]{{0,50}}\b(?:do|does) {NAME} (?:face|have|meet|carry|need)\b", re.IGNORECASE),
)
"""Who has something to do, in the sentence that asks."""
OWED_TO: Final = (
    re.compile(rf"\bow(?:e[sd]?|ing)(?: to)? {NAME}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:is|are|be) {NAME} (?:then )?(?:the ones? (?:who (?:is|are) )?)?(?:owed|entitled|due)\b", re.IGNORECASE
    ),
    re.compile(rf"\b(?:do|give|tell|show|provide|offer|explain)s? (?:\w+ )?(?:for|to) {NAME}\b", re.IGNORECASE),
    re.compile(rf"\bin {NAME} favour\b", re.IGNORECASE),
    re.compile(rf"\blook(?:s|ing)? after {NAME}\b", re.IGNORECASE),
)
"""To whom something is owed, in the sentence that asks."""
BELONGS: Final = re.compile(
    rf"\bI(?:['’]m| am) (?:on|at|with|in|from) {NAME}(?:['’]s side)?(?=[,.;]| and\b)"
    rf"|\bI (?:head|lead|manage|speak for|work for|work at|belong to) {NAME.replace('<name>', '<led>')}"
    r"(?=[,.;]| and\b)",
    re.IGNORECASE,
)
"""Those of whom the story tells are the asker's own: “I head that team”, “I'm on the marketplace's side”."""
SELF: Final = re.compile(r"\b(?:i|we|us|me|our|my|ours|mine)\b", re.IGNORECASE)
_ORGANISATION: Final = re.compile(
    r"\b(?:an?|the|another|our|my|some) (?:[\w-]+ ){0,2}?(?P<kind>firm|company|vendor|supplier|maker|seller"
    r"|contractor|manufacturer|consultancy|start-?up|spin-?(?:out|off)|lab|studio|outfit|bureau|bank|marketplace"
    r"|agency|provider|institute)\b",
    re.IGNORECASE,
)
_NOT_US: Final = re.compile(r"\bnot (?:on |of |from |for |to )?(?:us|me)\b", re.IGNORECASE)
_USERS: Final = re.compile(
    r"\b(?:the|those|these|my|our) [\w-]{2,}s (?:only |just |merely |simply )?(?:use|type|ask|read|look|log"
    r"|press|open)\b",
    re.IGNORECASE,
)
"""Those to whom something is owed are sooner they than an organisation."""
_CLIENT: Final = re.compile(
    r"\b(?:for|to|advise|advising|represent|representing|on behalf of) (?P<name>(?:an?"
    r"|the) (?:[\w-]+ )?[\w-]+)(?=[.,;:])",
    re.IGNORECASE,
)
""" "I'm writing a note for a cable company. ... For my client: ..." """
_NOUN: Final = re.compile(r"\b(?:(?:the|those|these) (?P<noun>[\w-]{3,})|(?P<many>[\w-]{4,}s))\b", re.IGNORECASE)
_OUTSIDE: Final = (
    r"(?:clients?|suppliers?|vendors?|providers?|customers?|contractors?|colleagues?|sister|brother|mother|father|wife"
    r"|husband|neighbours?|friend|landlord|partner)\b"
)
_FORM: Final = frozenset(
    ["ms", "mr", "mrs", "dr", "miss", "ltd", "plc", "inc", "gmbh", "co", "limited", "llp", "itself", "themselves"]
)
PERSON: Final = r"(?:she|he)\b"


def find(asks: str, story: str, *, owed: bool, leads: bool) -> str:
    """A pattern of how the `story` names the one for whom `asks` wants a list; empty where that is nobody else.

    `owed`: it wants to know what somebody is owed. A story that a pronoun `leads` may never name them.
    """
    for pattern in OWED_TO if owed else TARGETS:
        for match in pattern.finditer(asks):
            name = match["name"].lower()
            if asks.startswith(" of us", match.end("name")):
                return ""
            if name.split()[-1] in ("phase", "stage", "principle", "chapter"):
                continue
            if name in ("her", "him", "she", "he"):
                return PERSON if re.search(rf"\b{PERSON}", story, re.IGNORECASE) else ""
            if name in ("they", "them"):
                return _many(asks, match.start(), story, owed=owed)
            client = _CLIENT.search(story) if name.endswith("client") else None
            stem = _stem(client["name"] if client else match["name"])
            if (re.search(rf"\b{stem}", story, re.IGNORECASE) or leads) and not _of_askers(stem, story):
                return rf"{stem}\w*"
    return ""


def of_asker(story: str) -> str:
    """A pattern of how `story` names those to whom the asker belongs; empty where it does not say so."""
    match = BELONGS.search(story)
    return rf"{_stem(re.sub(r' side$', '', match['name'] or match['led']))}\w*" if match else ""


def _many(asks: str, start: int, story: str, *, owed: bool) -> str:
    """Whom “they” means: whom the sentence names before, else the organisation of which the story told last."""
    if SELF.search(_NOT_US.sub("", asks[start:])) or (owed and _USERS.search(story)):
        return ""
    nouns = [_stem(m["noun"] or m["many"]) for m in _NOUN.finditer(asks[:start])]
    known = [noun for noun in nouns if re.search(rf"\b{noun}", story, re.IGNORECASE)]
    known = known or [re.escape(m["kind"]) for m in _ORGANISATION.finditer(story)]
    return rf"{known[-1]}\w*" if known and not _of_askers(known[-1], story) else ""


def _stem(name: str) -> str:
    name = re.sub(r"^.*['’]s? (?=\w)", "", name)
    words = [word for word in name.split() if word.lower().strip(".") not in _FORM] or name.split()
    noun = re.sub(r"['’]s?$", "", next((w for w in words if w[0].isupper() and w.lower() != "the"), words[-1]))
    return re.escape(re.sub(r"(?:ies|y|s)$", "", noun) if len(noun) > len("firms") else noun)


def _of_askers(stem: str, story: str) -> bool:
    """Whether the asker belongs to them: “our museum bought it”."""
    return re.search(rf"\b(?:our|my|we, the)\b(?: [\w-]+)? (?!{_OUTSIDE}){stem}", story, re.IGNORECASE) is not None
