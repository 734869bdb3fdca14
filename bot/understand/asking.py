"""What is asked of a list: the strength, the relation, the phase and the principle, read from words and heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot import wording
from bot.text import SENTENCE
from bot.understand import lexicon, parties, places
from bot.understand.weighing import LIMITS, OPEN, Weights
from ontology.model import Modality, Relation

OPPOSITE: Final = {Modality.SHALL: Modality.SHOULD, Modality.SHOULD: Modality.SHALL}
WITHOUT: Final = "without what is"
TERSE: Final = 5
"""In up to so many words, one strength that is named is meant."""
UNNAMED: Final = 0.75
"""From which chance a strength is meant that no word names, or another than the one that words name."""
OWED_SURE: Final = 0.5
"""From which chance it is asked what others owe, though a strength is named and no word tells of others."""
STRENGTH_FOR: Final = re.compile(
    r"\b(?:mandatory|compulsory|binding|required|recommended|applicable|in (?:it|store|the code)) for\b", re.IGNORECASE
)
"""“I have to sign off what is mandatory for us” is about no one else's duty."""
OWN: Final = "own"
"""The relation head's label for what somebody has to do, by name or as an organisation, and not what others owe it."""
DUTIES: Final = (Relation.OBLIGES, Relation.ORGANISATION)
Told = Mapping[str, str]
"""Labels of one limit that a question's words name, with those words."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The limits of a list."""

    modality: Modality | None = None
    relations: tuple[Relation, ...] = ()
    phases: tuple[str, ...] = ()
    principles: tuple[int, ...] = ()


def told(question: str) -> Mapping[str, Told]:
    """By limit, what the words alone say of it."""
    return {
        "modality": _strengths(question),
        "relation": _relations(question),
        "phase": {name: m.group(0) for name, p in lexicon.PHASE.items() if (m := p.search(question))},
        "principle": {str(n): m.group(0) for n, p in lexicon.PRINCIPLE_THEMES.items() if (m := p.search(question))},
    }


def read(
    question: str, heads: Mapping[str, Mapping[str, float]], principles: tuple[int, ...], weights: Weights
) -> tuple[Asking, tuple[tuple[str, str], ...]]:
    """The limits that `question` names, and the reasons field by field. `principles`: those given by number."""
    words, found, surplus = told(question), {}, {}
    for name in LIMITS:
        found[name], surplus[name] = weights.limit(name, heads.get(name, {}), words[name])
    unsure = heads.get("modality", {}).get(found["modality"], 1.0) < UNNAMED
    if not words["modality"] and (unsure or lexicon.OF_THOSE.search(question)):
        found["modality"] = OPEN["modality"]
    elif unsure and found["modality"] != OPEN["modality"] and len(words["modality"]) == 1:
        found["modality"] = next(iter(words["modality"]))  # of two strengths, the one that is named
    found |= {name: label for name, label in sure(question).items() if name != "phase" or not principles}
    duty = found["modality"] != OPEN["modality"] or bool(lexicon.BOUND.search(question))
    owed = _owes(question) or any(
        pattern.search(question) for pattern in (lexicon.INVOLVES, lexicon.BENEFITS, lexicon.OTHERS)
    )
    if not lexicon.BOUND_TO.search(question):
        owed = owed or heads.get("relation", {}).get(Relation.INVOLVES, 0.0) > OWED_SURE
    if found["relation"] == Relation.INVOLVES and duty and not owed:
        found["relation"] = OPEN["relation"]  # a strength or a duty is its holder's own
    several, joined = places.phases(question, found["phase"])
    if principles:
        found |= {"principle": str(principles[0]), "phase": OPEN["phase"]}
    elif (_everywhere(question) and not several) or len(several) == len(lexicon.PHASE_WORDS):
        found |= {"principle": OPEN["principle"], "phase": OPEN["phase"]}
    elif several:
        found |= {"principle": OPEN["principle"], "phase": several[0]}
        words = {**words, "phase": {several[0]: joined}}
    elif found["phase"] != OPEN["phase"] and found["principle"] != OPEN["principle"]:
        weaker = min(("phase", "principle"), key=lambda name: surplus[name])
        found[weaker] = OPEN[weaker]
    asked = _asking(found)
    if asked.phases and several:
        asked = replace(asked, phases=several)
    elif principles:
        asked = replace(asked, principles=principles)
        words = {**words, "principle": {found["principle"]: wording.numbered("Principle", principles)}}
    if asked.modality and not asked.relations and lexicon.BOTH_SIDES.search(question):
        asked = replace(asked, relations=tuple(Relation))  # a strength alone would leave out what is owed
    why = tuple((n, words[n].get(label) or "as it reads") for n, label in found.items() if label != OPEN[n])
    return asked, why


