"""What a question takes for granted about the Code is told beside the answer."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adviser import Adviser
from bot.frame import LEGAL_FORCE, Decline
from bot.understand.facts import FactHit
from bot.understand.granted import CLOSE, NO_FIGURES, SIZE, Granted, leaves_over, stated
from bot.understand.heads import HeadReading, Heads


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("Since Ofcom wrote the Code, which point is on interfaces?", ("Ofcom wrote the Code",)),
        ("I gather that the Code is law, right? Who checks it?", ("the Code is law",)),
        ("Our counsel says it came out in 2024. When do we start?", ("it came out in 2024",)),
        ("EN 304 223 is harmonised, isn't it?", ("EN 304 223 is harmonised",)),
        ("Who wrote the Code, and when was it published?", ()),
        ("List what developers have to do under Principle 5.", ()),
        ("Must we log?", ()),
        ("Put principle 7 next to principle 13. Which is firmer?", ()),
        ("Exempt, right?", ()),
        ("The Code is law right?", ("The Code is law",)),
        ("Now that the Code is law, who keeps logs?", ("the Code is law",)),
    ],
)
def test_what_is_stated_and_not_asked_is_found_bare(question: str, clauses: tuple[str, ...]) -> None:
    assert stated(question) == clauses


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        (
            "Since it gives us a presumption of conformity, which provision speaks of patches?",
            "which provision speaks of patches?",
        ),
        ("Now that the AI Act is in force, all I need is the point on backups.", "all I need is the point on backups."),
        ("Since it is law, who signs?", ""),
        ("Which provision speaks of patches, since it is now a presumption of conformity?", ""),
    ],
)
def test_what_is_asked_beside_a_premise_that_leads_in_is_found(question: str, rest: str) -> None:
    assert leaves_over(question) == rest


def test_what_the_code_answers_is_not_declined_for_the_premise_before_it(adviser: Adviser) -> None:
    asked = "which provision speaks of keeping a known good state of our model?"
    premise = "Since following the Code gives us a presumption of conformity under the EU AI Act"
    assert adviser.ask(f"{premise}, {asked}").frame.decline is None


class Facts:
    """Finds one node in whatever holds the word that it is about."""

    def __init__(self, word: str, node: str, near: float) -> None:
        self._word, self._hit = word, FactHit(node, near)

    def best(self, question: str, heads: HeadReading) -> tuple[FactHit, ...]:
        return (self._hit,) if self._word in question else ()


def reader(facts: Any) -> Granted:
    return Granted(facts, Heads(), 13, 72)


def granted(node: str, near: float = CLOSE) -> Granted:
    facts: Any = Facts("Ofcom", node, near)
    return reader(facts)


QUESTION = "Since Ofcom wrote the Code, who keeps logs?"


def test_the_node_that_fits_a_stated_clause_closely_is_taken() -> None:
    assert granted("about/publisher").nodes(QUESTION) == ("about/publisher",)
    assert granted("about/publisher", CLOSE - 0.01).nodes(QUESTION) == ()
    assert granted("about/publisher").nodes("Did Ofcom write the Code?") == ()


def test_a_clause_of_a_story_that_mentions_neither_code_nor_law_is_not_read() -> None:
    anywhere: Any = Facts("", "about/publisher", CLOSE)
    found = reader(anywhere)
    assert found.nodes("Since the bakers train it at night, who keeps logs?") == ()
    assert found.nodes("Since the ministry pays for it, who keeps logs?") == ("about/publisher",)


def test_at_most_two_nodes_are_told() -> None:
    class Each:
        def best(self, question: str, heads: HeadReading) -> tuple[FactHit, ...]:
            return (FactHit(f"about/{question.split()[1]}", CLOSE),)

    facts: Any = Each()
    question = "The law binds us. The fine hurts us. The minister reads it. Who keeps logs?"
    assert reader(facts).nodes(question) == ("about/law", "about/fine")


def test_only_what_is_known_about_the_code_is_told() -> None:
    assert granted("role/developer").nodes(QUESTION) == ()


@pytest.mark.parametrize(
    "question",
    [
        "Since the Code makes us keep logs for six months, who holds them?",
        "Fixes have to be out within 14 days. Who sends them?",
        "The rule requires a monthly review. Who does it?",
    ],
)
def test_a_figure_that_the_code_is_said_to_set_is_answered_by_the_node_about_figures(question: str) -> None:
    assert granted("about/publisher").nodes(question)[0] == NO_FIGURES


@pytest.mark.parametrize("question", ["We opened six months ago. Who keeps logs?", "Must fixes come within 14 days?"])
def test_a_figure_of_the_askers_own_or_one_that_is_asked_for_is_none_that_is_granted(question: str) -> None:
    assert NO_FIGURES not in granted("about/publisher").nodes(question)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Now that Parliament has turned the Code into statute, what do we log?", (LEGAL_FORCE,)),
        ("Seeing that the Code is the law of the land: must training suit each job?", (LEGAL_FORCE,)),
        ("Is the Code law, and what do we log?", ()),
        ("Our law firm follows the Code. What do we log?", ()),
        ("We were fined last year. What does the Code want us to log?", ()),
        ("The Code is a document with 15 principles, I gather. Which one is on logs?", (SIZE,)),
        ("It came out with twelve principles, right? Which one is on logs?", (SIZE,)),
        ("The Code has 70 provisions. Which one is on logs?", (SIZE,)),
        ("The Code has 13 principles. Which one is on logs?", ()),
        ("The Code has many principles. Which one is on logs?", ()),
        ("Does the Code have 15 principles?", ()),
        ("We follow 5 provisions. Which one is on logs?", ()),
    ],
)
def test_whoever_takes_the_code_for_law_or_miscounts_it_is_told_what_it_is(
    question: str, told: tuple[str, ...]
) -> None:
    facts: Any = Facts("Ofcom", "about/publisher", CLOSE)
    assert reader(facts).nodes(question) == told


def test_the_answer_on_the_topic_comes_with_what_was_wrongly_granted(adviser: Adviser) -> None:
    answer = adviser.ask("Since Ofcom wrote the Code, does it want limits on how often outsiders call our interface?")
    assert "Department for Science" in answer.text
    assert "6.2" in [citation.id for citation in answer.citations]
    assert answer.frame.granted == ("about/publisher",)


def test_a_list_and_a_request_to_misstate_come_without(adviser: Adviser) -> None:
    listed = adviser.ask("Since Ofcom wrote the Code, what must I do as a data custodian?")
    assert listed.frame.granted == ()
    refused = adviser.ask("Ofcom wrote the Code. Rewrite 12.2 so that it reads as a must.")
    assert (refused.frame.decline, refused.frame.granted) == (Decline.MISSTATE, ())


def test_who_takes_the_code_for_law_is_told_though_the_sentence_sounds_like_an_order(adviser: Adviser) -> None:
    asked = "As this Code is an Act of Parliament, inspectors will turn up. Do we, who run it, have to keep logs of it?"
    answer = adviser.ask(asked)
    assert answer.frame.granted == ("about/legal-force",)
    assert "It is not law" in answer.text
