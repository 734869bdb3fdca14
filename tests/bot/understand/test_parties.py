"""Of what a question tells, the stretches that tell what somebody else than the asker does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand import parties
from bot.understand.parties import of_others


def others(question: str) -> list[str]:
    return [question[start:end] for start, end in of_others(question)]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("We train it, a hospital runs it. What applies?", ["a hospital runs it."]),
        ("We train it and test it; they host it. What applies?", ["they host it."]),
        ("A firm trained it. We host it and look after it. What applies?", ["A firm trained it."]),
        ("My studio builds games. Publishers run them. What applies?", ["Publishers run them."]),
        ("Who sees the files is up to us. Nurses use it. What applies?", ["Nurses use it."]),
    ],
)
def test_clauses_in_which_others_act_are_found(question: str, told: list[str]) -> None:
    assert others(question) == told


@pytest.mark.parametrize(
    "question",
    [
        "A firm trained it. A hospital runs it. What applies to them?",
        "What must the firm that trained our model do?",
        "What do we have to do when a vendor hosts it?",
        "We bought it. Which duties fall on the firm that trained it?",
    ],
)
def test_without_a_word_on_what_the_asker_does_and_in_what_is_asked_nobody_is_set_aside(question: str) -> None:
    assert others(question) == []


@given(st.text(max_size=300))
def test_any_text_gives_stretches_of_itself_in_order(text: str) -> None:
    found = of_others(f"We run it. {text}")
    assert all(0 <= start < end <= len(text) + 11 for start, end in found)
    assert list(found) == sorted(found)


def test_to_list_those_asks_for_what_the_sentence_before_is_about() -> None:
    question = "We host it. They ask which points fall on them. Can you list those for them?"
    assert question[slice(*parties.asked(question))] != "Can you list those for them?"


def test_that_is_names_nobody() -> None:
    assert not parties.ACTS.search("in short, i.e. that")
