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
        ("Which principles hold only one requirement for data custodians?", (2,)),
        ("Is there a principle with just one recommendation for developers?", (3, 6, 10)),
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
        "We want to follow principles with a single requirement first. Does that one require testing?",
        "Which principle is only one requirement short of the largest?",
        "Does the design phase cover more than a single principle?",
    ],
)
def test_any_other_question_and_one_with_too_many_answers_finds_none(question: str, whole_catalogue: Catalogue) -> None:
    assert census.principles(question, whole_catalogue) == ()


def test_answers_cite_what_was_counted(adviser: Adviser) -> None:
    answer = adviser.ask("Which principles get by with just one requirement?")
    assert outcome.cited(answer.citations) == ("P4", "P12")


def test_a_principle_that_is_named_by_number_is_asked_about_itself(whole_catalogue: Catalogue) -> None:
    asked = "Which principles have just one requirement, and is 4 among them?"
    assert census.principles(asked, whole_catalogue, (4,)) == ()


@given(text=st.text(max_size=200))
def test_any_text_is_read(whole_catalogue: Catalogue, text: str) -> None:
    assert len(census.principles(f"Which principles {text}", whole_catalogue)) <= census.MOST
