"""Lessons: everything that the topic model is trained on, each text with its classes and its weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.phrases.bank import Bank, Situation
from bot.topics.clauses import clauses
from bot.topics.head import ABOUT, BACKGROUND, NULL
from ontology.catalogue import Catalogue

ALSO: Final = 0.25  # share of a neighbour that may be cited, beside 1 for each provision that must be


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text. `labels`: (class, share). `source`: which part of the bank, or of the catalogue, it comes from."""

    text: str
    labels: tuple[tuple[int, float], ...]
    weight: float
    source: str


def lessons(bank: Bank, catalogue: Catalogue) -> tuple[Lesson, ...]:
    """All lessons, in a fixed order: topics and refusals first, line by line as in the bank."""
    place = {name: i for i, name in enumerate((*catalogue.provisions, *NULL, BACKGROUND, ABOUT))}

    def labels(provisions: tuple[str, ...], also: tuple[str, ...] = ()) -> tuple[tuple[int, float], ...]:
        return tuple((place[p], 1.0) for p in provisions) + tuple((place[p], ALSO) for p in also if p not in provisions)

    found = [Lesson(t.text, labels(t.provisions, t.also), 1.0, "topic") for t in bank.topics]
    found += [Lesson(n.text, ((place[n.kind], 1.0),), 1.0, "none") for n in bank.none]
    for situation in bank.situations:
        found.append(Lesson(situation.text, labels(situation.provisions, situation.also), 0.5, "situation"))
        found += [Lesson(need.span, labels(need.provisions), 0.8, "need") for need in situation.needs]
        found += [Lesson(text, ((place[BACKGROUND], 1.0),), 0.5, "background") for text in background(situation)]
    found += [Lesson(t.text, labels(t.provisions), 0.3, "threat") for t in bank.threats]
    found += [Lesson(t.text, ((place[ABOUT], 1.0),), 0.5, "about") for t in bank.terms]
    found += [Lesson(p.says, labels((p.id,)), 0.7, "restatement") for p in catalogue.provisions.values()]
    found += [Lesson(e.action, labels((e.provision,)), 0.5, "example") for e in catalogue.examples.values()]
    return tuple(found)


def background(situation: Situation) -> list[str]:
    """Clauses of a situation that none of its needs touches."""
    covered = [False] * len(situation.text)
    for need in situation.needs:
        start = situation.text.index(need.span)
        covered[start : start + len(need.span)] = [True] * len(need.span)
    found, at = [], 0
    for sentence in clauses(situation.text):
        for clause in sentence.parts:
            start = situation.text.find(clause, at)
            if start < 0:
                continue
            at = start
            if sum(covered[start : start + len(clause)]) < 0.15 * len(clause) and len(clause.split()) >= 3:
                found.append(clause)
    return found
