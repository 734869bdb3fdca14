"""What is asked of a list: the strength, the relation, the phase and the principle, read from words and heads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.understand import lexicon
from ontology.model import Modality, Relation

HEAD_ALONE = 0.85
NOTHING: Mapping[str, float] = {}
OPPOSITE = {Modality.SHALL: Modality.SHOULD, Modality.SHOULD: Modality.SHALL}


@dataclass(frozen=True, slots=True)
class Asking:
    """The limits of a list, each with the words that it was read from (empty when a head decided)."""

    modality: Modality | None = None
    relations: tuple[Relation, ...] = ()
    phase: str | None = None
    principle: int | None = None
    words: tuple[tuple[str, str], ...] = ()


def strength(question: str, head: Mapping[str, float]) -> tuple[Modality | None, str]:
    """The strength asked for: the only one named, or among several the one that is not being excluded."""
    excluded = {
        modality
        for match in lexicon.NEGATED_STRENGTH.finditer(question)
        for modality, pattern in lexicon.MODALITY.items()
        if pattern.search(match.group(1))
    }
    found = {
        m: match.group(0) for m, p in lexicon.MODALITY.items() if (match := p.search(question)) and m not in excluded
    }
    if Modality.SHOULD in found and Modality.SHALL in found and head:
        best = max((Modality.SHALL, Modality.SHOULD), key=lambda m: head.get(str(m), 0.0))
        if head.get("none", 0.0) > 0.5:
            return None, ""
        return best, found[best]
    if not found and len(excluded & set(OPPOSITE)) == 1:
        (left_out,) = excluded & set(OPPOSITE)
        return OPPOSITE[left_out], f"without what is {left_out}"
    if not found:
        likely = max(head, key=lambda k: head[k]) if head else "none"
        return (Modality(likely), "as it reads") if likely != "none" and head[likely] >= HEAD_ALONE else (None, "")
    for modality in (Modality.SHALL, Modality.SHOULD, Modality.MAY):
        if modality in found:
            if head and head.get("none", 0.0) > 0.75 and head.get(str(modality), 0.0) < 0.15:
                continue
            if modality is Modality.MAY and head and head.get("may", 0.0) < 0.3:
                continue
            return modality, found[modality]
    return None, ""


def relations(question: str, head: Mapping[str, float]) -> tuple[tuple[Relation, ...], str]:
    """The relation asked for; empty when the question leaves it open."""
    direct, general = lexicon.ONLY_OBLIGES.search(question), lexicon.ONLY_ORGANISATION.search(question)
    if direct and general:
        chosen = Relation.OBLIGES if lexicon.SET_ASIDE.search(question) else Relation.ORGANISATION
        return (chosen,), (direct if chosen is Relation.OBLIGES else general).group(0)
    if general and lexicon.SET_ASIDE.search(question):
        return (Relation.OBLIGES,), general.group(0)
    if general and (not head or head.get("organisation", 0.0) >= 0.1):
        return (Relation.ORGANISATION,), general.group(0)
    if direct and (not head or head.get("obliges", 0.0) >= 0.1):
        return (Relation.OBLIGES,), direct.group(0)
    involved = lexicon.INVOLVES.search(question)
    if involved and (not head or head.get("involves", 0.0) >= 0.25):
        return (Relation.INVOLVES,), involved.group(0)
    likely = max(head, key=lambda k: head[k]) if head else "open"
    if likely != "open" and head[likely] >= HEAD_ALONE:
        return (Relation(likely),), "as it reads"
    return (), ""


def phase(question: str, head: Mapping[str, float]) -> tuple[str | None, str]:
    """The phase that the question is limited to."""
    hits = {name: m.group(0) for name, p in lexicon.PHASE.items() if (m := p.search(question))}
    if len(hits) == 1:
        name, words = next(iter(hits.items()))
        return name, words
    if hits:
        best = max(hits, key=lambda name: (head.get(name, 0.0), len(hits[name])))
        return best, hits[best]
    likely = max(head, key=lambda k: head[k]) if head else "none"
    return (likely, "as it reads") if likely != "none" and head.get(likely, 0.0) >= 0.7 else (None, "")


def principle(question: str, numbers: tuple[int, ...], head: Mapping[str, float] = NOTHING) -> tuple[int | None, str]:
    """The principle that the question is limited to, by number or by theme."""
    if numbers:
        return numbers[0], f"Principle {numbers[0]}"
    for number, pattern in lexicon.PRINCIPLE_THEMES.items():
        if match := pattern.search(question):
            return number, match.group(0)
    likely = max(head, key=lambda k: head[k]) if head else "none"
    return (int(likely), "as it reads") if likely != "none" and head[likely] >= HEAD_ALONE else (None, "")
