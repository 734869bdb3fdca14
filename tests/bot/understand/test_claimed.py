"""A clause that claims something of a provision tells which one is meant."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adviser import Adviser
from bot.frame import Choice, Decline, Intent
from bot.topics.model import TopicReading
from bot.understand.claimed import SURE, read
from bot.understand.granted import NO_FIGURES


class Topics:
    """Reads every clause that holds “logs” as one about 12.2, with a given score."""

    def __init__(self, score: float, decline: Decline | None = None) -> None:
        self._reading = TopicReading((Choice("12.2", score, ""),), (), {"12.2": score}, decline)

    def read(self, clause: str) -> TopicReading:
        return self._reading if "logs" in clause else TopicReading((), (), {})


def about(question: str, score: float = SURE, decline: Decline | None = None) -> bool:
    topics: Any = Topics(score, decline)
    return read(question, topics) is not None


CLAIM = "Since the Code requires us to read the logs, who pays?"


def test_a_clause_that_is_sure_of_a_provision_is_taken() -> None:
    assert about(CLAIM)
    assert not about(CLAIM, SURE - 0.01)
    assert not about(CLAIM, SURE, Decline.UNSETTLED)


def test_a_claim_that_somebody_tells_need_not_name_the_code() -> None:
    assert about("Our trainer said reading the logs is just friendly advice. Name the provision.")
    assert not about("Reading the logs is just friendly advice. Name the provision.")
    assert not about("Our trainer said reading the logs is fun. Name the provision.")


@pytest.mark.parametrize(
    "question",
    [
        "Does the Code require us to read the logs?",
        "We read the logs each week. Who pays?",
        "Our contract requires us to read the logs. Who pays?",
        "The Code mentions the logs. Who pays?",
    ],
)
def test_what_is_asked_or_claims_nothing_of_the_code_is_left_alone(question: str) -> None:
    assert not about(question)


def test_a_claimed_strength_is_set_right_where_a_figure_is_asked_that_the_code_does_not_give(adviser: Adviser) -> None:
    answer = adviser.ask("Since independent security testers are mandatory under the Code, how soon must we book them?")
    assert answer.frame.intent is Intent.TOPIC
    assert [c.provision for c in answer.frame.choices] == ["9.2.1"]
    assert NO_FIGURES in answer.frame.granted
    assert "9.2.1 is a recommendation" in answer.text


@pytest.mark.parametrize("how_long", ["forever", "indefinitely", "for good"])
def test_who_asks_for_a_limit_that_there_is_not_is_told_so(adviser: Adviser, how_long: str) -> None:
    assert NO_FIGURES in adviser.understand(f"Does anything stop us keeping the system's logs {how_long}?").granted
    assert NO_FIGURES not in adviser.understand(f"Shall we switch the system's logs off {how_long}?").granted
