"""Somebody of whom the asker tells is asked for: what they do is retold as if they asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adviser import Adviser
from bot.understand import retelling


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "We host it; a yard in Norway wrote the software and trained the network inside. What applies to the yard?",
            "We wrote the software. We trained the network inside",
        ),
        (
            "Corvane Ltd, a consultancy, took a public model and reworked its weights; my client loaded it at home."
            " What is required of Corvane Ltd?",
            "We took a public model. We reworked our weights",
        ),
        (
            "Our clerks use a sorter that the depot has put on its own servers. What does the Code ask of the depot?",
            "We have put on our own servers",
        ),
        (
            "The model was trained by the vendor. We run it. What applies to the vendor?",
            "We trained it",
        ),
        (
            "The sorter runs on the bank's own machines, and a studio made it. What must the bank do?",
            "We run it on our own machines",
        ),
        (
            "The estates bought it, and each has it on servers of its own. I draw up a leaflet for the estates: what"
            " applies to them?",
            "We bought it. We have it on servers of our own",
        ),
        (
            "My colleague Odile does neither: she rules on who may open the archive and writes the policy for it. What"
            " does the Code have for her?",
            "We rule on who may open the archive. We write the policy for it",
        ),
        (
            "What is mandatory for Tilby? They trained a timing model from nothing and sold it to us.",
            "We trained a timing model from nothing. We sold it to us",
        ),
        (
            "We will host it, but the model came from a firm in Hull, who trained it. What must they do?",
            "We trained it",
        ),
        (
            "We buy AI. A Dutch company is creating the model which we'll then host. What is mandatory for the Dutch?",
            "We are creating the model",
        ),
        (
            "In our trust the records office decides who opens the scans. What applies to the records office?",
            "We decide who opens the scans",
        ),
        (
            "A third office neither codes nor hosts: it decides who opens the scans. What applies to that office?",
            "We decide who opens the scans",
        ),
    ],
)
def test_the_target_speaks_for_itself(question: str, told: str) -> None:
    assert retelling.retold(question) == f"{told}. {retelling.ASKS}"


@pytest.mark.parametrize(
    "question",
    [
        "We host a bought model. What applies to us?",
        "Our museum bought a tagging package and runs it. What is mandatory for the museum?",
        "What applies to a developer?",
        "A firm built it. What applies to everybody in the maintenance phase?",
        "The lad just types things in. He didn't choose it, build it or run it. What is there for him?",
        "Head office put it on our own servers. What applies to head office?",
        "A yard trained it, we host it. What must we ask of the yard?",
        "Our customers ask us to build a model for them. What applies to the customers?",
        "We run a bot. What must developers do for the design phase?",
        "A firm in Hull trained it. What must they do for us?",
        "None of the depot's people wrote a line of it. What applies to the depot?",
        "",
    ],
)
def test_whoever_asks_for_themselves_or_for_nobody_in_the_story_is_left_alone(question: str) -> None:
    assert retelling.retold(question) == ""


@pytest.mark.parametrize(
    ("question", "owed", "somebody_else"),
    [
        ("We host it. Drivers find a penalty on the windscreen. What does the Code hold for the drivers?", False, True),
        ("We host it. Drivers find a penalty. What must we tell the drivers?", False, False),
        ("We host it. Conveyancers put questions to it. What is owed to those conveyancers?", True, True),
        ("We host it. What are we owed?", True, False),
        ("What applies to the drivers?", False, False),
    ],
)
def test_it_is_known_whether_somebody_else_is_asked_for(question: str, owed: bool, somebody_else: bool) -> None:
    assert retelling.meant(question, owed=owed) is somebody_else


def test_a_relative_clause_tells_of_whoever_was_named_last() -> None:
    question = "A software house sells it to schools, which run it on their own networks. What applies to the house?"
    assert "run it" not in retelling.retold(question)


def test_whoever_is_owed_something_is_told_of_where_that_is_asked() -> None:
    question = "A chain's surgeons only use the scanner; a firm trained it. What does the firm owe those surgeons?"
    assert retelling.retold(question, owed=True) == f"We only use the scanner. {retelling.ASKS}"
    assert "use the scanner" not in retelling.retold(question)


def test_a_target_described_in_the_same_breath_is_retold() -> None:
    question = (
        "Which requirements land on a company that makes a bot and licenses it to airports, who host it themselves?"
    )
    assert retelling.retold(question) == f"We make a bot and licenses it to airports. {retelling.ASKS}"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "A lab designed it, and the auction's team installed and runs it. I head that team. What are our duties?",
            "We installed. We run it",
        ),
        (
            "A market hosts a fraud model, and a lab built it. I'm on the market's side. What are our duties?",
            "We host a fraud model",
        ),
        ("A market hosts a fraud model. I like the market. What are our duties?", ""),
    ],
)
def test_whoever_belongs_to_somebody_in_the_story_goes_by_what_they_do(question: str, told: str) -> None:
    assert retelling.of_own(question) == (f"{told}. {retelling.ASKS}" if told else "")


def test_both_parties_are_listed_where_both_are_asked_about(adviser: Adviser) -> None:
    question = (
        "A contractor trained the model; we host the model. Which requirements apply to the contractor and which to us?"
    )
    assert adviser.understand(question).roles == ("developer", "system-operator")


def test_the_list_is_that_of_the_target(adviser: Adviser) -> None:
    question = (
        "We are buyers for a ferry line. Its crews load a collision display onto the ships' computers, and a yard in"
        " Norway wrote the software and trained the network inside. Under Principle 9, what applies to the yard?"
    )
    assert adviser.understand(question).roles == ("developer",)


@given(st.text(max_size=400))
def test_any_text_is_retold_or_not(text: str) -> None:
    assert isinstance(retelling.retold(f"The yard {text}. What applies to the yard?"), str)
