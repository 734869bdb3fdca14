from __future__ import annotations

import pytest

from bot.understand import places

DESIGN, DEVELOPMENT, DEPLOYMENT, MAINTENANCE, END = places.PHASES


@pytest.mark.parametrize(
    ("question", "phases", "words"),
    [
        ("in the design and development phases", (DESIGN, DEVELOPMENT), "design and development phases"),
        ("design, development & maintenance stages?", (DESIGN, DEVELOPMENT, MAINTENANCE), None),
        ("for the maintenance phase and the deployment phase", (DEPLOYMENT, MAINTENANCE), None),
        ("phases 1 and 3", (DESIGN, DEPLOYMENT), "phases 1 and 3"),
        ("in phases two to four", (DEVELOPMENT, DEPLOYMENT, MAINTENANCE), None),
        ("stages 4-5", (MAINTENANCE, END), None),
        ("the design through deployment stages", (DESIGN, DEVELOPMENT, DEPLOYMENT), None),
        ("from the deployment stage through to end of life", (DEPLOYMENT, MAINTENANCE, END), None),
        ("the last two phases", (MAINTENANCE, END), "last two phases"),
        ("the first three stages", (DESIGN, DEVELOPMENT, DEPLOYMENT), None),
    ],
)
def test_phases_named_together_are_all_meant(question: str, phases: tuple[str, ...], words: str | None) -> None:
    found, said = places.phases(question, ())
    assert found == phases
    assert words in (None, said)


@pytest.mark.parametrize("question", ["our design and development team", "in the design phase", "phase 2", "all of it"])
def test_one_phase_or_none_is_left_to_others(question: str) -> None:
    assert places.phases(question, ()) == ((), "")


def test_bare_words_are_phases_where_one_of_them_is_likely() -> None:
    assert places.phases("in deployment and maintenance", [MAINTENANCE])[0] == (DEPLOYMENT, MAINTENANCE)
    assert places.phases("in deployment and maintenance", [DESIGN])[0] == ()


def test_a_second_principle_needs_a_chance_and_words_that_join() -> None:
    chances = {"none": 0.05, "7": 0.6, "9": 0.3, "3": 0.05}
    assert places.themes("suppliers and tests", chances, (), "7") == (9,)
    assert places.themes("tests of suppliers", chances, (), "7") == ()
    assert places.themes("suppliers and tests", chances, (), "none") == ()
    assert places.themes("suppliers and tests", chances | {"9": 0.1}, (), "7") == ()


def test_principles_that_words_name_need_no_chance() -> None:
    question = "the supply chain principle and the testing principle"
    assert places.themes(question, {"none": 0.1, "7": 0.9}, ("7", "9"), "7") == (9,)
