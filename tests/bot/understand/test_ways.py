"""Which way a question goes in the end."""

from __future__ import annotations

from typing import Any

import pytest

from bot.frame import Choice
from bot.topics.model import TopicReading
from bot.understand.asking import Asking
from bot.understand.router import FACT, LIST, NONE, TOPIC, Signs
from bot.understand.ways import (
    A_LIST,
    ANSWER_SURE,
    DECLINE_UNSURE,
    LIKE_A_LIST,
    LIST_SURE,
    PROVISION_SURE,
    Ways,
    lists,
)
from ontology.model import Modality, Relation

ROLE = ("developer",)


@pytest.mark.parametrize("route", [NONE, FACT, TOPIC])
def test_whoever_asks_which_items_are_of_a_strength_for_them_asks_for_a_list(route: str) -> None:
    asked = "At the yard others train it. Which items are mandatory for my role?"
    assert lists(route, asked, Asking(), ROLE, numbered=False)
    assert not lists(route, asked, Asking(), (), numbered=False)
    assert not lists(route, "Is that item mandatory for my role?", Asking(), ROLE, numbered=False)


@pytest.mark.parametrize(("claim", "listed"), [("lays a duty", True), ("never lays a duty", False)])
def test_a_claim_that_nothing_is_laid_on_somebody_asks_for_no_list(claim: str, listed: bool) -> None:
    assert lists(TOPIC, f"The Code {claim} on us, so we may?", Asking(), ROLE, numbered=False) is listed


@pytest.mark.parametrize(
    ("question", "route", "listed", "expected"),
    [
        ("An operator's recommended measures on disposal", TOPIC, LIKE_A_LIST, True),
        ("An operator's recommended measures on disposal", TOPIC, LIKE_A_LIST - 0.01, False),
        ("An operator's firm duties, no phase excepted", FACT, A_LIST, True),
        ("How many duties are an operator's?", FACT, 0.99, False),
        ("Does an operator keep the old discs?", TOPIC, 0.99, False),
        ("What are an operator's duties when a model is handed on?", TOPIC, 0.99, False),
    ],
)
def test_a_roles_duties_in_a_field_are_a_list(question: str, route: str, listed: float, expected: bool) -> None:
    asked = Asking(principles=(13,))
    assert lists(route, question, asked, ROLE, called=True, listed=listed) is expected
    assert not lists(route, question, asked, ROLE, called=False, listed=listed)


def test_firm_or_soft_asks_for_a_list_of_a_role_that_is_named() -> None:
    question, asked = "What is asked of developers on design? Firm or soft, all of it.", Asking(principles=(2,))
    assert lists(TOPIC, question, asked, ROLE, called=True)
    assert not lists(TOPIC, question, asked, ROLE)
    assert not lists(TOPIC, question, Asking(), ROLE, called=True)
    assert not lists(TOPIC, "On design, is it firm or soft for developers?", asked, ROLE, called=True)


class Chances:
    """A rule with the same chances for every question."""

    decline = 0.25

    def __init__(self, **chances: float) -> None:
        self._chances = dict.fromkeys((LIST, TOPIC, FACT, NONE, "compare"), 0.0) | chances

    def chances(self, signs: Signs) -> dict[str, float]:
        return self._chances

    def best(self, chances: dict[str, float], possible: dict[str, bool]) -> str:
        return max(chances, key=lambda route: chances[route])


def way(
    score: float,
    asked: Asking | None = None,
    question: str = "And what of it?",
    decline: float = 0.0,
    **chances: float,
) -> str:
    rule: Any = Chances(**chances)
    reading = TopicReading((Choice("12.1", score, "x"),), (), {"12.1": score}, decline_score=decline)
    signs = Signs(question, {"intent": {"topic": 1.0}}, {}, reading, 0.0, 0)
    return Ways(rule, ()).way(signs, asked or Asking(), ROLE, (), numbered=False)[0]


def test_a_sure_provision_answers_what_is_no_sure_list() -> None:
    assert way(PROVISION_SURE, list=LIST_SURE - 0.01) == TOPIC
    assert way(PROVISION_SURE - 0.01, list=LIST_SURE - 0.01) == LIST
    assert way(PROVISION_SURE, list=LIST_SURE) == LIST


def test_what_is_owed_or_of_one_strength_stays_a_list_unless_it_is_taken_for_granted() -> None:
    shall = Asking(modality=Modality.SHALL)
    assert way(PROVISION_SURE, Asking(relations=(Relation.INVOLVES,)), list=0.6) == LIST
    assert way(PROVISION_SURE, shall, list=0.6) == LIST
    assert way(PROVISION_SURE, shall, "Since it is only advice, must we keep logs?", list=0.6) == TOPIC


def test_a_sure_provision_answers_what_would_be_declined_where_the_topic_head_would_not_decline() -> None:
    assert way(ANSWER_SURE, none=0.6) == TOPIC
    assert way(ANSWER_SURE - 0.01, none=0.6) == NONE
    assert way(ANSWER_SURE, none=0.6, decline=DECLINE_UNSURE) == NONE
