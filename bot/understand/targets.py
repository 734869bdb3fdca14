"""A list asked for somebody of whom the question tells: what they do is retold as if they asked themselves.

"We host it; a yard in Norway wrote the software and trained the network. What applies to the yard?" is read once more
as "We wrote the software. We trained the network. What applies to us?", so that what others do makes no role of it.
"""

from __future__ import annotations

import re
from typing import Final

from bot.text import SENTENCE
from bot.understand import parties

_DETERMINER: Final = r"(?:the|an?|this|that|these|those|our|my|his|her|their|its|your)"
_NO_NAME: Final = (
    r"(?:us|me|we|i|it|they|them|he|him|she|her|you|whom?|which|what|that|this|these|those|to|all|both|either"
    r"|neither|others?"
    r"|(?:any|every|some|no)(?:body|one)|people|(?:the )?code|principles?|phases?|provisions?|know|do|does|be)\b"
)
_ENDS: Final = (
    r"(?:in|at|on|during|under|for|from|when|while|and|or|as|itself|themselves|himself|herself|have|has|had|do"
    r"|does|to|with|of"
    r"|once|by|now|after|before|over|is|are|must|should|shall|not|too|here|there|alone|rather|who|which|that"
    r"|owes?|owed)\b"
)
_NAME: Final = (
    rf"(?P<name>(?:{_DETERMINER} )?(?!{_DETERMINER}\b)(?!{_NO_NAME})[\w'’-]+(?: (?!{_ENDS})[\w'’-]+){{0,4}}|they|them)"
)
_CONCERNS: Final = (
    r"\b(?:appl(?:y|ies)|falls?|lands?|rests?|address(?:ed)?|recommended|compulsory|mandatory|binding|required"
    r"|asked|asks?|expected"
    r"|expects?|advised|meant|intended|demanded|demands?|negotiable|obligatory|obligations?|requirements?"
    r"|recommendations?|duty"
    r"|duties|tasks?|optional|advice|there|list|wants?|requires?|provisions?|points?|items?|parts?|bits?"
    r"|in store|holds?|say|recommends?"
    r"|stands?)"
    r"(?: (?:only|just|merely|also|directly|more|here|at all|in it))*"
)
TARGETS: Final = (
    re.compile(rf"{_CONCERNS} (?:to|for|on|of|from|upon) {_NAME}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:what|which)\b[^.?!]{{0,50}}\b(?:must|should|shall|does|do|did|is|are|has|have) {_NAME} "
        r"(?:(?:itself|themselves|alone|also|then|really|now) )?(?:do|have|has|asked|required|expected|obliged"
        r"|bound|supposed|meant"
        r"|need|advised|told|see to)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:concerns?|touch(?:es)?|binds?|obliges?|covers?) {_NAME}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:are|list|name|of) {_NAME}['’]s? (?:own )?(?:\w+ )?(?:dut(?:y|ies)|obligations|tasks|homework)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\bwhich\b[^.?!]{{0,50}}\b(?:do|does) {_NAME} (?:face|have|meet|owe|carry|need)\b", re.IGNORECASE),
)
"""For whom the asking sentence wants a list."""
_SELF: Final = re.compile(r"\b(?:i|we|us|me|our|my|ours|mine)\b", re.IGNORECASE)
_ORGANISATION: Final = re.compile(
    r"\b(?:an?|the|another|our|my|some) (?:[\w-]+ ){0,2}?(?P<kind>firm|company|vendor|supplier|maker|seller"
    r"|contractor|manufacturer|consultancy"
    r"|start-?up|spin-?out|lab|studio|outfit|bureau|bank|marketplace|agency|provider|institute)\b",
    re.IGNORECASE,
)
_OUTSIDE: Final = r"(?:clients?|suppliers?|vendors?|providers?|customers?|contractors?)\b"
_NOBODY: Final = re.compile(r"\b(?:none|nobody|not one|no one|neither) of\b", re.IGNORECASE)
_OUTSIDER: Final = re.compile(r"\b(?:my|our) $", re.IGNORECASE)
_OF_OURS: Final = re.compile(r"\b(?:on|in|into|to) our own\b", re.IGNORECASE)
"""The asker belongs to them: “head office put it on our own servers”."""
_FORM: Final = frozenset(["ltd", "plc", "inc", "gmbh", "co", "limited", "llp", "itself", "themselves"])
_CLAUSE: Final = re.compile(
    r"[;:]\s+|,\s+(?:(?:and|but|so|while|whereas|or|then|though|because) )?"
    r"|\s+(?:and|but|while|whereas|although|though|or|then|because|where)\s+|\s+(?=that (?:the|an?|our|their"
    r"|its) )|\s+[-–—]\s+"
)
_VERB: Final = (
    r"(?:\w+ed|is|are|was|were|has|have|had|will|would|can|could|must|does|do|did|made|built|wrote|took|put"
    r"|runs?|ran|keeps?|kept"
    r"|holds?|held|sells?|sold|trains?|hosts?|makes?|builds?|writes?|owns|decides?|controls?|uses?|lays?|laid"
    r"|looks?|gives?|gave"
    r"|says?|said|lets?|gets?|got|sits?|vouch\w*|checks?|grants?)"
)
_LEAD: Final = re.compile(
    r"^(?:(?:that|if|so|then|now|and|but|meanwhile|today|since then|seeing that|in \w+|last \w+|it (?:is"
    r"|was)(?= (?:the|an?|[A-Z])))\s+)+",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(
    r"^(?:they|it(?! (?:sits|runs|lives|hums|is|was|works|came|comes|arrive[sd]|stands)\b)|he|she|(?:those|the"
    r"|that) same [\w-]+)\b",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r"^(?:who|which)\b", re.IGNORECASE)
"""Goes on about whoever was named last."""
_GOES_ON: Final = re.compile(rf"^(?:(?:then|also|now|still|later|never|simply|just) )*{_VERB}\b", re.IGNORECASE)
_APPOSITION: Final = re.compile(rf"^(?:an?|the|our|their) (?:(?!{_VERB}\b)[\w-]+ ?){{1,4}}$", re.IGNORECASE)
"""Says what somebody is: “Brightwater, a consultancy, took ...”."""
_DESCRIBED: Final = re.compile(
    rf"{_CONCERNS} (?:to|for|on|of|from|upon) (?:an?|any) (?:(?!(?:that|who|which)\b)[\w'’-]+ ){{1,4}}(?:that|who|which) (?P<does>[^.?!;:]{{8,}})",
    re.IGNORECASE,
)
""" "... land on a company that creates a chatbot and licenses it to airports?" """
_THEIR_PART: Final = re.compile(r", (?:who|which|whose|where|while)\b|,? (?:in|during|at|under) (?:the )?(?:[\w-]+ )?(?:phase|stage|principle)", re.IGNORECASE)
_FIRST_PERSON: Final = re.compile(r"\b(?:their|its|his|her)\b")
ASKS: Final = "What applies to us?"


def retold(question: str) -> str:
    """What the one for whom `question` asks does, as if they asked; empty where the asker asks for themselves."""
    start, end = parties.asked(question)
    asks, story = question[start:end], f"{question[:start]} {question[end:]}".strip()
    if described := _DESCRIBED.search(asks):
        return f"We {_FIRST_PERSON.sub('our', _THEIR_PART.split(described['does'])[0]).strip(' .?!')}. {ASKS}"
    if not story:
        return ""
    asked_first = start == 0
    noun = _target(asks, story, asked_first)
    if not noun or re.search(rf"\b(?:our|my|we, the)\b(?: [\w-]+)? (?!{_OUTSIDE}){noun}", story, re.IGNORECASE):
        return ""
    told = _clauses(story, noun, asked_first)
    if not told or any(_OF_OURS.search(clause) for clause in told):
        return ""
    return f"{_FIRST_PERSON.sub('our', '. '.join(told))}. {ASKS}"


def _target(asks: str, story: str, asked_first: bool) -> str:
    """A pattern of the noun that names the target, which the `story` has, too; empty where nobody else is meant.

    A story after what was `asked_first` may call them by a pronoun.
    """
    for pattern in TARGETS:
        for match in pattern.finditer(asks):
            name = match["name"]
            if name.lower() in ("they", "them"):
                kinds = [m["kind"] for m in _ORGANISATION.finditer(story)]
                return re.escape(kinds[-1]) if kinds and not _SELF.search(asks[match.start() :]) else ""
            words = [word for word in name.split() if word.lower().strip(".") not in _FORM]
            noun = re.sub(r"['’]s?$", "", next((w for w in words if w[0].isupper() and w.lower() != "the"), words[-1]))
            stem = re.escape(re.sub(r"(?:ies|y|s)$", "", noun) if len(noun) > len("firms") else noun)
            if re.search(rf"\b{stem}", story, re.IGNORECASE) or (asked_first and _PRONOUN.search(story)):
                return stem
    return ""


def _clauses(story: str, noun: str, asked_first: bool) -> list[str]:
    """The clauses of `story` in which the one whom `noun` names acts, in the first person.

    Where it was `asked_first`, a pronoun that begins the story means them.
    """
    key = rf"(?i:\b{noun}\w*)(?P<theirs>['’]s?)?(?: [A-Z][\w.]+)*"
    acts = re.compile(
        rf"^(?P<before>(?:(?!\b{_VERB}\b|\b(?:by|from|into|to|on|for|with)\b)[\w'’-]+ ){{0,6}}?){key}(?P<rest>.*)$"
    )
    acted_by = re.compile(
        rf"\b(?P<verb>\w+(?:ed|t|de|en)) (?:\w+ )?(?:by|from) (?:(?:the|an?|our"
        rf"|their) )?(?:[\w'’-]+ ){{0,3}}?{key}(?P<rest>.*)$"
    )
    at_home = re.compile(
        rf"\b(?:runn?\w*|ran|host\w*|sits?|lives?|installed)\b.{{0,30}}\b(?P<place>(?:on"
        rf"|in) )(?:the )?{key}(?P<rest>.*)$"
    )
    last = re.compile(rf"{key}(?: (?:in|at|from) [\w-]+)?$")
    told: list[str] = []
    for number, sentence in enumerate(SENTENCE.split(story)):
        named_last = False
        going_on = bool((told or (asked_first and not number)) and _PRONOUN.search(sentence))
        for part in _CLAUSE.split(sentence):
            clause = _LEAD.sub("", part.strip(" ,.;:-"))
            if (match := acts.match(clause)) and _NOBODY.search(match["before"]):
                going_on = False
            elif match and not _SELF.search(_OUTSIDER.sub("", match["before"])):
                told += [_in_first_person(match)] if match["rest"].strip() else []
                going_on = True
            elif match := at_home.search(clause):
                told.append(f"We run it {match['place']}their{match['rest']}")
                going_on = True
            elif match := acted_by.search(clause):
                told.append(f"We {match['verb']} it{'' if match['theirs'] else match['rest']}")
                going_on = True
            elif (going_on and _PRONOUN.search(clause)) or (named_last and _RELATIVE.search(clause)):
                told.append(_RELATIVE.sub("We", _PRONOUN.sub("We", clause)))
                going_on = True
            elif going_on and _APPOSITION.search(clause):
                continue
            elif going_on and _GOES_ON.search(clause):
                told.append(f"We {clause}")
            else:
                going_on = False
            named_last = last.search(clause) is not None
    return told


def _in_first_person(match: re.Match[str]) -> str:
    """A clause in which somebody acts, or somebody of theirs: “the yard's own people wrote it”."""
    rest = re.sub(r"^(?: again)? (?:that|who) ", " ", match["rest"])
    acts = re.search(rf"\b{_VERB}\b.*$", rest) if match["theirs"] else None
    return f"We {acts[0]}" if acts else f"We{rest}"
