"""A question read as a change to the list before it: another role, phase or strength, a limit dropped or reversed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.frame import Frame
from bot.understand import asking, lexicon
from bot.understand.role_words import NAMES
from ontology.catalogue import Catalogue
from ontology.model import Modality, Relation

LIST_CHANGE = re.compile(
    r"\b(?:same|only|just|ones|list|instead|narrow|restrict|limit|filter|drop|leave out|what about|how about|and (?:for|in|the|what|once|during|at)|now|those|of these|for (?:the|a|an|us|those|people|whoever))\b",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"\b(next|after that|move on|moving on|following|later|previous|before|earlier|preceding|final|last|first|second|third"
    r"|fourth|fifth)\b(?! (?:list|answer|question|reply|lot|set)\b)",
    re.IGNORECASE,
)
_ALL = r"\b(?:the lot|(?<!out )(?<!drop )(?<!skip )(?<!not )everything|all of (?:it|them)|(?:full|whole|complete|entire) (?:list|lot|set)|no filter|drop that limit|undo that|all together|both together)\b"
_FORGET = r"(?:take(?=[^.?!]{0,40}\b(?:away|off|out)\b)|drop|forget|without|remove|leave out|never mind|whatever|regardless of|any|all|every|across|both|lift|scrap)(?: about)?"
_BIT = r"(?:(?:the |that |any )?(?:bit|part|limit|limits|restriction|condition|filter)s? (?:about|to|on|of|for) )?(?:the |that )?"
_CODE = r"\b(?:whole|entire|full|all of the|complete) code\b"
DROPS = {
    "modality": re.compile(rf"\b{_FORGET} (?:\w+ ){{0,4}}?(?:strength|modality|modalities)\b|\b(?:musts?|shalls?) and (?:the )?shoulds?\b|\bhowever (?:firm|strong|binding)(?:ly)?\b|{_ALL}", re.IGNORECASE),
    "phases": re.compile(rf"{_CODE}|\b{_FORGET} {_BIT}(?:phase|stage)s?\b|\b(?:in|over|through) all (?:five )?(?:phases|stages)\b", re.IGNORECASE),
    "principles": re.compile(rf"{_CODE}|\b{_FORGET} {_BIT}principles?\b", re.IGNORECASE),
    "relations": re.compile(_ALL, re.IGNORECASE),
}  # fmt: skip
"""How a follow-up lifts a limit of the list before."""
ADDS = re.compile(
    r"\b(?:add|plus|as well|too|also|in addition|on top|next to it|beside|both|together|combined?|include)\b",
    re.IGNORECASE,
)
ADDS_MORE = re.compile(r"\b(?:add|plus|as well|too|also|in addition|on top)\b", re.IGNORECASE)
"""The words of :data:`ADDS` that say nothing else: others "include" somebody, too."""
_LIMIT = r"(?:(?:two|three|four) )?(?P<kind>phase|stage|principle|strength)s?\b"
SAME_LIMIT = re.compile(rf"\b(?:that|(?:the )?same|this|these|those) {_LIMIT}", re.IGNORECASE)
SAME = re.compile(rf"\b(?:same|(?:those|these)(?= (?:two|three|four)\b)) {_LIMIT}", re.IGNORECASE)
""" "Same strength, same two phases": what is kept says that the list before is changed."""
SWAP = re.compile(
    r"\b(?:swap|replace|exchange|trade|substitute|switch)(?:ped|d|ing)?\b(?: out)?(?P<old>[^.?!]{2,60}?)\b(?:for|with|by|to)\b(?P<new>[^.?!]{2,60})",
    re.IGNORECASE,
)
""" "Swap developers for operators": only the second is asked about."""
REMOVES = {
    role: re.compile(
        r"(?:^|[.!;:,]\s+)(?:(?:and|so|ok(?:ay)?|now|then|please|just|but|right)[,\s]+)*"
        r"(?:(?:take|strip|cut|drop|remove|strike|scratch|delete|minus|without)\b|leave(?=[^.?!]{0,40}\b(?:out|off|aside)\b))"
        rf"[^.?!,;]{{0,30}}?{pattern.pattern}(?!['’]s? (?:access|rights|work))(?! in\b)",
        re.IGNORECASE,
    )
    for role, pattern in NAMES.items()
}
""" "Take the operator part out", of a list for several roles."""
NUMBERS_ONLY = re.compile(
    r"^\W*(?:(?:and|now|then|what about|how about|ok(?:ay)?)\W+)*(?:(?:under|in|for|on|with) )?(?P<row>\d{1,2}(?:(?:\s*,\s*|\s*/\s*|,? and | or )\d{1,2})*)"
    r"(?: (?:then|too|as well|instead|please))*\W*$",
    re.IGNORECASE,
)
""" "And under 11 and 12?", after a list that was limited to a principle."""
IN_PLACE = re.compile(
    r"\s*\bin (?:the )?[\w -]{3,30}['’]s? (?:place|stead)\b|\s*\b(?:in place of|instead of|rather than|in lieu of)\b[^,.?!;]{2,40}",
    re.IGNORECASE,
)
""" "Design in place of maintenance": only the first is asked about."""
ASKS_LIST = re.compile(
    r"\b(?:list|everything|every|which (?:provisions|duties|obligations|requirements|recommendations)|full|complete)\b",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:opposite|other (?:kind|half|ones)|what's left|left over|the rest|remaining|remainder)\b", re.IGNORECASE
)
THAT_LIST = re.compile(
    r"\b(?:how|what|show|give|redo|repeat|make|run|narrow|cut|limit|keep|do|put|take|strike|drop|remove|leave)\b[^.?!]{0,70}\b(?:that|this|the same)"
    r" (?:(?:mandatory|required|recommended|advisory|full|whole|long|short|last|earlier) )?list\b",
    re.IGNORECASE,
)
""" "How does that list look for them?" is about the list before, whatever else it tells."""
STILL = re.compile(r"\bstill (?:for|about|on|with)\b|\bas before\b", re.IGNORECASE)
""" "... for the deployment phase, still for the brickworks"."""
KEEPS = re.compile(
    r"^\W*(?:(?:and|now|then|ok(?:ay)?|so|please)\W+)*(?:keep|leave)\b[^.?!]{0,40}\b(?:add|include|drop|take out)\b",
    re.IGNORECASE,
)
""" "Keep the custodian and add the system operator." """
EVERYBODY = re.compile(
    r"^\W*(?:(?:and|now|no|ok(?:ay)?|then|make it|make that)\W+)*(?:not just (?:them|him|her|those)|(?:for )?(?:everybody|everyone|all roles))\b(?!,? but\b)[^?]{0,25}\??$",
    re.IGNORECASE,
)
""" "Not just them, everybody." """
SHORT = 8
SHORT_LIFTING = 14
"""Up to so many words, a question that begins with what it lifts changes the list before."""
CHANGE_SURE = 0.5
CHANGE_LEAST = 0.15
ORDINALS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True)
class Change:
    """What a question says by itself, read as a change to the list before it.

    ``likely``: chance that it is one, or None where no head says; ``cited``: that it asks about what was cited.
    """

    asked: asking.Asking
    roles: tuple[str, ...]
    likely: float | None
    cited: float = 0.0


def changed(question: str, change: Change, last: Frame, catalogue: Catalogue) -> Frame | None:
    """The last list with what the question changes; None when it changes nothing or asks for something else."""
    if not _is_change(question, change, last):
        return None
    asked, phases = change.asked, change.asked.phases
    if not asking.told(question)["phase"] and last.phases and (match := ORDINAL.search(question)):
        phases = _phase_by_ordinal(match.group(1).lower(), last.phases, catalogue)
    if last.principles and (match := NUMBERS_ONLY.match(question)):
        numbers = dict.fromkeys(int(n) for n in re.findall(r"\d+", match["row"]))
        asked = replace(asked, principles=tuple(n for n in numbers if str(n) in catalogue.principles))
    same = _same(question)
    if "principle" in same:
        asked = replace(asked, principles=())
    if same & {"phase", "stage"}:
        phases = ()
    new: dict[str, Any] = {}
    if change.roles and change.roles != last.roles:
        new["roles"] = change.roles
    if len(last.roles) > 1 and (
        gone := {role for role, p in REMOVES.items() if role in last.roles and p.search(question)}
    ):
        new["roles"] = tuple(role for role in last.roles if role not in gone)
    strengths = asking.told(question)["modality"]
    if len(strengths) == 1:
        asked = replace(asked, modality=Modality(next(iter(strengths))))
    if "strength" in same:
        asked = replace(asked, modality=last.modality)
    if asked.modality is not None:
        new["modality"] = asked.modality
    if not asked.relations and Relation.INVOLVES in asking.told(question)["relation"]:
        asked = replace(asked, relations=(Relation.INVOLVES,))
    if asked.relations:
        new |= {"relations": asked.relations, "modality": asked.modality}
    if phases:
        new |= {"phases": phases, "principles": ()}
    if asked.principles:
        new |= {"principles": asked.principles, "phases": ()}
    if ADDS.search(question):
        if asked.relations and ADDS_MORE.search(question):
            had = last.relations or (asking.DUTIES if last.modality else ())
            new["relations"] = tuple(r for r in Relation if r in (*had, *asked.relations)) if had else ()
            new["modality"] = asked.modality or last.modality
        for field, before in (("roles", last.roles), ("phases", last.phases), ("principles", last.principles)):
            if new.get(field):
                new[field] = tuple(dict.fromkeys((*before, *new[field])))
    if lexicon.ANYBODY.search(question):
        new["roles"] = ()
    if lexicon.EITHER_STRENGTH.search(question):
        new["modality"] = None
    for field, pattern in DROPS.items():
        if pattern.search(question):
            new[field] = None if field == "modality" else ()
    if not new and last.modality in asking.OPPOSITE and OTHERS.search(question):
        new["modality"] = asking.OPPOSITE[last.modality]
    if not new:
        return None
    if "modality" in new and last.relations == (Relation.INVOLVES,) and not asked.relations:
        new["relations"] = last.relations
    why = (("intent", "the list before, changed"), *((k, str(v)) for k, v in new.items()))
    return last.having(question=question, why=why, **new)


def asks(question: str) -> bool:
    """Whether `question` asks for something, and does not only tell."""
    return "?" in question or ASKS_LIST.search(question) is not None


def holds(frame: Frame, question: str) -> bool:
    """Whether `frame` has each limit that `question` calls the same."""
    had = {"phase": frame.phases, "stage": frame.phases, "principle": frame.principles, "strength": frame.modality}
    return all(had[kind] for kind in _same(question))


def _same(question: str) -> set[str]:
    return {match["kind"].lower() for match in SAME_LIMIT.finditer(question)}


def kept(question: str) -> str:
    """What of `question` names the new limits: "swap developers for operators" names operators only."""
    if match := SWAP.search(question):
        return match.group("new").strip()
    return rest if (rest := IN_PLACE.sub("", question)).strip(" ,.?!") else question


def _is_change(question: str, change: Change, last: Frame) -> bool:
    short = len(question.split()) <= SHORT
    if short and (SWAP.search(question) or any(pattern.search(question) for pattern in DROPS.values())):
        return True
    if len(question.split()) <= SHORT_LIFTING and any(pattern.match(question) for pattern in DROPS.values()):
        return True
    told_so = (
        THAT_LIST,
        SAME,
        NUMBERS_ONLY,
        KEEPS,
        EVERYBODY,
        *(REMOVES.values() if len(last.roles) > 1 else ()),
    )
    if any(pattern.search(question) for pattern in told_so):
        return True
    worded = bool(LIST_CHANGE.search(question))
    if change.likely is None:
        return worded or short
    return change.likely >= CHANGE_SURE or (change.likely >= CHANGE_LEAST and worded)


def _phase_by_ordinal(word: str, current: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """ "the final one", "the next", after a list that was limited to one phase or several."""
    phases = list(catalogue.phases)
    if word in ("next", "after that", "move on", "moving on", "following", "later"):
        place = phases.index(current[-1]) + 1
    elif word in ("previous", "before", "earlier", "preceding"):
        place = phases.index(current[0]) - 1
    elif word in ("final", "last"):
        place = len(phases) - 1
    else:
        place = ORDINALS.index(word)
    return (phases[place],) if 0 <= place < len(phases) else ()
