"""False premises about strength, or about who is obliged, are corrected by what was found, and by nothing else."""

from __future__ import annotations

import pytest

from bot.understand.premise import corrections
from bot.understand.roles import RoleFinder
from ontology.catalogue import Catalogue

CATALOGUE = Catalogue.load()
ROLES = RoleFinder(CATALOGUE)


@pytest.mark.parametrize(
    ("question", "provision", "said"),
    [
        ("Since independent testers are compulsory, how soon must ours come?", "9.2.1", "not required"),
        ("Principle 9 demands independent testers. Quote us the place.", "9.2.1", "not required"),
        ("Confirm that analysing logs is mandatory.", "12.2", "not required"),
        ("As the Code lets us skip a disclosure policy, may we bin ours?", "6.4", "not optional"),
        ("Which clause makes it optional for operators?", "6.4", "not optional"),
    ],
)
def test_a_strength_that_is_taken_for_granted_is_set_right(question: str, provision: str, said: str) -> None:
    (note,) = corrections(question, (provision,), CATALOGUE, ROLES)
    assert said in note
    assert provision in note


@pytest.mark.parametrize(
    ("question", "provision"),
    [
        ("Since a disclosure policy is mandatory, where do we publish it?", "6.4"),
        ("Since analysing logs is only recommended, may we skip it?", "12.2"),
        ("How do we publish a disclosure policy?", "6.4"),
    ],
)
def test_a_premise_that_holds_is_left_alone(question: str, provision: str) -> None:
    assert corrections(question, (provision,), CATALOGUE, ROLES) == ()


def test_without_a_provision_there_is_nothing_to_correct() -> None:
    assert corrections("Since it is mandatory, when?", (), CATALOGUE, ROLES) == ()


def test_what_one_of_the_provisions_found_says_is_no_false_premise() -> None:
    firm, duty = "Since testing is compulsory, when is it?", "Since operators are obliged to try it out, when?"
    assert corrections(firm, ("9.2.1",), CATALOGUE, ROLES)
    assert corrections(firm, ("9.2.1", "9.1"), CATALOGUE, ROLES) == ()
    assert corrections(duty, ("9.1",), CATALOGUE, ROLES)
    assert corrections(duty, ("9.1", "9.2"), CATALOGUE, ROLES) == ()


def test_what_does_not_stand_in_the_principle_that_is_named_is_placed() -> None:
    question = "Where in Principle 5 does it say that released models are tried out anew?"
    (note,) = corrections(question, ("7.3",), CATALOGUE, ROLES, (5,))
    assert note.startswith("Principle 5 is “Identify, track and protect your assets”; 7.3 stands in Principle 7")
    assert corrections(question, ("7.3",), CATALOGUE, ROLES, (7,)) == ()
    assert corrections(question, ("7.3", "5.1"), CATALOGUE, ROLES, (5,)) == ()
    assert corrections(question, ("7.3",), CATALOGUE, ROLES, (5, 6)) == ()


@pytest.mark.parametrize(
    ("question", "provision", "said"),
    [
        (
            "Since end-users are obliged to test it under 9.1, how long have they?",
            "9.1",
            "not fall on end-users: it names developers",
        ),
        (
            "Remind me why the Code forces data custodians to publish that policy.",
            "6.4",
            "not fall on data custodians: it names developers and",
        ),
    ],
)
def test_who_is_wrongly_taken_to_be_obliged_is_told(question: str, provision: str, said: str) -> None:
    (note,) = corrections(question, (provision,), CATALOGUE, ROLES)
    assert said in note


@pytest.mark.parametrize(
    ("question", "provision"),
    [
        ("Since developers are obliged to test it, how long have they?", "9.1"),
        ("As end-users click anything, do we have to test it?", "9.1"),
        ("Since developers are obliged to train staff, how often?", "1.1"),
    ],
)
def test_who_is_obliged_or_only_mentioned_is_left_alone(question: str, provision: str) -> None:
    assert corrections(question, (provision,), CATALOGUE, ROLES) == ()
