"""What a question has counted is counted in the catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adviser import Adviser
from bot.understand import census
from evals import outcome
from ontology.catalogue import Catalogue


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
        ("Are there principles split evenly, half shall and half should?", (8, 11)),
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


def test_answers_cite_what_was_counted(adviser: Adviser) -> None:
    answer = adviser.ask("Which principles get by with just one requirement?")
    assert outcome.cited(answer.citations) == ("P4", "P12")


@given(text=st.text(max_size=200))
def test_any_text_is_read(whole_catalogue: Catalogue, text: str) -> None:
    assert len(census.principles(f"Which principles {text}", whole_catalogue)) <= census.MOST
