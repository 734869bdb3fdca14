from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.understand import places
from bot.understand.heads import HeadReading
from bot.understand.lexicon import PHASE_WORDS

DESIGN, DEVELOPMENT, DEPLOYMENT, MAINTENANCE, END = PHASE_WORDS
THEMES = {"suppliers": "7", "testing": "9", "logs": "12"}


class OneEach:
    """Heads that see the first theme of a text and no other; those that are unsure give it little."""

    def __init__(self, chance: float = 0.95) -> None:
        self._chance = chance

    def read(self, texts: Sequence[str], *, whole: bool = True) -> Sequence[HeadReading]:
        return [{"principle": self._chances(text)} for text in texts]

    def _chances(self, text: str) -> dict[str, float]:
        seen = next((label for word, label in THEMES.items() if word in text), None)
        return {"none": 1.0} if seen is None else {"none": 1 - self._chance, seen: self._chance}


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
        ("from deployment through to end of life", (DEPLOYMENT, MAINTENANCE, END), None),
        ("the last two phases", (MAINTENANCE, END), "last two phases"),
        ("back at the drawing board and now while it is being run", (DESIGN, MAINTENANCE), None),
        ("from launch right through to its retirement", (DEPLOYMENT, MAINTENANCE, END), None),
        ("in service, and then when it's withdrawn", (MAINTENANCE, END), None),
        ("at deployment and, later, at retirement", (DEPLOYMENT, END), "deployment and, later, at retirement"),
        ("two phases, design and deployment", (DESIGN, DEPLOYMENT), None),
        ("Leave out design and launch. The upkeep and, after that, its retirement?", (MAINTENANCE, END), None),
        ("the first three stages", (DESIGN, DEVELOPMENT, DEPLOYMENT), None),
    ],
)
def test_phases_named_together_are_all_meant(question: str, phases: tuple[str, ...], words: str | None) -> None:
    found, said = places.phases(question, "none")
    assert found == phases
    assert words in (None, said)


@pytest.mark.parametrize(
    "question",
    [
        "our design and development team",
        "colleagues from design and development",
        "our design and development team in the maintenance phase",
        "in the design phase",
        "Building and running the model isn't ours.",
        "At launch the cooks and the upkeep crew sang.",
        "phase 2",
        "all of it",
    ],
)
def test_one_phase_or_none_is_left_to_others(question: str) -> None:
    assert places.phases(question, "none") == ((), "")


def test_bare_words_are_phases_where_one_of_them_is_likely() -> None:
    assert places.phases("in deployment and maintenance", MAINTENANCE)[0] == (DEPLOYMENT, MAINTENANCE)
    assert places.phases("in deployment and maintenance", DESIGN)[0] == ()


@pytest.mark.parametrize(
    ("question", "principles"),
    [
        ("What must we do about suppliers, testing and logs?", (7, 9, 12)),
        ("logs, suppliers", (7, 12)),
        ("testing of suppliers", (7,)),
        ("suppliers and developers", (7,)),
        ("We sell logs and wood. What is required on suppliers?", (7,)),
    ],
)
def test_themes_that_one_sentence_joins_are_all_meant(question: str, principles: tuple[int, ...]) -> None:
    assert places.themes(question, 7, OneEach()) == principles


def test_a_theme_that_no_part_names_surely_adds_nothing() -> None:
    assert places.themes("suppliers, testing and logs", 7, OneEach(0.7)) == (7,)
    assert places.themes("suppliers, testing and logs", 3, OneEach()) == (3,)


def test_themes_in_a_row_are_all_meant_if_each_is_sure() -> None:
    asked = "What must developers do about suppliers, testing and logs?"
    assert places.row(asked, OneEach()) == (7, 9, 12)
    assert places.row(asked, OneEach(0.4)) == ()
    assert places.row("What must developers do about suppliers, lunch and logs?", OneEach()) == ()
    assert places.row("What must developers do about logs?", OneEach()) == ()
    assert places.row("Who tests suppliers, testing and logs?", OneEach()) == ()


def test_that_principle_is_the_theme_of_the_sentence_before() -> None:
    assert places.pointed_at("They asked about logs. Under that principle, what is required?", OneEach()) == 12
    assert places.pointed_at("They asked about wood. Under that principle, what is required?", OneEach()) is None
    assert places.pointed_at("They asked about logs. What is required?", OneEach()) is None
