from __future__ import annotations

import pytest

from bot.adviser import Adviser
from bot.frame import Intent


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Rate limits versus access control on the API: which is which?", {"6.1", "6.2"}),
        ("Passing a model on to somebody else versus scrapping it: are these different things?", {"13.1", "13.2"}),
        ("Reading logs, watching inner states, tracking performance: who does each?", {"12.2", "12.3", "12.4"}),
        ("How does 5.4.1 differ from 5.4.2?", {"5.4.1", "5.4.2"}),
        ("What sets Principle 3 apart from Principle 6?", {"P3", "P6"}),
    ],
)
def test_every_side_of_a_comparison_is_cited(question: str, sides: set[str], adviser: Adviser) -> None:
    frame = adviser.understand(question)
    assert frame.intent is Intent.COMPARE
    assert {choice.provision for choice in frame.choices} | set(frame.ids) == sides


def test_roles_compared_within_a_principle_are_listed_from_the_graph(adviser: Adviser) -> None:
    frame = adviser.understand("How do the burdens of developers and operators compare in Principle 11?")
    assert frame.intent is Intent.ENUMERATE
    assert (set(frame.roles), frame.principle) == ({"developer", "system-operator"}, 11)