def sure(question: str) -> Mapping[str, str]:
    """Limits that are told so plainly that no head need confirm them."""
    found = {}
    start, end = parties.asked(question)
    strengths = _strengths(question)
    several = len(strengths) > 1
    if several:
        strengths = _strengths(question[start:end])
    if lexicon.EITHER_STRENGTH.search(question) and not _excluded(lexicon.NOT_JUST.sub("", question)):
        found["modality"] = OPEN["modality"]
    elif len(strengths) == 1 and (
        several or _excluded(question) or len(question.split()) <= TERSE or lexicon.BY_STRENGTH.search(question)
    ):
        found["modality"] = next(iter(strengths))
    elif strengths.keys() <= {Modality.SHALL} and lexicon.REQUIRED_OF.search(question[start:end]):
        found["modality"] = str(Modality.SHALL)
    if lexicon.ONLY_ORGANISATION.search(question) and lexicon.SET_ASIDE.search(question):
        found["relation"] = str(Relation.OBLIGES)
    elif lexicon.BOTH_SIDES.search(question):
        found["relation"] = OPEN["relation"]
    elif lexicon.NOT_ACTING.search(question) or _owes(question) or lexicon.BENEFITS.search(question[start:end]):
        found["relation"] = str(Relation.INVOLVES)
    elif lexicon.LAYS_DUTY.search(question) and lexicon.BY_NAME.search(question):
        found["relation"] = str(Relation.OBLIGES)
    elif lexicon.APPLIES.search(question) and not _relations(question) and not lexicon.OTHERS.search(question):
        found["relation"] = OPEN["relation"]
    elif OWN in _relations(question) or lexicon.LAYS_DUTY.search(question):
        found["relation"] = OWN
    phases = [name for name, pattern in lexicon.PHASE_NAMED.items() if pattern.search(question)]
    if not phases:
        phases = [name for name, p in lexicon.PHASE_TOLD.items() if p.search(question[start:end])]
    if len(phases) == 1:
        found |= {"phase": phases[0], "principle": OPEN["principle"]}
    return found


def _everywhere(question: str) -> bool:
    """Whether no phase and no principle limits the list; one that is named in another sentence does."""
    sentences = [s for s in SENTENCE.split(question) if lexicon.EVERYWHERE.search(s)]
    named = any(p.search(question) for p in lexicon.PHASE_NAMED.values())
    return bool(sentences) and (not named or any(p.search(s) for s in sentences for p in lexicon.PHASE_NAMED.values()))


def _asking(found: Mapping[str, str]) -> Asking:
    given = {name: None if label == OPEN[name] else label for name, label in found.items()}
    relation, phase, principle = given["relation"], given["phase"], given["principle"]
    return Asking(
        Modality(given["modality"]) if given["modality"] else None,
        DUTIES if relation == OWN else (Relation(relation),) if relation else (),
        (phase,) if phase else (),
        (int(principle),) if principle else (),
    )


def _strengths(question: str) -> dict[str, str]:
    """Strengths that are named and not excluded; where only one is excluded and none named, its opposite."""
    question = lexicon.OF_THOSE.sub("", question)
    excluded = _excluded(question)
    found = {
        str(m): match.group(0)
        for m, p in lexicon.MODALITY.items()
        if (match := p.search(question)) and m not in excluded
    }
    turned = excluded & set(OPPOSITE)
    if not found and len(turned) == 1:
        (left_out,) = turned
        return {str(OPPOSITE[left_out]): f"{WITHOUT} {left_out}"}
    return found


def _excluded(question: str) -> set[Modality]:
    return {
        modality
        for match in lexicon.NEGATED_STRENGTH.finditer(lexicon.NO_MORE_THAN.sub("only", question))
        for modality, pattern in lexicon.MODALITY.items()
        if pattern.search(match.group(1))
    }


def _owes(question: str) -> bool:
    """Whether it is asked what somebody else is to do for the asker, and not only left out."""
    match = lexicon.OWES.search(question)
    if match and STRENGTH_FOR.search(match[0]):
        return False
    return match is not None and not lexicon.LEFT_OUT.search(question[: match.start()])


def _relations(question: str) -> dict[str, str]:
    direct, general = lexicon.ONLY_OBLIGES.search(question), lexicon.ONLY_ORGANISATION.search(question)
    aside = lexicon.SET_ASIDE.search(question)
    if own := lexicon.DUTIES_THEMSELVES.search(question):
        return {OWN: own.group(0)}
    if general:
        return {str(Relation.OBLIGES if aside else Relation.ORGANISATION): general.group(0)}
    if direct:
        return {str(Relation.OBLIGES): direct.group(0)}
    if own := lexicon.DUTIES_ONLY.search(question):
        return {OWN: own.group(0)}
    involved = lexicon.INVOLVES.search(question)
    return {str(Relation.INVOLVES): involved.group(0)} if involved else {}
