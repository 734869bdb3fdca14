"""For whom a list is asked: somebody of whom the question tells, found by how it calls them."""

from __future__ import annotations

import re

import pytest

from bot.understand import targets

STORY = (
    "A lab in Turin trained it. My client, a dairy, runs it. The milkers press its buttons."
    " Ms Roe's office keeps the herd book."
)


@pytest.mark.parametrize(
    ("asks", "word"),
    [
        ("Which requirements has the lab got to meet?", "lab"),
        ("What must the lab itself meet?", "lab"),
        ("Tell me what the lab cannot skip.", "lab"),
        ("Which provisions sit with the lab?", "lab"),
        ("I want the requirements that it puts on the lab.", "lab"),
        ("Which of them can I say are the lab's?", "lab"),
        ("The lab keeps asking which recommendations fall on it.", "lab"),
        ("For my client only: what is advised?", "client"),
        ("What applies to Ms Roe's office?", "office"),
    ],
)
def test_whoever_has_something_to_do_is_found(asks: str, word: str) -> None:
    pattern = targets.find(asks, STORY, owed=False, leads=False)
    assert pattern
    assert re.fullmatch(pattern, word, re.IGNORECASE)


@pytest.mark.parametrize(
    ("asks", "word"),
    [
        ("What works in the milkers' favour?", "milkers"),
        ("Which points look after the milkers?", "milkers"),
        ("Where are the milkers the ones who are owed something?", "milkers"),
    ],
)
def test_whoever_is_owed_something_is_found(asks: str, word: str) -> None:
    pattern = targets.find(asks, STORY, owed=True, leads=False)
    assert pattern
    assert re.fullmatch(pattern, word, re.IGNORECASE)


@pytest.mark.parametrize(
    "asks",
    [
        "What would I have to do?",
        "What is mandatory for the two of us?",
        "What applies to us, never mind what the lab must do?",
    ],
)
def test_the_asker_is_nobody_else(asks: str) -> None:
    assert targets.find(asks, STORY, owed=False, leads=False) == ""


def test_they_are_who_was_named_last_and_not_us_where_that_is_said() -> None:
    asks = "I am writing to the lab and want what is compulsory for them, not for us."
    assert targets.find(asks, STORY, owed=False, leads=False).startswith("lab")


def test_users_are_owed_something_sooner_than_an_organisation() -> None:
    story = "A firm made it. The lads type into it."
    assert targets.find("What is owed to them?", story, owed=True, leads=False) == ""


def test_a_client_goes_by_the_name_that_the_story_has() -> None:
    story = "I'm writing a note for a cable company. A firm in Oslo makes it; the cable company racks it."
    assert targets.find("For my client only: what is advised?", story, owed=False, leads=False).startswith("compan")


def test_the_two_of_us_are_the_asker_whoever_else_is_two() -> None:
    assert targets.find("What is mandatory for the two of us?", "Two mills run it.", owed=False, leads=False) == ""
