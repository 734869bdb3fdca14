"""The words that tell roles: their names, how people say which they are, and what they say they do."""

from __future__ import annotations

import re
from itertools import permutations
from typing import Final

ROLES: Final = ("developer", "system-operator", "data-custodian", "end-user", "affected-entity")
OUTSIDE: Final = ("affected-entity",)
"""Whoever is only hit by a system has no duty, and of any strength only what is done for them."""


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(alternatives) + r")(?![\w])", re.IGNORECASE)


NAMES: Final[dict[str, re.Pattern[str]]] = {
    "developer": _pattern(r"devel?op?pp?ers?", r"devlopers?", r"devs?(?! team)", r"dev team", r"model[- ](?:makers?|builders?|authors?|vendors?)", r"entwickler\w*", r"développeurs?", r"desarrollador\w*", r"(?<!drug )(?<!car )(?<!toy )(?<!film )(?<!shoe )(?<!chip )(?<!wine )(?<!policy )(?<!decision )(?<!map )(?<!tool )makers?", r"builders?"),
    "system-operator": _pattern(r"(?<!saw )(?<!crane )(?<!machine )(?<!plant )(?<!forklift )(?<!telephone )(?<!switchboard )(?<!tour )(?<!radio )(?<!camera )(?<!ferry )(?<!bus )(?<!press )(?<!console )(?<!call )(?<!lathe )(?<!kiln )(?<!loom )(?:system[s']? ?)?op+erat(?:o|e)rs?", r"sys(?:tem)?[- ]?ops?", r"deployers?", r"(?-i:SOs?)", r"betreiber\w*", r"opérateurs?", r"operador\w*", r"runners?"),
    "data-custodian": _pattern(r"(?:data )?custod[ia]+ns?", r"data (?:keepers?|stewards?|owners?|guardians?|people|folks?|team|side)", r"keepers? of (?:the |our )?(?:\w+'?s? )?(?:data\w*|records|samples\W?\w* ?data|corpus)", r"(?-i:DCs?)", r"datenverwalter\w*"),
    "end-user": _pattern(r"end[- ]?users?", r"users?", r"usrs?", r"utilisateurs?", r"nutzer\w*", r"usuarios?"),
    "affected-entity": _pattern(r"affected (?:entit(?:y|ies)|people|persons?|part(?:y|ies))", r"bystanders?", r"third part(?:y|ies)(?!['’]s)(?! (?:model|component|vendor|supplier|provider|software|library|tool|data))", r"outsiders", r"those affected"),
}  # fmt: skip

