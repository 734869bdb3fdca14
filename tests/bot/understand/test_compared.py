from __future__ import annotations

import pytest

from bot.adviser import Adviser
from bot.frame import Decline, Intent


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Rate limits versus access control on the API: which is which?", {"6.1", "6.2"}),
        ("Passing a model on to somebody else versus scrapping it: are these different things?", {"13.1", "13.2"}),
        ("Reading logs, watching inner states, tracking performance: who does each?", {"12.2", "12.3", "12.4"}),
        ("How does 5.4.1 differ from 5.4.2?", {"5.4.1", "5.4.2"}),
        ("What sets Principle 3 apart from Principle 6?", {"P3", "P6"}),
        ("Put principle 4 next to principle 7 for me. Which is the firmer?", {"P4", "P7"}),
        ("Set the disaster recovery plans in principle 5 beside the incident plans in principle 6.", {"5.3", "6.5"}),
    ],
)
def test_every_side_of_a_comparison_is_cited(question: str, sides: set[str], adviser: Adviser) -> None:
    frame = adviser.understand(question)
    assert frame.intent is Intent.COMPARE
    assert {choice.provision for choice in frame.choices} | set(frame.ids) == sides


@pytest.mark.parametrize(
    "question",
    [
        "Compare the design phase with the maintenance phase",
        "Design or maintenance: which phase is heavier?",
        "In which of the two phases, design and maintenance, do recommendations outweigh requirements?",
    ],
)
def test_phases_are_compared_with_their_counts(question: str, adviser: Adviser) -> None:
    frame = adviser.understand(question)
    assert frame.nodes == ("phase/secure-design", "phase/secure-maintenance", "about/counts-per-phase")


def test_principles_are_compared_by_their_themes(adviser: Adviser) -> None:
    answer = adviser.ask("Compare the chapter on disposal with the one on documentation.")
    assert answer.frame.intent is Intent.COMPARE
    assert answer.frame.nodes == ("principle/13", "principle/8")
    weighed = adviser.ask("Is the principle on training stricter than the one on suppliers?")
    assert weighed.frame.nodes == ("principle/1", "principle/7", "about/counts-per-principle")
    assert "principle/7" not in adviser.ask("What is the difference between a principle and a provision?").frame.nodes


def test_what_a_role_has_to_do_in_two_phases_is_a_list(adviser: Adviser) -> None:
    frame = adviser.understand("What must developers do in the design and development phases?")
    assert (frame.intent, frame.phases) == (Intent.ENUMERATE, ("secure-design", "secure-development"))


@pytest.mark.parametrize(
    ("question", "principles"),
    [
        ("What must system operators do under Principles 5 and 6?", (5, 6)),
        ("What must developers do about suppliers, testing and logs?", (7, 9, 12)),
    ],
)
def test_what_a_role_has_to_do_in_several_principles_is_a_list(
    question: str, principles: tuple[int, ...], adviser: Adviser
) -> None:
    frame = adviser.understand(question)
    assert (frame.intent, frame.principles) == (Intent.ENUMERATE, principles)


def test_a_team_by_the_name_of_two_phases_limits_nothing(adviser: Adviser) -> None:
    frame = adviser.understand(
        "Our design and development team built it. What is required of us in the maintenance phase?"
    )
    assert frame.phases == ("secure-maintenance",)


def test_roles_compared_within_a_principle_are_listed_from_the_graph(adviser: Adviser) -> None:
    frame = adviser.understand("How do the burdens of developers and operators compare in Principle 11?")
    assert frame.intent is Intent.ENUMERATE
    assert (set(frame.roles), frame.principles) == ({"developer", "system-operator"}, (11,))


def test_a_misstatement_of_two_principles_is_declined(adviser: Adviser) -> None:
    assert adviser.understand("Restate principles 5 and 6 so that they read like statutes.").decline is Decline.MISSTATE
