from __future__ import annotations

import pytest

from bot.adviser import Adviser
from bot.frame import Intent

ABOUT = (Intent.FACT, Intent.DEFINE)


@pytest.mark.parametrize(
    ("question", "node"),
    [
        ("Which ministry is behind it?", "about/publisher"),
        ("May I reprint parts of it in a leaflet?", "about/licence"),
        ("Can one firm be developer and custodian together?", "about/several-roles"),
        ("Who wrote the companion guide?", "about/implementation-guide"),
        ("How many provisions are there, and how many of them are recommendations?", "about/size"),
        ("What are the thirteen principles called?", "about/principles"),
    ],
)
def test_a_question_about_the_code_itself_finds_its_node(question: str, node: str, adviser: Adviser) -> None:
    frame = adviser.understand(question)
    assert frame.intent in ABOUT
    assert node in frame.nodes


@pytest.mark.parametrize(
    "question",
    [
        "What must I do as a data custodian?",
        "Do we have to limit how often our API can be called?",
        "What do we do with a model that is no longer used?",
        "Is it a copyright infringement to train on novels?",
    ],
)
def test_a_question_on_a_duty_or_another_law_is_none_about_the_code(question: str, adviser: Adviser) -> None:
    assert adviser.understand(question).intent not in ABOUT


def test_two_facts_in_one_question_are_both_found(adviser: Adviser) -> None:
    frame = adviser.understand("Who published the Code, and under which licence is it?")
    assert {"about/publisher", "about/licence"} <= set(frame.nodes)