_BETWEEN = r"(?: and| or|,| &|/)+ ?(?:also )?(?:of |for |on |to |from )?(?:the |a |an )?"
JOINED: Final = {
    (first, second): re.compile(NAMES[first].pattern + _BETWEEN + NAMES[second].pattern, re.IGNORECASE)
    for first, second in permutations(NAMES, 2)
}
SELVES: Final = {
    role: re.compile(
        r"(?:\b(?:i|we)(?: am| are|['’]m|['’]re)|\bour (?!(?:\w+ ){0,2}(?:supplier|vendor|provider|customer|client|contractor)s?\b)(?:\w+ ){1,5}(?:is|are))"
        r" (?:also |both |just |only |merely |simply |now |plain |mere |pure |ordinary |purely )*(?:(?:the|an?|its|their) (?:(?!not\b|no\b|of\b|for\b|whose\b|with\b)[\w-]+ ){0,2}?)?(?:named |appointed |designated )?"
        + pattern.pattern,
        re.IGNORECASE,
    )
    for role, pattern in NAMES.items()
}
"""The asker says which role it is: “our firm is system operator for ...”."""
DOING: Final[dict[str, re.Pattern[str]]] = {
    "developer": _pattern(
        r"(?!and (?:training|building|coding|making|designing)\b)(?:we|i|they|us|who|that|team|firm|people|lot|lads|shop|those|and|then|also|which|it|group|out)(?:'ve| have| has|'re| are|'m| am)? ?(?:only |just |also |both |all |actually |then |mostly |ourselves |merely |originally |will )?(?:fine[- ]?tun\w+|(?:re)?train(?:s|ed|ing)?|buil(?:d|ds|t)(?! (?:it|them|this|the \w+) into\b)|ma(?:k|d)e(?:s)?|mak(?:e|es|ing)|creat\w+|cod(?:e|es|ed|ing)|(?:wrote|writes?|writing)(?! (?:the |its |our |their |a )?(?:polic(?:y|ies)|rules?|guidance|procedures?|terms|reports?|minutes))|develop\w*|design(?:s|ed)?|adapt(?:s|ed)?|program\w*|author\w*|distil\w*)",
        r"fine[- ]?tun(?:e|es|ed|ing|ers?)", r"trains? (?:its|our|their|an?|the) (?:own )?\w* ?(?:model|classifier|network)", r"(?:our|the|its|whose) own model", r"model'?s (?:maker|author|creator|builder)s?", r"(?:created?|creators?|makers?|authors?) of (?:the|a|an|our) ", r"create the model", r"engineers", r"data scientists?", r"programmers?", r"coders?", r"spin[- ]?out", r"start[- ]?up",
    ),
    "system-operator": _pattern(
        r"(?:runs?|ran|running|operat(?:e|es|ed|ing)|host(?:s|ed|ing)?|deploy(?:s|ed|ing)?|embed(?:s|ded|ding)?|install(?:s|ed|ing)?|integrat(?:e|es|ed|ing)|bought|buys?|purchas(?:e|ed|es)|licens(?:e|ed|es)|procured?|plug(?:s|ged)?) (?!counter)", r"bought[- ]in", r"off[- ]the[- ]shelf", r"in production", r"ml ?ops", r"(?:put|puts|putting) it (?:live|on our|into)", r"go(?:es|ing)? live", r"switch(?:ed|es)? (?:it |on )", r"on our (?:own )?(?:servers|network|infrastructure|platform|site|estate)", r"own (?:servers|infrastructure|network|estate)",
    ),
    "data-custodian": _pattern(
        r"(?:look(?:s|ing)? after|guard(?:s|ing)?|control(?:s|ling)?|own(?:s|ing)?|hold(?:s|ing)?|curat(?:e|es|ed|ing)|keep(?:s|ing)?|steward(?:s|ing)?|responsible for|in charge of|manag(?:e|es|ing)) (?:\w+ ){0,3}?(?:data(?! (?:halls?|cent(?:re|er)s?))\w*|records?|corpus|samples|archive|images|files|permissions)", r"data (?:access|governance|protection|quality|policy)", r"dpo", r"information (?:asset|governance)", r"(?:grants?|sets?|decides?) (?:\w+ ){0,3}?(?:access|permissions?)",
    ),
    "end-user": _pattern(
        r"(?:i|we|they|person|people|somebody|someone|who|staff|colleagues?|employees?|ordinary person) (?:just |only |simply |merely |then |all )?(?:use|uses|using|type|types|prompt|prompts|chat|chats|click)", r"employees", r"staff who use", r"consumers?", r"customers who", r"using (?:the|an|a|it|ai)", r"types? into", r"handed a (?:tablet|tool)",
    ),
    "affected-entity": _pattern(
        r"turned (?:me|us|them|him|her) down", r"scored by", r"decided (?:about|on)", r"affect(?:s|ed) by", r"judged by", r"hit by (?:it|the|an?)", r"never (?:so much as )?(?:touch|use|open)\w*", r"on whom", r"applicants?", r"claimants?", r"feel(?:s)? (?:its|the) effect", r"refused (?:me|by)", r"(?:ranked|screened|filmed|flagged|graded|profiled|rejected|denied) (?:by|me|us)",
    ),
}  # fmt: skip
