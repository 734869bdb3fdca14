from __future__ import annotations

import pytest

from bot.understand import asking
from ontology.model import Modality, Relation


@pytest.mark.parametrize(
    ("question", "strength"),
    [
        ("Which are mandatory for us?", Modality.SHALL),
        ("the non-negotiable ones", Modality.SHALL),
        ("just the nice-to-haves", Modality.SHOULD),
        ("what does it merely advise?", Modality.SHOULD),
        ("all soft ones, phase 4", Modality.SHOULD),
        ("binding requirements only, leave out whatever is recommended", Modality.SHALL),
        ("What applies to us?", None),
        ("What must I do as a developer?", None),
    ],
)
def test_strengths_are_read_from_words(question: str, strength: Modality | None) -> None:
    assert asking.strength(question, {})[0] is strength


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("What do others owe me?", Relation.INVOLVES),
        ("Where must we be consulted?", Relation.INVOLVES),
        ("Which bind the developer directly?", Relation.OBLIGES),
        ("those that single out the operator, not those for any organisation", Relation.OBLIGES),
        ("only in our capacity as an organisation", Relation.ORGANISATION),
        ("all of it, minus what falls on organisations in general", Relation.OBLIGES),
        ("what do they have to do themselves?", Relation.OBLIGES),
    ],
)
def test_relations_are_read_from_words(question: str, relation: Relation) -> None:
    assert asking.relations(question, {})[0] == (relation,)


def test_an_open_question_leaves_the_relation_open() -> None:
    assert asking.relations("Everything for data custodians", {})[0] == ()


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("the fourth phase", "secure-maintenance"),
        ("at the drawing board", "secure-design"),
        ("once it is switched off for good", "secure-end-of-life"),
        ("phase 3", "secure-deployment"),
        ("during development", "secure-development"),
        ("in general", None),
    ],
)
def test_phases_are_read_from_words(question: str, phase: str | None) -> None:
    assert asking.phase(question, {})[0] == phase


@pytest.mark.parametrize(
    ("question", "principle"),
    [("the supply chain principle", 7), ("the principle on monitoring", 12), ("our supply chain", None)],
)
def test_principles_are_read_from_their_theme(question: str, principle: int | None) -> None:
    assert asking.principle(question, ())[0] == principle
