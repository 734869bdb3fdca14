"""How an answer on a topic begins."""

from __future__ import annotations

import pytest

from api.wiring import House
from bot import wording
from bot.citing import Citer
from bot.compose import SURE_LEAST, Composer
from bot.evidence import Gatherer
from bot.frame import Choice, Frame, Intent


@pytest.mark.parametrize(
    ("scores", "lead"),
    [
        ((SURE_LEAST,), wording.RECOMMENDS),
        ((SURE_LEAST - 0.01,), wording.UNSURE),
        ((SURE_LEAST - 0.01, 0.9), wording.RECOMMENDATIONS),
    ],
)
def test_an_answer_that_rests_on_little_says_so(scores: tuple[float, ...], lead: str, real_house: House) -> None:
    choices = tuple(Choice(p, score, "x") for p, score in zip(("6.6", "9.3"), scores, strict=False))
    catalogue, retriever = real_house.catalogue, real_house.index.retriever
    evidence = Gatherer(catalogue, retriever).gather(Frame("x", Intent.TOPIC, choices=choices))
    sections = Composer(catalogue).compose(evidence, Citer())
    assert sections[0].claims[0].text == lead
