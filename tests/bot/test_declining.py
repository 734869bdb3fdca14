"""Replies to what is declined."""

from __future__ import annotations

import pytest

from api.wiring import House
from bot import declining
from bot.evidence import Gatherer
from bot.frame import Decline, Frame, Intent
from ontology.catalogue import Catalogue


@pytest.mark.parametrize("kind", [Decline.UNSETTLED, Decline.OTHER_LAW, Decline.OUTSIDE])
def test_whoever_takes_the_code_for_law_is_told_that_it_is_voluntary(
    kind: Decline, real_house: House, whole_catalogue: Catalogue
) -> None:
    gatherer = Gatherer(whole_catalogue, real_house.index.retriever)

    def reply(*granted: str) -> str:
        frame = Frame("Who fines us?", Intent.OUTSIDE, decline=kind, granted=granted)
        return declining.sentence(frame, gatherer.gather(frame), whole_catalogue)

    assert "voluntary" in reply("about/legal-force")
    assert "voluntary" not in reply()


def test_what_is_known_is_told_beside_what_the_code_does_not_settle(
    real_house: House, whole_catalogue: Catalogue
) -> None:
    gatherer = Gatherer(whole_catalogue, real_house.index.retriever)

    def reply(*granted: str) -> str:
        frame = Frame("A badge?", Intent.OUTSIDE, decline=Decline.UNSETTLED, granted=granted)
        return declining.sentence(frame, gatherer.gather(frame), whole_catalogue)

    assert "What is known: There is no published conformance scheme" in reply("about/certification")
    assert "TS 104 216" not in reply("about/certification")  # its third sentence
    both = reply("about/legal-force", "about/certification")
    assert both.index("voluntary") < both.index("conformance scheme")
    assert "What is known" not in reply("about/red-teaming")  # it names provisions, and nothing is cited
    assert "What is known" not in reply()


def test_what_is_known_takes_no_place_of_the_nearest(real_house: House, whole_catalogue: Catalogue) -> None:
    frame = Frame(
        "A badge?", Intent.OUTSIDE, decline=Decline.UNSETTLED, granted=("about/legal-force", "about/certification"),
        nodes=("document/iso-42001",), near=("8.1", "9.1", "9.2"),
    )  # fmt: skip
    related = Gatherer(whole_catalogue, real_house.index.retriever).gather(frame).related
    assert [item.provision.id for item in related if item.provision] == ["8.1", "9.1"]
