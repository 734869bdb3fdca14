"""Comparisons in free wording: each side is read apart, so that both are cited."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import pairwise

from bot.frame import Choice
from bot.text import SENTENCE
from bot.topics.model import TopicModel, TopicReading
from bot.understand import cues, lexicon, places
from bot.understand.heads import Reads
from bot.understand.roles import RoleEvidence
from ontology.catalogue import Catalogue

SIDES = re.compile(
    r"\s+(?:versus|vs\.?|as opposed to|beside|next to|alongside|against|compared (?:to|with)|on the other(?: hand)?|rather than|or|and|from|with|than|unlike)\s+|[,;:.?]\s+",
    re.IGNORECASE,
)
PLAIN = re.compile(
    r"\b(?:what|which|who|how|where|when|is|are|does|do|the|a|an|one|ones|other|others|each|both|either|same|thing|things|"
    r"this|that|these|those|it|they|them|of|in|on|by|to|for|as|and|or|code|provisions?|dut(?:y|ies)|asks?|asked|say|says|"
    r"first|second|begin|stop|difference|differ|different|differently|compare|comparison|twice|hand|add|we|need|sets?|put|place|lay|beside|next|alongside|apart|firm|firmer|"
    r"strict|stricter|soft|softer|strength|strong|stronger|binding|two|three|four|kinds?|whom|whose|obliged|bound|job|against|between|"
    r"from|separates?|divides?|distinguish\w*|phases?|stages?|most|more|fewest|fewer|many|much|heavy|heavier|against|mean|means|count|counts|who's|what's|not|so|really|exactly|just|then|if|any|how|"
    r"equal|equally|weight|weigh\w*|part(?:y|ies)|people|separate|sides?|neighbours?|bind|binds|bound|too|also|falls?|lays?|equal|level|footing|us|are)\b",
    re.IGNORECASE,
)
"""Words that say nothing of what is compared."""
CONTRASTED = re.compile(
    r"^[^.?!]{0,25}\b(?:rather than|and not|not|instead of|as opposed to|versus|or)\b[^.?!]{0,15}$", re.IGNORECASE
)
"""What stands between two roles that are set against each other."""
APART = re.compile(
    r"\b(?:separates?|distinguish\w*|divides?|marks? off|(?:sets?|tells?)(?=[^.?!]{0,40}\bapart\b))\b(?=[^.?!]{3,60}\bfrom\b)",
    re.IGNORECASE,
)
APART_NEAR = 75
"""Within so many characters both of what is set apart stand."""
SHORTEST = 2
LEFT = 1
"""Words with content that a question that compares roles or phases, and nothing else, may hold."""
PHASE_COUNTS, PRINCIPLE_COUNTS = "about/counts-per-phase", "about/counts-per-principle"
OF_PRINCIPLES = frozenset((PRINCIPLE_COUNTS, "about/audience-lines"))
"""Entries about principles, which may be asked about side by side."""
WEIGHED = re.compile(
    r"\b(?:against|than|outweigh\w*|heav\w+|strict\w*|softe[rs]\w*|firme[rs]\w*|more|most|fewer|fewest|longest|biggest|bigger)\b",
    re.IGNORECASE,
)
"""Words that weigh one thing against another."""
CHAPTER = re.compile(r"\b(?:principle|chapter|section|heading)s?\b", re.IGNORECASE)
ABOUT = re.compile(
    r"\b(?:on|about|for|covering|dealing with)\s+(?P<theme>.+)|\bthe\s+(?P<named>(?:[\w-]+\s+){1,3})(?:principle|chapter|section|heading|one)\b",
    re.IGNORECASE,
)
BOTH_PRINCIPLES = re.compile(
    r"(?P<sides>[^:;?]{5,80})[:;,]\s[^?]{0,40}\b(?:those|these|the|which of the(?:m|se)?) two principles\b",
    re.IGNORECASE,
)
""" "Supply chain against monitoring: how do those two principles differ?" """
EITHER_PRINCIPLE = re.compile(
    r"\bprinciple\s*[,:–-]\s*(?P<sides>(?:[\w&-]+ ){0,5}[\w&-]+ or [^?.!]{3,60})", re.IGNORECASE
)
""" "Which is the stricter principle, supply chain or monitoring?" """
PHASE = re.compile(r"\b(?:phase|stage)s?\b", re.IGNORECASE)
SURE = 0.4
THEME = 0.6
"""From which chance a side is a principle's theme, where chapters are compared."""
SURE_ALONE = 0.65
LIKELY = 0.45
TWO, SEEN = 2, 0.05
"""Of more than two sides that are sure by themselves, the others have to be seen in the whole as well."""
OF_A_SIDE, OTHER_LEAST = 0.5, 0.05
"""How much a side's own reading counts for the other provision, and from which score it is told; chosen on the
development set (229 comparisons: F1 0.930 to 0.936, right 192 to 197)."""


def roles(question: str, named: tuple[RoleEvidence, ...]) -> tuple[str, ...]:
    """Two roles or more that the question compares as such (``role/...``); empty where it compares something else."""
    if len({e.role for e in named}) < 2:
        return ()
    words = [evidence.words for evidence in named]
    both = [sentence for sentence in SENTENCE.split(question) if sum(word in sentence for word in words) > 1]
    if _content(both[0] if both else question, words) > LEFT:
        return ()
    return tuple(dict.fromkeys(f"role/{e.role}" for e in named))


def set_apart(question: str, named: tuple[RoleEvidence, ...]) -> tuple[str, ...]:
    """Two roles that the question sets apart from one another (``role/...``): “what separates a custodian from ...?”."""
    parts = [part.start() for part in APART.finditer(question)]
    found = {e.role: question.find(e.words) for e in named}
    roles = [role for role in found if any(0 < found[role] - at < APART_NEAR for at in parts)]
    return tuple(f"role/{role}" for role in roles) if len(roles) == 2 else ()


