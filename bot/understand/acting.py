"""What the asker says to do in so many words, which makes a role of theirs whatever else the question tells.

"... a model that a contractor built and that we installed and run": whoever says that runs it. Only plain sentences count,
with the asker as their subject and a model, or what stands for it, as their object.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_ADVERBS: Final = (
    r"(?: (?:also|just|only|now|both|all|then|mostly|ourselves|myself|simply|merely|originally|actually|have|had|are|am|will|did"
    r"|do|still|always|since|already|first|later|in turn|solely|partly|jointly|too))*"
)
_OUTSIDE: Final = (
    r"(?:suppliers?|vendors?|providers?|customers?|clients?|contractors?|landlords?|neighbou?rs?|partners?|parent|sister|users?"
    r"|patients?|members?|agency|consultants?|makers?|bank|insurer|host|data|records|model|archive|tool|who|which|that|is|was|are)"
)
_OURS: Final = (
    r"(?<!\bin )(?<!\bon )(?<!\bat )(?<!\bto )(?<!\bof )(?<!\bby )(?<!\bfor )(?<!\bwith )(?<!\bfrom )(?<!\binto )(?<!\bonto )"
    rf"\bour(?! (?:[\w'’-]+ ){{0,3}}{_OUTSIDE}\b)(?: [\w'’-]+){{1,4}}?"
)
"""The asker's own people: “our own physicists trained a model”."""
_SELF: Final = rf"(?:\b(?:i|we)(?:['’](?:ve|re|m|ll|d))?|{_OURS}){_ADVERBS}"
_FIRST: Final = rf"(?: \w+(?: (?:it|them))?(?:,? (?:and|then|but)|,){_ADVERBS}){{0,2}}"
_NEXT: Final = rf"(?:,? and{_ADVERBS} \w+|, \w+){{0,2}}"
"""Other verbs before and after the one that tells: “we both build and run a model”."""
_MODEL: Final = (
    r"(?: (?!(?:nothing|nobody|none|no|polic\w*|rules?|guidance|terms|never|not|who|for)\b)[\w'’-]+){0,4}?"
    r" (?:models?|(?:chat)?bot|system|tool|assistant|software|classifier|detector|engine|app|ai|algorithm|network|program"
    r"|recogni\w+|predictor|scorer|it|them|checker|planner|scanner|reader|agent|translator|tutor)\b(?! for (?:nobody|no one))"
)
_MODEL_THAT: Final = r"\b(?:that|which|it|model|bot|system|tool) (?:is |which |that )?"
_SOMETHING: Final = r"\b(?! (?:nothing|nobody|none|no|neither)\b)"
_RUN: Final = (
    r"(?:install(?:ed|ing)?|deploy(?:ed|ing)?|embed(?:ded|ding)?|integrat(?:e|ed|ing)|host(?:ed|ing)?|operat(?:e|ed|ing)"
    r"|run(?:ning)?|ran)"
)
_BUILD: Final = (
    r"(?:buil[dt](?:ing)?|(?:re)?train(?:ed|ing)?|made|mak(?:e|ing)|creat(?:e|ed|ing)|cod(?:e|ed|ing)|wrote|writ(?:e|ten|ing)"
    r"|develop(?:ed|ing)?|design(?:ed|ing)?|fine-?tun(?:e|ed|ing)|program(?:med|ming)?)"
)
_BY_US: Final = (
    r"(?<!nothing )(?<!not )\b(?:built|(?:re)?trained|made|written|coded|programmed|developed|created|designed|fine-?tuned)\b[^.?!;,]{0,20}?"
    r" (?:by (?:us|our own)|in[- ]house)\b"
)
_AT_HOME: Final = (
    r"\b(?:runs?|running|ran|host(?:ed)?|sits|installed|deployed|lives)\b[^.?!;,]{0,40}\b(?:on|in|into|onto|from|by)"
    r" (?:our|my)(?: own)? (?:[\w'’-]+ ){0,2}(?:servers?|kit|machines?|network|racks?|data ?(?:cent(?:re|er)|halls?)"
    r"|infrastructure|cluster|estate|basement|hardware|computers?|premises|platform|intranet)\b"
)
DOES: Final = {
    "developer": re.compile(
        f"{_SELF}{_FIRST} {_BUILD}{_NEXT}{_MODEL}|{_MODEL_THAT}we{_ADVERBS}{_FIRST} {_BUILD}{_SOMETHING}|{_BY_US}", re.IGNORECASE
    ),
    "system-operator": re.compile(
        f"{_SELF}{_FIRST} {_RUN}{_NEXT}{_MODEL}|{_MODEL_THAT}we{_ADVERBS}{_FIRST} {_RUN}{_SOMETHING}|{_AT_HOME}", re.IGNORECASE
    ),
    "data-custodian": re.compile(
        f"{_SELF}{_FIRST} (?:(?:decide|settle|determine|say|control|rule on|fix|lay down|set) (?:on )?who\\b"
        r"|(?:set|write|lay down|make|draw up) the (?:polic(?:y|ies)|rules?)\b"
        r"|(?:grant|hand out|give out|issue|withdraw|revoke)[^.;?!,]{0,30}\b(?:access|permissions?)\b)",
        re.IGNORECASE,
    ),
}

ONLY_FEELS: Final = ("end-user", "affected-entity")
"""Whoever builds or runs a model is none of these as well, unless they say so."""
TWICE: Final = re.compile(r"\b(?:both|two|twice|also|as well|at once|too|double|half)\b", re.IGNORECASE)


def told(question: str) -> tuple[str, ...]:
    """The roles that the asker's own words make theirs."""
    return tuple(role for role, pattern in DOES.items() if pattern.search(question))


def excluded(question: str, roles: Collection[str]) -> tuple[str, ...]:
    """The roles that whoever has those `roles` hasn't."""
    return () if not roles or TWICE.search(question) else tuple(role for role in ONLY_FEELS if role not in roles)
