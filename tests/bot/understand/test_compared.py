from __future__ import annotations

from typing import Any

import pytest

from bot.adviser import Adviser
from bot.frame import Choice, Decline, Intent
from bot.topics.model import TopicReading
from bot.understand import compared
from bot.understand.roles import RoleEvidence, RoleFinder
from ontology.catalogue import Catalogue


@pytest.fixture(scope="module")
def finder(whole_catalogue: Catalogue) -> RoleFinder:
    return RoleFinder(whole_catalogue)


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
    assert weighed.frame.nodes == ("principle/1", "principle/7")
    named = adviser.ask("Which is stricter, the supply chain principle or the one on disposal?")
    assert named.frame.nodes == ("principle/7", "principle/13")
    either = adviser.ask("Which is the stricter principle, supply chain or monitoring? How do they split?")
    assert either.frame.nodes == ("principle/7", "principle/12")
    audience = adviser.ask(
        "At whom is the awareness principle aimed in the main, and at whom the one on documentation?"
    )
    assert audience.frame.nodes == ("principle/1", "principle/8")
    assert "principle/7" not in adviser.ask("What is the difference between a principle and a provision?").frame.nodes


def test_principles_are_set_side_by_side_with_their_numbers_of_provisions(adviser: Adviser) -> None:
    answer = adviser.ask("Putting principles 11 and 12 next to each other, which asks more and which leans on advice?")
    assert "Principle 11 has 4 provisions (2 *shall*, 2 *should*)" in answer.text
    assert "Principle 12 has 4 provisions (1 *shall*, 3 *should*)" in answer.text


def test_words_beside_the_sentence_that_compares_roles_do_not_count() -> None:
    named = (RoleEvidence("data-custodian", "name", "custodian"), RoleEvidence("system-operator", "name", "operator"))
    asked = "What separates a custodian from an operator?"
    assert compared.roles(f"{asked} In our reinsurance group each thinks it's the other.", named)
    assert not compared.roles("What separates a custodian's log retention policy from an operator's?", named)


def test_roles_are_compared_whatever_is_told_beside(adviser: Adviser) -> None:
    asked = "What separates a data custodian from a system operator? In our group each thinks it's the other."
    assert set(adviser.ask(asked).frame.nodes) == {"role/system-operator", "role/data-custodian"}


def test_provisions_are_compared_only_where_each_principle_that_is_named_has_one(whole_catalogue: Catalogue) -> None:
    class Topics:
        def __init__(self, **sides: str) -> None:
            self._sides = sides

        def read(self, side: str) -> TopicReading:
            found = next((p for word, p in self._sides.items() if word in side), None)
            return TopicReading((Choice(found, 0.9, ""),) if found else (), (), {})

    def placed(**sides: str) -> list[str]:
        topics: Any = Topics(**sides)
        question = "Set the plan of principle 5 beside the drill of principle 6."
        return [choice.provision for choice in compared.placed(question, (5, 6), topics, whole_catalogue)]

    assert placed(plan="5.3", drill="6.5") == ["5.3", "6.5"]
    assert placed(plan="5.3") == []
    assert placed(plan="5.3", drill="9.1") == []


@pytest.mark.parametrize(
    ("question", "principle"),
    [
        ("Which stage of the life cycle is Principle 10 filed under?", "P10"),
        ("Which stage of the life cycle does the principle on testing belong to?", "P9"),
    ],
)
def test_the_phase_of_a_principle_is_looked_up_with_it(question: str, principle: str, adviser: Adviser) -> None:
    assert adviser.understand(question).ids == (principle,)
    assert adviser.understand("Which phases does the Code have?").ids == ()


def test_what_is_compared_begins_with_how_firm_it_is(adviser: Adviser) -> None:
    assert adviser.ask("How strong is 9.2.1?").text.startswith("9.2.1 is a recommendation (*should*).")
    assert adviser.ask("5.3 v 6.5").text.startswith("5.3 and 6.5 are requirements (*shall*).")
    weaker = adviser.ask("How strong is 2.7?").text
    assert weaker.startswith("2.7 is a requirement (*shall*; its second clause is a *should*).")
    both = adviser.ask("Compare 12.1 and 12.2.").text
    assert both.startswith("12.1 is a requirement (*shall*); 12.2 is a recommendation (*should*).")
    assert "are requirements" not in adviser.ask("Compare 5.1, 5.2, 5.3, 5.4 and 6.1.").text


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