def contrasted(question: str, named: tuple[RoleEvidence, ...]) -> bool:
    """Whether two roles that follow each other are set against each other: “a custodian rather than an operator”."""
    places = [(at, at + len(e.words)) for e in named if (at := question.find(e.words)) >= 0]
    between = (question[end:start] for (_, end), (start, _) in pairwise(sorted(places)))
    return any(CONTRASTED.search(words) for words in between)


def phases(question: str) -> tuple[str, ...]:
    """Two phases or more that the question sets against each other as such, with how many provisions each has.

    Strengths may be named ("where do recommendations outweigh requirements?"); where anything else is, it is empty.
    """
    if not PHASE.search(question) or not (cues.COMPARE.search(question) or WEIGHED.search(question)):
        return ()
    words = [m.group(0) for p in (*places.NAMED.values(), *lexicon.MODALITY.values()) for m in p.finditer(question)]
    found = phases_named(question)
    return (*found, PHASE_COUNTS) if len(found) > 1 and _content(question, words) <= LEFT else ()


def phases_named(question: str) -> tuple[str, ...]:
    """The phases (``phase/...``) that `question` calls by their names, in its order."""
    found = {name: m.start() for name, pattern in places.NAMED.items() if (m := pattern.search(question))}
    return tuple(f"phase/{name}" for name in sorted(found, key=lambda name: found[name]))


def principles(question: str, heads: Reads) -> tuple[str, ...]:
    """Two principles or more that the question sets against each other by their themes, as chapters of the Code."""
    if not CHAPTER.search(question):
        return ()
    if both := BOTH_PRINCIPLES.match(question):
        sides = [side for side in SIDES.split(both["sides"]) if side.strip()]
    elif either := EITHER_PRINCIPLE.search(question):
        sides = either["sides"].split(" or ")
    else:
        sides = [
            WEIGHED.sub(" ", match["theme"] or match["named"]).strip()
            for side in SIDES.split(question)
            if (match := ABOUT.search(side))
        ]
    named = places.themes_of(sides, heads, THEME) if len(sides) > 1 else ()
    return tuple(f"principle/{number}" for number in named) if len(named) > 1 else ()


def placed(question: str, named: tuple[int, ...], topics: TopicModel, catalogue: Catalogue) -> tuple[Choice, ...]:
    """One provision for each of the principles `named` that a side of the comparison is sure of; empty where one lacks.

    "The recovery plan in principle 5 beside the one in principle 6" compares two provisions, not two chapters.
    """
    found: dict[int, Choice] = {}
    for side in SIDES.split(question):
        if len(side.split()) < SHORTEST or not PLAIN.sub("", side).strip(" ,.?!'"):
            continue
        for choice in topics.read(side).choices[:1]:
            principle = catalogue.provisions[choice.provision].principle
            if principle in named and choice.score >= SURE_ALONE:
                found.setdefault(principle, choice)
    return tuple(found.values()) if len(found) == len(named) else ()


def _content(question: str, words: list[str]) -> int:
    """How many words with content `question` has beside `words`."""
    for expression in words:
        question = question.replace(expression, " ")
    return len(re.findall(r"[^\W\d_]{3,}", PLAIN.sub(" ", question)))


def read(question: str, whole: TopicReading, topics: TopicModel) -> TopicReading:
    """`whole`, with the best provision of each side of the comparison that is sure of one.

    A side that is very sure stands even where nothing of it is seen in the question as a whole: two words on one side
    of a "versus" are easily drowned by ten on the other. Where one provision is left, the likeliest other joins it, for
    whoever compares means two.
    """
    sides = [s for s in SIDES.split(question) if len(s.split()) >= SHORTEST and PLAIN.sub("", s).strip(" ,.?!'")]
    found = {choice.provision: choice for choice in whole.choices}
    sure: set[str] = set()
    others = dict(whole.scores)
    for side in sides:
        reading = topics.read(side)
        for provision, score in reading.scores.items():
            others[provision] = max(others.get(provision, 0.0), OF_A_SIDE * score)
        if reading.decline is not None or not reading.choices:
            continue
        best = reading.choices[0]
        seen = whole.scores.get(best.provision, 0.0) > 0.01 and len(side.split()) > SHORTEST
        if best.score >= (SURE if seen else SURE_ALONE):
            found.setdefault(best.provision, best)
        if best.score >= SURE_ALONE:
            sure.add(best.provision)
    if len(sure) > TWO:
        known = sorted(sure, key=lambda p: -whole.scores.get(p, 0.0))
        sure -= {p for p in known[TWO:] if whole.scores.get(p, 0.0) < SEEN}
    if len(sure) > 1:  # the sides are known; what else the whole brings to mind must be likely itself
        found = {p: c for p, c in found.items() if p in sure or whole.scores.get(p, 0.0) >= LIKELY}
    if len(found) == 1 and (other := _likeliest(others, found)):
        found[other.provision] = other
    if found.keys() == {choice.provision for choice in whole.choices}:
        return whole
    return replace(whole, choices=tuple(found.values()), decline=None)


def _likeliest(scores: Mapping[str, float], beside: Collection[str]) -> Choice | None:
    """The likeliest provision that is not among those `beside`; None where none has a chance worth telling."""
    left = {provision: score for provision, score in scores.items() if provision not in beside}
    best = max(left, key=lambda provision: left[provision], default="")
    return Choice(best, left[best], "the other side") if best and left[best] >= OTHER_LEAST else None
