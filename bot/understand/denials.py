"""What the asker says not to do, which makes no role of theirs: “we never train it”, “my team hosts nothing”."""

from __future__ import annotations

import re
from typing import Final

from bot.understand import parties

_INSIDES: Final = (
    r" (?:(?:the|its|their|any|our|what)\b ?(?:[\w'’-]+ ){0,2}?)?"
    r"(?:model|code|weights|settings|inside|data|records|files|corpus|servers?)\b"
)
"""What lies behind a tool: who never sees or touches that may use the tool all the same."""
_DOING: Final = {
    "developer": (
        r"(?:buil(?:ds?|t)|train(?:s|ed)?|ma(?:kes?|de)|cod(?:es?|ed)|creat(?:es?|ed)|develop(?:s|ed)?|wr(?:ites?|ote)"
        r"|adapt(?:s|ed)?|(?:fine-?)?tun(?:es?|ed)|alter(?:s|ed)?|retrain(?:s|ed)?|design(?:s|ed)?)"
    ),
    "system-operator": (
        r"(?:host(?:s|ed)?|runs?|ran|deploy(?:s|ed)?|operat(?:es?|ed)|install(?:s|ed)?|set (?:it|anything|things) up)"
    ),
    "end-user": (
        rf"(?:us(?:es?|ed)|(?:touch(?:es|ed)?|open(?:s|ed)?|sees?|saw|seen)\b(?!{_INSIDES})"
        r"|log(?:s|ged)? (?:in(?:to)?|on(?:to)?)|typed?|types)"
    ),
}
_NOUNS: Final = {
    "developer": r"developers?|data scientists?|programmers?",
    "system-operator": r"(?:system )?operators?|deployers?",
    "end-user": r"(?:end[- ]?)?users?",
}
_WITHOUT: Final = (
    r"\b(?:(?:have|has)(?:n['’]t| not)(?: got)? (?:an?|any|one)"
    r"|(?:am|are|is)(?:n['’]t| not)(?: an?)?(?= (?:end[- ]?)?user))"
)
_ANY: Final = "|".join(_DOING.values())
_NOT: Final = (
    r"(?:never|neither|(?:do|does|did|have|has|will|would)(?:n['’]t| not)|won['’]t|nor(?: (?:do|does|did"
    r"|have))?(?: (?:we|i))?|no longer)"
    r"(?: (?:ever|so much as|actually|ourselves|myself|even|once))?"
)
DENIED: Final = {
    role: re.compile(
        rf"(?<!\bwho )\b{_NOT} (?:(?:{_ANY}) (?:it )?(?:n?or|and) )?{doing}\b"
        rf"|\b{doing} (?:and \w+ )?(?:nothing|none of|no (?:ai|models?|systems?))\b|\bneither \w+ nor {doing}\b"
        rf"|\b{doing} (?:it |this |that )?for (?:nobody|no one)\b"
        rf"|\bnone of us (?:(?:has|have|had) )?(?:ever )?{doing}\b"
        rf"|{_WITHOUT} (?:single )?(?:{_NOUNS[role]})\b",
        re.IGNORECASE,
    )
    for role, doing in _DOING.items()
}

_CUSTODY: Final = r"(?:settles?|decides?|rules?|controls?|determines?|sets?|says?|grants?)\b"
ELSEWHERE: Final = {
    "data-custodian": re.compile(
        rf"\b(?:which|who|they|it|he|she) alone (?:\w+ )?{_CUSTODY}"
        r"|\b(?:who (?:may|can|gets?|sees?|has)|rules?|polic(?:y|ies)|access|permissions?)\b[^.?!]{0,70} (?:is"
        r"|are) (?:\w+ )?"
        r"(?:settled|decided|ruled|controlled|set|laid down|determined) by (?!us\b|our\b|me\b|my\b)"
        r"|\bin the (?:keeping|custody) of (?!us\b|our\b|my\b)",
        re.IGNORECASE,
    )
}
"""What somebody else does, and nobody but them."""


def denied(question: str) -> tuple[str, ...]:
    """The roles that the asker disclaims; what somebody else does not do tells nothing."""
    others = parties.of_others(question)

    def asker(match: re.Match[str]) -> bool:
        return not any(start <= match.start() < end for start, end in others)

    return tuple(role for role, pattern in DENIED.items() if any(map(asker, pattern.finditer(question))))


def elsewhere(question: str) -> tuple[str, ...]:
    """The roles that are somebody else's alone: “a foundation, which alone rules on access to them”."""
    return tuple(role for role, pattern in ELSEWHERE.items() if pattern.search(question))
