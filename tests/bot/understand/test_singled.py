"""What a question of fact singles out by a feature is found in the catalogue."""

from __future__ import annotations

import pytest

from bot.adviser import Adviser
from bot.frame import Intent
from bot.understand.singled import Singled
from ontology.catalogue import Catalogue

COUNTS, AUDIENCES = "about/counts-per-principle", "about/audience-lines"


@pytest.fixture(scope="module")
def singled(whole_catalogue: Catalogue) -> Singled:
    return Singled(whole_catalogue)


@pytest.mark.parametrize(
    ("question", "node", "ids"),
    [
        ("Do end-users have duties?", "about/end-user-duty", ("5.4",)),
        ("Where does the duty sit with the custodian alone?", "about/data-custodian-duties", ("2.5",)),
        ("Where do custodians have duties?", "about/data-custodian-duties", ()),
        ("Which one lacks an audience line?", "about/principle-10-audience", ("P10",)),
        ("Which principle is the longest?", COUNTS, ("P2",)),
        ("Which is the longest and which the shortest?", COUNTS, ("P2", "P13")),
        ("Which principle holds the fewest provisions?", COUNTS, ("P13",)),
        ("Where are the fewest requirements?", COUNTS, ("P4", "P12")),
        ("Where are the most recommendations?", COUNTS, ("P4", "P9")),
        ("How many are in each?", COUNTS, ()),
        ("Is one for developers only?", AUDIENCES, ("P8",)),
        ("Which are for developers, system operators and data custodians, just these?", AUDIENCES, ("P1", "P5", "P7")),
        ("Which are for developers and system operators, just these?", AUDIENCES, ()),
        ("Which are for developers?", AUDIENCES, ()),
        ("Which principle names just a single role in its line?", AUDIENCES, ("P8",)),
        ("Which principles are addressed to more than one role?", AUDIENCES, ()),
        ("Which is not addressed to one role in particular?", "about/principle-10-audience", ("P10",)),
        ("Which principle names just a single role in its line?", "about/principle-10-audience", ()),
        ("Which principle stands in that stage?", "phase/secure-deployment", ("P10",)),
        ("Which principles are in that stage?", "phase/secure-design", ()),
        ("What is that stage about?", "phase/secure-deployment", ()),
        ("Which principles are in maintenance and end of life?", "about/phases", ("P11", "P12", "P13")),
        ("Which provision merely permits something?", "about/size", ("8.3",)),
        ("Which provision carries a permission?", "about/size", ("8.3",)),
        ("Where does it say 'may'?", "about/size", ()),
        ("Which provision has the word 'may'?", "term/may", ("8.3",)),
        ("Do I need permission to use it?", "about/licence", ()),
    ],
)
def test_what_a_node_tells_of_is_cited(question: str, node: str, ids: tuple[str, ...], singled: Singled) -> None:
    assert singled.ids(question, ("about/publisher", node)) == ids


@pytest.mark.parametrize(
    ("question", "phases", "numbers"),
    [
        ("Which principles hold requirements alone, without one recommendation?", (), (7, 13)),
        ("Is there a principle in which every single provision is a requirement?", (), (7, 13)),
        ("Is any principle made up of nothing but requirements?", ("secure-development",), (7,)),
        ("Which principle holds only recommendations?", (), ()),
        ("Each is said to hold at least one recommendation. Which principles hold requirements alone?", (), (7, 13)),
        ("Which principles hold requirements and recommendations?", (), ()),
        ("Which requirements does a developer have?", (), ()),
    ],
)
def test_principles_of_one_strength_are_found(
    question: str, phases: tuple[str, ...], numbers: tuple[int, ...], singled: Singled
) -> None:
    assert singled.pure(question, phases) == numbers


def test_an_answer_cites_what_it_singles_out_beside_the_entry(adviser: Adviser) -> None:
    answer = adviser.ask("Which of the thirteen principles has the longest list of provisions?")
    assert answer.frame.singled == ("P2",)
    assert [citation.id for citation in answer.citations] == [COUNTS, "2"]
    assert "Principle 2 has 9 provisions (8 *shall*, 1 *should*)." in answer.text
    pure = adviser.ask("Which principles consist of requirements alone, without one recommendation?")
    assert pure.frame.ids == ("P7", "P13")


def test_how_a_principle_or_phase_divides_is_told_of_that_one(adviser: Adviser) -> None:
    principle = adviser.ask("How do requirements and recommendations divide within the principle on documentation?")
    assert (principle.frame.intent, principle.frame.ids) == (Intent.LOOK_UP, ("P8",))
    assert "3 *shall*, 3 *should*" in principle.text
    phase = adviser.ask("How many provisions does the secure maintenance phase hold, and how many are requirements?")
    assert "Secure Maintenance has 8 provisions (3 *shall*, 5 *should*)." in phase.text
