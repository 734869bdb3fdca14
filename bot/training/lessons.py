"""What the reader is taught: every line of the phrase bank, with the labels that it teaches.

A line may teach several things at once: which provisions answer it (or which kind of refusal it is), what it wants, to
which roles, strength, relation, phase or principle a list is limited, which family of nodes answers a question of fact,
whether it is the asker who speaks or somebody who orders the adviser about.
What a line says nothing about is left out of the loss.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.phrases import bank as banks
from bot.phrases.bank import Bank, NonTopic, Situation
from bot.topics.clauses import clauses
from bot.topics.glossary import gloss
from bot.topics.head import ABOUT, BACKGROUND, LISTED, classes
from bot.understand import asking
from bot.understand.families import family
from bot.understand.weighing import OPEN
from ontology.catalogue import Catalogue

ROLES: Final = ("developer", "system-operator", "data-custodian", "end-user", "affected-entity")
NONE: Final = "none"
ASKER: Final = "asker"
ORDER: Final = "order"
ALSO: Final = 0.25  # share of a neighbour that may be cited, beside 1 for each provision that must be
LIMITED: Final = ("modality", "phase", "principle", "relation")
"""Heads that tell what a list is limited to, beside its roles."""
SITUATION_PARTS: Final = ("situation", "need", "background")


def labels() -> Mapping[str, tuple[str, ...]]:
    """By head, its labels in order."""
    return {
        "intent": ("enumerate", "change", "cited", "topic", "compare", "fact", "map", "none", "small-talk"),
        "roles": ROLES,
        "modality": (NONE, "shall", "should", "may"),
        "phase": (
            NONE, "secure-design", "secure-development", "secure-deployment", "secure-maintenance",
            "secure-end-of-life",
        ),
        "principle": (NONE, *(str(n) for n in range(1, 14))),
        "relation": ("open", "obliges", "organisation", "own", "involves"),
        "node": tuple(sorted({family(line.node) for line in banks.shipped().terms})),
        "speaker": (ASKER, ORDER),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text and what it teaches.

    Attributes:
        classes: (class of the topic head, share); empty where it teaches no topic. `weight` is how much that counts.
        intent: what it wants; empty where it is only a part of a question.
        limits: by head (``modality``, ``phase``, ...), the label; None where it is no list.
        roles: of a list.
        node: family of the nodes that answer, for a question of fact.
        speaker: the asker, or an order to the adviser; empty where it could be either.
        source: which part of the bank, or of the catalogue, it comes from.
    """

    text: str
    source: str
    classes: tuple[tuple[int, float], ...] = ()
    weight: float = 1.0
    intent: str = ""
    limits: Mapping[str, str] | None = None
    roles: tuple[str, ...] = ()
    node: str = ""
    speaker: str = ASKER
    must: frozenset[int] = field(default=frozenset())


def listed(
    text: str, intent: str = "enumerate", roles: Iterable[str] = (), place: int | None = None, **limits: str
) -> Lesson:
    """A list, or a change of one, with its limits; `place` is the topic head's class of lists."""
    full = {"modality": NONE, "phase": NONE, "principle": NONE, "relation": "open"} | limits
    held = set(roles)
    return Lesson(
        text,
        "list",
        ((place, 1.0),) if place is not None else (),
        0.5,
        intent,
        full,
        tuple(role for role in ROLES if role in held),
    )


