"""What a question has counted is counted in the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adviser import Adviser
from bot.frame import Intent
from bot.understand import census
from bot.understand.heads import HeadReading
from evals import outcome
from ontology.catalogue import Catalogue
from ontology.model import Modality

SHALL, SHOULD = Modality.SHALL, Modality.SHOULD


class Themes:
    """Heads that know three themes."""

    def read(self, texts: Sequence[str]) -> Sequence[HeadReading]:
        known = {"oversight": "4", "suppliers": "7", "paperwork": "8"}
        found = [next((n for word, n in known.items() if word in text), None) for text in texts]
        return [{"principle": {"none": 0.1, n: 0.9} if n else {"none": 1.0}} for n in found]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Which principles get by with just one requirement?", (4, 12)),
        ("Two principles hold just a single requirement each. Which principles?", (4, 12)),
        ("Which principles hold precisely one recommendation each?", (1, 2, 5, 6, 10)),
        ("Name the principles in which recommendations outnumber requirements.", (4, 9, 12)),
        ("Which principles have more recommendations than requirements?", (4, 9, 12)),
        ("Which principles have the same number of requirements and recommendations?", (8, 11)),
        ("Which principles are evenly split?", (8, 11)),
        ("Which principles have no sub-provisions?", (4, 6, 12, 13)),
        ("Some phases consist of a single principle. Which are they?", (10, 13)),
        ("Which principles are mainly for data custodians?", (1, 5, 7)),
        ("Which principle is addressed to developers and nobody else?", (8,)),
    ],
)
def test_principles_with_a_feature_are_found(
    question: str, numbers: tuple[int, ...], whole_catalogue: Catalogue
) -> None:
    assert census.principles(question, whole_catalogue) == numbers


@pytest.mark.parametrize(
    "question",
    [
        "Which principles hold requirements only, without a single recommendation?",
        "Which of the two principles has just one requirement?",
        "Which principles have more than one requirement?",
        "We have just one requirement on our list.",
        "Which principles are for developers and system operators in the main?",
        "Which principles name logs?",
    ],
)
def test_any_other_question_and_one_with_too_many_answers_finds_none(question: str, whole_catalogue: Catalogue) -> None:
    assert census.principles(question, whole_catalogue) == ()


@pytest.mark.parametrize(
    ("question", "numbered", "part"),
    [
        ("How many of the provisions on human oversight bind, and which?", (), (4, SHALL)),
        ("How many requirements does Principle 8 have? List them.", (8,), (8, SHALL)),
        ("Everything in the paperwork principle is required bar one. Which?", (), (8, SHOULD)),
        ("Principle 6 has six provisions. Which is the odd one out in strength?", (6,), (6, SHOULD)),
        ("Principle 8 has six provisions. Which is the odd one out in strength?", (8,), None),
        ("How many of the provisions on suppliers are only recommendations?", (), (7, None)),
        ("How many of its provisions are requirements?", (8,), None),
        ("Which of the two has more requirements, the principle on suppliers or on paperwork?", (), None),
        ("Which of the provisions on paperwork are requirements, and which of those on suppliers?", (8, 7), None),
        ("Which of the provisions on lighthouses are requirements?", (), None),
        ("Which of the provisions on paperwork are there?", (), None),
    ],
)
def test_the_provisions_of_one_principle_are_counted_by_strength(
    question: str, numbered: tuple[int, ...], part: tuple[int, Modality | None] | None, whole_catalogue: Catalogue
) -> None:
    assert census.part(question, numbered, whole_catalogue, Themes()) == part


def test_answers_cite_what_was_counted(adviser: Adviser) -> None:
    answer = adviser.ask("Which principles get by with just one requirement?")
    assert outcome.cited(answer.citations) == ("P4", "P12")
    listed = adviser.ask("How many of the documentation principle's provisions are requirements? List their numbers.")
    assert (listed.frame.intent, listed.frame.principles, listed.frame.modality) == (Intent.ENUMERATE, (8,), SHALL)
    assert "3 provisions with *shall*" in listed.text


@given(text=st.text(max_size=200))
def test_any_text_is_read(whole_catalogue: Catalogue, text: str) -> None:
    assert len(census.principles(f"Which principles {text}", whole_catalogue)) <= census.MOST
