"""What the asker says to do in so many words, which makes a role of theirs whatever else the question tells.

"... a model that a contractor built and that we installed and run": whoever says that runs it. Only plain sentences
count, with the asker as their subject and a model, or what stands for it, as their object.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from bot.understand import parties

_ADVERBS: Final = (
    r"(?: (?:also|just|only|now|both|all|then|mostly|ourselves|myself|simply|merely|originally|actually|have"
    r"|had|are|am|will|did|do|still|always|since|already|first|later|in turn|going to|solely|partly|jointly|too))*"
)
_OUTSIDE: Final = (
    r"(?:suppliers?|vendors?|providers?|customers?|clients?|contractors?|landlords?|neighbou?rs?|partners?"
    r"|parent|sister|users?|patients?|members?|agency|consultants?|makers?|bank|insurer|records|model|archive|tool"
    r"|data(?! (?:scientists?|engineers?|team|people)\b)|who|which|that|is|was|are)"
)
_WHO: Final = r"(?:who|which|that|where|while|and|but)"
_OURS: Final = (
    r"(?<!\bin )(?<!\bon )(?<!\bat )(?<!\bto )(?<!\bof )(?<!\bby )(?<!\bfor )(?<!\bwith )(?<!\bfrom )(?<!\binto )"
    r"(?<!\bonto )(?<!\bover )(?<!\bvia )(?<!\bthrough )(?<!\bunder )"
    r"(?<!ed )(?<!built )(?<!made )(?<!wrote )(?<!holds )(?<!runs )(?<!keeps )(?<!reads )(?<!sold )"
    rf"\bour(?! (?:[\w'’-]+ ){{0,3}}{_OUTSIDE}\b)(?! hosts?\b)(?: [\w'’-]+){{1,4}}?"
)
"""The asker's own people: “our own physicists trained a model”."""
_SELF: Final = (
    r"\b(?:i|we)(?:['’](?:ve|re|m|ll|d))?"
    rf"(?:, (?:the|an?|our|my|[A-Z][\w-]+) (?:(?!{_WHO}\b)[\w'’-]+ ?){{1,7}},)?{_ADVERBS}"
)
"""The asker acts, also with what they are between: “we, a circuit of nine cinemas, installed it”."""
_MINE: Final = r"\b(?:my|our) (?:[\w-]+ )?(?:unit|team|office|department|desk|group|section|branch|crew)"
_US_WHO: Final = rf"\bus, (?:the|an?) (?:(?!{_WHO}\b)[\w'’-]+ ){{1,4}}(?:that|who|which){_ADVERBS}"
""" "... and us, the orchard that runs it." """
_OUR_PEOPLE: Final = f"{_OURS}{_ADVERBS}"
_FIRST: Final = rf"(?: \w+(?: (?:it|them))?(?:,? (?:and|then|but)|,){_ADVERBS}){{0,2}}"
_NEXT: Final = rf"(?:,? and{_ADVERBS} \w+|, \w+){{0,2}}"
"""Other verbs before and after the one that tells: “we both build and run a model”."""
_MODEL: Final = (
    r"(?: (?!(?:nothing|nobody|none|no|polic\w*|rules?|guidance|terms|never|not|who|for|with|using|on|and|of|from|via"
    r"|through|in|at|to|by|about)\b)[\w'’-]+){0,4}?"
    r" (?:models?|(?:chat)?bot|system|tool|assistant|software|classifier|detector|engine|app|ai|algorithm"
    r"|network|program|recogni\w+|predictor|scorer|it|them|checker|planner|scanner|reader|agent|translator"
    r"|tutor|forecaster|ranker|grader|matcher|transcriber|spotter|sorter|recommender|helper|counter|selector|estimator|locator|filter"
    r"|optimiser|optimizer|scheduler|dispatcher|summariser|labeller|twin)\b(?! for (?:nobody"
    r"|no one))"
)
_MODEL_THAT: Final = r"\b(?:that|which|it|model|bot|system|tool) (?:is |which |that )?"
_SOMETHING: Final = r"\b(?! (?:nothing|nobody|none|no|neither)\b)"
_RUN: Final = (
    r"(?:(?:install|deploy|host)(?:ed|ing)?|embed(?:ded|ding)?|integrat(?:e|ed|ing)|operat(?:e|ed|ing)|run(?:ning)?"
    r"|ran|buil(?:d|t|ding)(?= (?:it|them|the \w+) into\b))"
)
_RUNS: Final = rf"(?:{_RUN}|installs|deploys|hosts|embeds|integrates|operates|runs)"
_BUILD: Final = (
    r"(?:buil(?:d|t|ding)\b(?! (?:it|them|the \w+) into\b)|(?:re)?train(?:ed|ing)?|made|mak(?:e|ing)|creat(?:e"
    r"|ed|ing)|cod(?:e|ed|ing)|wrote"
    r"|writ(?:e|ten|ing)|develop(?:ed|ing)?|design(?:ed|ing)?|fine-?tun(?:e|ed|ing)|program(?:med|ming)?)"
)
_BUILDS: Final = (
    rf"(?:{_BUILD}|builds\b(?! (?:it|them|the \w+) into\b)|(?:re)?trains|makes|creates|codes|writes|develops|designs)"
)
_TOOK: Final = r" took [^.?!;,]{3,60} and (?:then )?(?:fine-?tuned|(?:re)?trained|re-?tuned|tuned|adapted|reworked)\b"
_BY_US: Final = (
    r"(?<!changes )(?<!change )"
    r"(?<!nothing )(?<!not )(?<!none of it )(?<!none of them )(?<!never )\b(?:built|(?:re)?trained|made|written"
    r"|coded|programmed|developed|created|designed"
    r"|fine-?tuned)\b[^.?!;,]{0,20}?"
    r" (?:by (?:us|our own)|in[- ]house)\b"
)
_AT_HOME: Final = (
    r"\b(?:runs?|running|ran|host(?:s|ed)?|sits|installed|deployed|lives)\b[^.?!;,]{0,40}\b(?:on|in|into|onto|from|by)"
    r" (?:our|my)(?: own)? (?:[\w'’-]+ ){0,2}(?:servers?|kit|machines?|network|racks?|data ?(?:cent(?:re|er)|halls?)"
    r"|infrastructure|cluster|estate|basement|hardware|computers?|premises|platform|intranet)\b"
)
DOES: Final = {
    "developer": re.compile(
        f"{_SELF}{_FIRST} {_BUILD}{_NEXT}{_MODEL}|{_MODEL_THAT}we{_ADVERBS}{_FIRST} {_BUILD}{_SOMETHING}"
        f"|{_SELF}{_TOOK}",
        re.IGNORECASE,
    ),
    "system-operator": re.compile(
        f"{_SELF}{_FIRST} {_RUN}{_NEXT}{_MODEL}|{_MODEL_THAT}we{_ADVERBS}{_FIRST} {_RUN}{_SOMETHING}", re.IGNORECASE
    ),
    "data-custodian": re.compile(
        f"(?:{_SELF}{_FIRST}|{_MINE}) (?:(?:decide|settle|determine|say|control|rule|fix|lay down|set)s? "
        r"(?:on |over )?(?:who (?:may|can|could|is (?:let|allowed|permitted)|gets? (?:at|to|in)|has|sees?|reads?|opens?"
        r"|touch\w*|uses?|looks?)\b|(?:the )?(?:permissions|access)\b)"
        r"|(?:set|write|lay down|make|draw up) the (?:polic(?:y|ies)|rules?)\b"
        r"(?: (?:on|for|about|over) (?:it|them|that)\b"
        r"|[^.?!]{0,40}\b(?:data\w*|records?|files?|archive|images|recordings|samples)\b)"
        r"|(?:grant|hand out|give out|issue|withdraw|revoke)[^.;?!,]{0,30}\b(?:access|permissions?)\b"
        r"(?! to (?:our |the )?(?:building|site|office|premises|doors?)))",
        re.IGNORECASE,
    ),
}

