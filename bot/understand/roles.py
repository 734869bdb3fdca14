"""Which roles a question is about: their names, the words people use for them, and how people describe themselves.

Three kinds of evidence, firmest first: a role's own name (``developers``), a word list kept in the ontology
(``whoever trained it``), and patterns of what somebody says they do (``we host``). A trained head adds a probability
for each role, which decides only where the words don't.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import permutations
from math import inf
from typing import Final

from bot.understand import acting, denials, parties
from bot.understand.weighing import RoleWeights
from ontology.catalogue import Catalogue

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
AS_ROLE: Final = {
    role: re.compile(
        r"\b(?:what|which|that)\b[^.?!,]{0,40}?\b(?!(?:we|us|i|me|my|our|ourselves)\b)[\w'’-]+,? as (?:the |an? |its )?"
        + pattern.pattern
        + r",? (?:is|are|must|should|shall|has|have|needs?|ought)\b|\bon (?:their|its|his|her) part as (?:the |an? )?"
        + pattern.pattern,
        re.IGNORECASE,
    )
    for role, pattern in NAMES.items()
}
"""Somebody else is asked about in a role: “what the group as operator is required to do”."""
ACTING: Final = {
    role: re.compile(
        r"\b(?:by|(?<!apart )from(?! [^.?!,;]{0,30}['’]s\b)|(?:duties|tasks|obligations|expected|asked|demanded|required) of)"
        r" (?:the |a |an |its |our |their )?(?:\w+ )?" + pattern.pattern,
        re.IGNORECASE,
    )
    for role, pattern in NAMES.items()
}
"""Somebody does what is asked about."""
_BOUND: Final = r"(?:obliged|required|bound|supposed|meant|expected|advised|made)"
_TAKING: Final = rf"\b(?:gets?(?! away\b)|receives?|enjoys?|be(?! (?:\w+ )?{_BOUND}\b))\b"
"""Who takes something gives nothing."""
_MADE_TO: Final = re.compile(
    r"\b(?:expect|need|want|ask|demand|require|make|have|let|get)s?\b|\bowed\b.*\b(?:that|which)\b", re.IGNORECASE
)
"""“Should custodians expect developers to tell them ...?”: only what follows is to give."""
_GIVES: Final = (
    r"(?:owe|give|show|tell|provide|supply|hand|send|explain|share|do|offer|let|treat|inform|protect|warn|serve|help"
    r"|consult|involve|bring|include|keep|support|guide)\b"
)
_US: Final = r"(?:us|me|(?:people|those|somebody|someone) like (?:us|me)|(?:our|my) \w+)\b"
GIVING: Final = (
    re.compile(
        rf"\b(?:do|does|must|should|shall|is|are|will|can|would)\s+(?P<givers>(?:(?!{_TAKING})[^.?!;:,]){{2,70}}?)\s+"
        rf"(?:(?:(?:have|has|need|needs|ought|(?:be (?:\w+ )?)?{_BOUND})(?:, [^,.?!;]{{2,40}},)? )?to )?{_GIVES}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:what|that|which)\s+(?P<givers>(?:(?!{_TAKING})[^.?!;:]){{2,50}}?)\s+owes? {_US}", re.IGNORECASE),
    re.compile(
        rf"\b(?:have|has|make|makes) (?P<givers>(?:the|that|those|an?) [\w -]{{2,30}}?) {_GIVES}", re.IGNORECASE
    ),
)
"""Somebody is to give the asker something: “what do the maker and the host owe us?”."""

OWED_BY: Final = re.compile(
    r"\b(?:owed|due|expect|get)\b(?: to us)?(?: something| anything)? (?:by|from) (?P<owing>(?:the|our|its|that|this) (?:[\w-]+ ){0,2}?[\w-]+)",
    re.IGNORECASE,
)
"""By whom something is owed: “what are we owed by the spin-out?”."""
TO_SELF: Final = re.compile(
    r"\b(?:for|to|towards|owes?|owed|give|gives|tell|tells|show|shows|help|helps) (?:us|me|(?:our|my) \w+)\b"
    r"|\b(?:i|we) (?:get|expect|am owed|are owed)\b|\b(?:am i|are we) (?:owed|entitled|due)\b",
    re.IGNORECASE,
)
"""The asker is to be given something."""

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


@dataclass(frozen=True, slots=True)
class RoleEvidence:
    """A role, how it was recognised (``name``, ``word``, ``doing``, ``head``) and by which words."""

    role: str
    kind: str
    words: str


class RoleFinder:
    """Finds roles by name, by the ontology's words for them and by what people do."""

    def __init__(self, catalogue: Catalogue) -> None:
        words = [
            (word, role.id)
            for role in catalogue.roles.values()
            for word in role.words
            if len(word.split()) > 1 or word not in {"users", "customers", "employees", "students", "consumers", "devs"}
        ]
        self._by_word: dict[str, list[str]] = {}
        for word, role_id in words:
            self._by_word.setdefault(word.lower(), []).append(role_id)
        longest_first = sorted(self._by_word, key=len, reverse=True)
        self._words = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)

    def named(self, question: str) -> tuple[RoleEvidence, ...]:
        """Roles that the question calls by name, in order of appearance."""
        found = [
            (m.start(), RoleEvidence(role, "name", m.group(0)))
            for role, p in NAMES.items()
            if (m := p.search(question))
        ]
        return tuple(evidence for _, evidence in sorted(found, key=lambda item: item[0]))

    @staticmethod
    def settled(
        question: str, named: tuple[RoleEvidence, ...], does: tuple[str, ...] = (), *, owed: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Of the roles `named`, and of what the asker `does`, those that are meant and those that are not, whatever a head says.

        Called by name side by side ("of developers and of operators"), all are meant, and so is the one that the asker
        says to be. Where it is asked what a role is `owed`, the one by which something is done ("by the developer") or that
        is to give something ("what does the developer owe us?") is not, nor one that is only told of, and the only other
        one is. What the asker says not to do makes no role of theirs.
        """
        disclaimed = denials.denied(question)
        pairs = [pair for pair, pattern in JOINED.items() if pattern.search(question)]
        joined = {role for pair in pairs for role in pair}
        if owed:
            givers = " ".join(_MADE_TO.split(match["givers"])[-1] for p in GIVING for match in p.finditer(question))
            giving = tuple(r for r, p in ACTING.items() if p.search(question) or NAMES[r].search(givers))
            owing = " ".join(match["owing"] for match in OWED_BY.finditer(question))
            giving += tuple(role for role, pattern in DOING.items() if pattern.search(owing))
            giving += tuple(second for first, second in pairs if first in giving)
            barred = tuple(dict.fromkeys((*giving, *_told_of(question, named), *disclaimed)))
            others = tuple(evidence.role for evidence in named if evidence.role not in barred)
            selves = tuple(role for role, pattern in SELVES.items() if pattern.search(question))
            if selves and TO_SELF.search(question) and not acting.TWICE.search(question):
                return selves, tuple(role for role in ROLES if role not in selves)
            if (
                does
                and not set(does).issubset(giving)
                and TO_SELF.search(question)
                and not acting.TWICE.search(question)
            ):
                return does, tuple(role for role in ROLES if role not in does)
            return (others if len(others) == 1 or joined.issuperset(others) else ()), barred
        in_role = [role for role, pattern in AS_ROLE.items() if pattern.search(question)]
        if len(in_role) == 1 and not joined and not acting.TWICE.search(question):
            return tuple(in_role), tuple(role for role in ROLES if role not in in_role)
        sure = {role for role, pattern in SELVES.items() if pattern.search(question)}
        sure |= joined.union(does)
        barred = (*disclaimed, *acting.excluded(question, does))
        return tuple(role for role in ROLES if role in sure), tuple(role for role in barred if role not in sure)

    def described(self, question: str) -> tuple[RoleEvidence, ...]:
        """Roles that fit how the question describes the asker; anybody, where it tells nothing of what the asker does."""
        others = parties.of_others(question)

        def meant(match: re.Match[str]) -> bool:
            return not any(start <= match.start() < end for start, end in others)

        found = [
            RoleEvidence(role, "word", match.group(0))
            for match in filter(meant, self._words.finditer(question))
            for role in self._by_word[match.group(0).lower()]
        ]
        found += [
            RoleEvidence(role, "doing", m.group(0))
            for role, p in DOING.items()
            if (m := next(filter(meant, p.finditer(question)), None))
        ]
        return tuple(found)


def _told_of(question: str, named: tuple[RoleEvidence, ...]) -> tuple[str, ...]:
    """The roles `named` only where somebody else than the asker acts: “the makers are in Busan, I just ask it”."""
    others = () if ONE_OF_THEM.search(question) else parties.of_others(question)

    def elsewhere(role: str) -> bool:
        return all(any(start <= m.start() < end for start, end in others) for m in NAMES[role].finditer(question))

    return tuple(evidence.role for evidence in named if others and elsewhere(evidence.role))


ONE_OF_THEM: Final = re.compile(
    r"\b(?:i|we)(?: am| are|['’]m|['’]re) (?:also )?(?:one|some|among) ?(?:of them)?\b", re.IGNORECASE
)
""" "They just feel its effects. Say I'm one": what is told of others is told of the asker."""
LEAST: Final = -0.5
"""Log-odds from which the likeliest role is taken where none is likely."""
BESIDE: Final = 0.7
"""Log-odds above which another role is meant beside it: most who ask have one, whoever else their story tells of."""

SURE: Final = 3.0
"""Log-odds from which a head is believed against all that stands beside what it read; chosen on the development set."""
BESIDE_SURE: Final = 1.5
"""The same, where the words tell one role for sure."""
BESIDE_OWED: Final = 2.0
"""The same, where it is asked what somebody is owed: those who owe it are told of in as many words."""


def decide(
    named: tuple[RoleEvidence, ...],
    described: tuple[RoleEvidence, ...],
    head: Mapping[str, float],
    weights: RoleWeights,
    sure: Collection[str] = (),
    barred: Collection[str] = (),
    beside: float = BESIDE,
) -> tuple[tuple[str, ...], str]:
    """The roles of a list question, and the reason in words; where the head is silent, names, then descriptions.

    Those that are `sure` are meant whatever the head says, those `barred` never; a second one needs log-odds above
    `beside`.
    """
    named = tuple(evidence for evidence in named if evidence.role not in barred)
    if not head:
        found = named or described
        every = tuple(dict.fromkeys(e.role for e in found))
        chosen = every if named else every[:1]
        return chosen, _reason(chosen, named, described) if found else ""
    kinds: dict[str, set[str]] = {role: set() for role in ROLES}
    for evidence in (*named, *described):
        kinds[evidence.role].add(evidence.kind)
    odds = {role: weights.odds(head.get(role, 0.0), kinds[role]) for role in ROLES}
    odds |= dict.fromkeys(barred, -inf) | dict.fromkeys(sure, inf)
    top = max(odds, key=lambda r: odds[r])
    if odds[top] < LEAST:
        return (), ""
    chosen = tuple(role for role in ROLES if role == top or odds[role] > beside)
    return chosen, _reason(chosen, named, described)


def surely(head: Mapping[str, float], weights: RoleWeights, told: Collection[str] = ()) -> tuple[str, ...]:
    """The roles that are `told` and those that a head is sure of by itself; empty where it is of none."""
    odds = {role: weights.odds(chance, ()) for role, chance in head.items()} | dict.fromkeys(told, inf)
    if max(odds.values(), default=-inf) < SURE:
        return ()
    return tuple(role for role in ROLES if odds[role] > BESIDE)


def _reason(chosen: tuple[str, ...], named: tuple[RoleEvidence, ...], described: tuple[RoleEvidence, ...]) -> str:
    names = [e.words for e in named if e.role in chosen]
    if names:
        return "named: " + ", ".join(names)
    return "described: " + (", ".join(dict.fromkeys(e.words for e in described if e.role in chosen)) or "as it reads")