def test_a_fact_asked_beside_a_number_is_answered_with_it(adviser: Adviser) -> None:
    frame = adviser.ask("Into how many life-cycle phases is it cut, and which of them holds Principle 12?").frame
    assert (frame.ids, frame.nodes) == (("P12",), ("about/phases",))
    frame = adviser.ask("Which clause of TR 104 128 seems to go with provision 12.2?").frame
    assert (frame.ids, frame.nodes) == (("12.2",), ("about/tr-numbering",))


def test_how_much_two_principles_hold_is_told_of_both_and_not_of_a_provision_in_each(adviser: Adviser) -> None:
    answer = adviser.ask(
        "Is Principle 11 on patches or Principle 12 on watching firmer? How many requirements has each?"
    )
    assert answer.frame.ids == ("P11", "P12")
    assert "2 *shall*, 2 *should*" in answer.text


def test_what_makes_somebody_one_role_rather_than_another_defines_both(adviser: Adviser) -> None:
    frame = adviser.ask("What makes a broker a data custodian rather than a system operator?").frame
    assert set(frame.nodes) == {"role/data-custodian", "role/system-operator"}
    assert adviser.ask("What is a data custodian?").frame.nodes[0] == "role/data-custodian"


class Halves:
    """A topic model that knows one provision of each side, with a score of its own."""

    def __init__(self, scores: dict[str, float]) -> None:
        self._scores = scores

    def read(self, text: str) -> TopicReading:
        return TopicReading((), (), self._scores)


@pytest.mark.parametrize(
    ("whole", "side", "cited"),
    [
        ({"12.1": 0.9, "12.2": 0.05}, {}, ["12.1", "12.2"]),
        ({"12.1": 0.9, "12.2": 0.04}, {}, ["12.1"]),
        ({"12.1": 0.9, "12.2": 0.06}, {"12.3": 0.1}, ["12.1", "12.2"]),
        ({"12.1": 0.9, "12.2": 0.06}, {"12.3": 0.3}, ["12.1", "12.3"]),
    ],
)
def test_where_one_side_is_found_the_likeliest_other_joins_it(
    whole: dict[str, float], side: dict[str, float], cited: list[str]
) -> None:
    topics: Any = Halves(side)
    reading = TopicReading((Choice("12.1", 0.9, "x"),), (), whole)
    found = compared.read("Keeping the records versus going through them?", reading, topics)
    assert [choice.provision for choice in found.choices] == cited


@pytest.mark.parametrize(
    ("question", "nodes"),
    [
        (
            "What separates a Data Custodian from a System Operator? I must label both.",
            {"data-custodian", "system-operator"},
        ),
        ("What sets developers apart from operators?", {"developer", "system-operator"}),
        ("We operate it. What separates it from the network?", set()),
        ("Developers build it. What separates logs of users from logs of staff?", set()),
    ],
)
def test_roles_that_are_set_apart_are_told_side_by_side(question: str, nodes: set[str], finder: RoleFinder) -> None:
    assert set(compared.set_apart(question, finder.named(question))) == {f"role/{role}" for role in nodes}


def test_two_principles_that_are_named_before_the_question_are_compared(adviser: Adviser) -> None:
    frame = adviser.understand("Supply chain against behaviour monitoring: how do those two principles differ?")
    assert (frame.intent, set(frame.nodes)) == (Intent.COMPARE, {"principle/7", "principle/12"})


def test_a_strength_within_two_principles_is_a_list(adviser: Adviser) -> None:
    story = "We fine-tune an open model and never host it."
    asked = "What is recommended, rather than required, of us under the principles on documentation and on testing?"
    frame = adviser.understand(f"{story} {asked}")
    assert (frame.intent, frame.roles, frame.principles) == (Intent.ENUMERATE, ("developer",), (8, 9))