def lessons(bank: Bank, catalogue: Catalogue) -> tuple[Lesson, ...]:
    """All lessons, in a fixed order: topics and refusals first, line by line as in the bank."""
    place = {name: i for i, name in enumerate(classes(tuple(catalogue.provisions)))}

    def taught(
        text: str,
        source: str,
        weight: float,
        intent: str,
        names: Sequence[str],
        also: Sequence[str] = (),
        node: str = "",
    ) -> Lesson:
        must = tuple((place[p], 1.0) for p in names)
        may = tuple((place[p], ALSO) for p in also if p not in names)
        speaker = "" if "misstate" in names else ASKER  # who asks for a misstatement gives an order, too
        held = frozenset(i for i, _ in must)
        return Lesson(text, source, must + may, weight, intent, node=node, speaker=speaker, must=held)

    found = [taught(t.text, "topic", 1.0, "topic", t.provisions, t.also) for t in bank.topics]
    found += [taught(n.text, "none", 1.0, NONE, (n.kind,)) for n in bank.none]
    for situation in bank.situations:
        found.append(taught(situation.text, "situation", 0.5, "topic", situation.provisions, situation.also))
        found += [taught(need.span, "need", 0.8, "", need.provisions) for need in situation.needs]
        found += [taught(text, "background", 0.5, "", (BACKGROUND,)) for text in background(situation)]
    found += [taught(t.text, "threat", 0.3, "topic", t.provisions) for t in bank.threats]
    found += [taught(t.text, "fact", 0.5, "fact", (ABOUT,), node=family(t.node)) for t in bank.terms]
    found += [taught(p.says, "restatement", 0.7, "", (p.id,)) for p in catalogue.provisions.values()]
    found += [taught(e.action, "example", 0.5, "", (e.provision,)) for e in catalogue.examples.values()]
    for line in bank.continued:
        names, also = ((line.kind,), ()) if isinstance(line, NonTopic) else (line.provisions, line.also)
        found.append(taught(line.text, "continued", 0.8, "", names, also))
    found += [Lesson(s.text, "sentence", speaker=ORDER if s.order else ASKER) for s in bank.orders]
    for entry in bank.languages:
        english = gloss(entry["text"])
        text = english.english if english else entry["text"]
        if entry.get("intent") == "enumerate":
            found.append(_list({**entry, "text": text}, place[LISTED]))
        elif entry.get("node"):
            found.append(taught(text, "language", 0.5, "fact", (ABOUT,), node=family(entry["node"])))
        else:
            found.append(taught(text, "language", 0.8, "topic", entry["provisions"], entry.get("also", ())))
    for entry in bank.lists:
        if entry["intent"] == "enumerate":
            found.append(_list(entry, place[LISTED]))
        elif entry["intent"] == "follow-up":
            found.append(_change(entry))
        elif entry.get("provisions") and all(p in place for p in entry["provisions"]):
            found.append(
                taught(entry["text"], entry["intent"], 0.8, entry["intent"], entry["provisions"], entry.get("also", ()))
            )
        else:
            found.append(Lesson(entry["text"], entry["intent"], intent=entry["intent"]))
    return tuple(found)


def _list(entry: Mapping[str, Any], place: int) -> Lesson:
    return listed(
        entry["text"],
        roles=entry["roles"],
        place=place,
        modality=entry.get("modality") or NONE,
        phase=entry.get("phase") or NONE,
        principle=str(entry.get("principle") or NONE),
        relation=_relation(entry),
    )


def _relation(entry: Mapping[str, Any]) -> str:
    """The relation head's label: where a strength is named, both kinds of duty go without saying."""
    relations = entry.get("relations") or []
    if len(relations) == 2 and not entry.get("modality"):
        return asking.OWN
    return relations[0] if len(relations) == 1 else OPEN["relation"]


def _change(entry: Mapping[str, Any]) -> Lesson:
    """A follow-up that changes limits of the list before it: one (``change``, ``value``), or several (``changes``)."""
    changes: dict[str, Any] = dict(entry.get("changes") or {entry["change"]: entry["value"]})
    given: dict[str, str] = {
        name: str(changes[name])
        for name in ("modality", "phase", "principle", "relation")
        if changes.get(name) not in (None, "")
    }
    if changes.get("relations"):
        given["relation"] = _relation(changes)
    role = changes.get("role") or changes.get("roles") or ()
    return listed(entry["text"], "change", [role] if isinstance(role, str) else role, None, **given)


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