OUR_PEOPLE_DO: Final = {
    "developer": re.compile(
        f"(?:{_OUR_PEOPLE}|{_US_WHO}){_FIRST} {_BUILDS}{_NEXT}{_MODEL}|{_OUR_PEOPLE}{_TOOK}|{_BY_US}", re.IGNORECASE
    ),
    "system-operator": re.compile(
        rf"(?:{_OUR_PEOPLE}|{_US_WHO}){_FIRST} {_RUNS}{_NEXT}{_MODEL}|{_AT_HOME}"
        rf"|{_OURS} took [^.?!;:]{{3,90}}?,? and{_ADVERBS} {_RUNS}{_MODEL}",
        re.IGNORECASE,
    ),
}
"""What the asker's organisation does: that of somebody who asks for it, and not for themselves alone."""
_ONES_WHO: Final = (
    r"\bwe(?: are|['’]re)\b[^.?!;]{0,40}\b(?:ones?|people|party|those) (?:who|that)(?: (?:also|then))? (?:\w+ and )?"
)
_THE_SAME: Final = (
    r"\bthe (?:very )?same (?:[\w-]+ ){0,3}?(?:of us )?(?:then |also |now )?"
    r"(?:runs?|hosts?|operates?|deploys?|keeps? it (?:going|running)|looks? after it|minds? it)\b"
)
SAME_DO: Final = re.compile(rf"{_THE_SAME}|{_ONES_WHO}{_RUN}\b", re.IGNORECASE)
""" "... and the same association runs the finished thing": who builds it is who runs it."""
TWO_HATS: Final = re.compile(
    rf"\b(?:two|both|double)(?: of)?(?: (?:its|their|our))? (?:hats|capacities|roles|parts|jobs)\b"
    rf"|\bas maker and\b|\bboth as (?:an?|the)\b|{_THE_SAME}",
    re.IGNORECASE,
)
"""Somebody is two things."""
_ALONE: Final = re.compile(
    r"\b(?:I|[Mm]y|[Mm]ine|[Mm]yself)\b|(?<![Gg]ive )(?<![Ss]how )(?<![Tt]ell )(?<![Ss]end )\b[Mm]e\b"
)
_APART: Final = re.compile(
    r"\b(?:I|we) (?:only|just|merely|simply) (?:use|talk|chat|ask|type|read|look|tell|press|query)\b"
    r"|\bI (?:only|just|merely|simply)\b|\ball I (?:ever )?do\b|\bI (?:do|did|belong to) neither\b",
    re.IGNORECASE,
)
"""The asker is another than those who act for the organisation."""
_UNIT: Final = re.compile(
    r"\b[Mm]y (?:own )?(?:little |small )?(?:unit|team|office|desk|department|section|bureau|registry)\b[^.?!;]{0,60}"
    r"\b(?:decides?|controls?|sets?|keeps?|looks? after|vouch(?:es)? for|guards?|answers? for)\b[^.?!;]{0,30}"
    r"\b(?:access|who|which|rules?|polic(?:y|ies)|data\w*|records?|files?|archives?|permissions?)\b"
)
"""Another unit acts for the organisation: the asker's own one keeps data."""
ONLY_FEELS: Final = ("end-user", "affected-entity")
"""Whoever builds or runs a model is none of these as well, unless they say so."""
TWICE: Final = re.compile(r"\b(?:both|two|twice|also|as well|at once|too|double|half)\b", re.IGNORECASE)


def told(question: str) -> tuple[str, ...]:
    """The roles that the asker's own words make theirs."""
    start, end = parties.asked(question)
    alone = _ALONE.search(question[start:end]) or _APART.search(question) or _UNIT.search(question)
    kinds = (DOES,) if alone else (DOES, OUR_PEOPLE_DO)
    found = {role for role in DOES if any(role in kind and kind[role].search(question) for kind in kinds)}
    if "developer" in found and SAME_DO.search(question):
        found.add("system-operator")
    return tuple(role for role in DOES if role in found)


def excluded(question: str, roles: Collection[str]) -> tuple[str, ...]:
    """The roles that whoever has those `roles` hasn't."""
    twice = len(roles) < 2 and TWICE.search(question)
    return () if not roles or twice else tuple(role for role in ONLY_FEELS if role not in roles)
