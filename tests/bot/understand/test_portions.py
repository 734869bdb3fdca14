"""Provisions within a part of the Code are counted and singled out in the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.adviser import Adviser
from bot.frame import Intent
from bot.understand import portions
from bot.understand.heads import HeadReading
from ontology.catalogue import Catalogue
from ontology.model import Modality

SHALL, SHOULD = Modality.SHALL, Modality.SHOULD


class Themes:
    """Heads that know three themes."""

    def read(self, texts: Sequence[str], *, whole: bool = True) -> Sequence[HeadReading]:
        known = {"oversight": "4", "suppliers": "7", "paperwork": "8"}
        found = [next((n for word, n in known.items() if word in text), None) for text in texts]
        return [{"principle": {"none": 0.1, n: 0.9} if n else {"none": 1.0}} for n in found]


@pytest.mark.parametrize(
    ("question", "numbered", "part"),
    [
        ("How many of the provisions on human oversight bind, and which?", (), (4, SHALL)),
        ("How many requirements does Principle 8 have? List them.", (8,), (8, SHALL)),
        ("Everything in the paperwork principle is required bar one. Which?", (), (8, None)),
        ("Principle 6 has six provisions. Which is the odd one out in strength?", (6,), (6, SHOULD)),
        ("Principle 8 has six provisions. Which is the odd one out in strength?", (8,), None),
        ("How many of the provisions on suppliers are only recommendations?", (), (7, None)),
        ("How many of its provisions are requirements?", (8,), None),
        ("Under Principle 2, how many are recommendations, and what number do they carry?", (2,), (2, SHOULD)),
        ("Supervision and human oversight: how many of those five are requirements, which, and whose?", (), (4, SHALL)),
        ("Everything under Principle 2 is a must with one exception. What is it?", (2,), (2, SHOULD)),
        ("All but one of the paperwork provisions are binding, right?", (), (8, None)),
        ("How many requirements are there on suppliers, and which are they?", (), (7, SHALL)),
        ("Which of the two has more requirements, the principle on suppliers or on paperwork?", (), None),
        ("Which of the provisions on paperwork are requirements, and which of those on suppliers?", (8, 7), None),
        ("Which of the provisions on lighthouses are requirements?", (), None),
        ("Which of the provisions on paperwork are there?", (), None),
    ],
)
def test_the_provisions_of_one_principle_are_counted_by_strength(
    question: str, numbered: tuple[int, ...], part: tuple[int, Modality | None] | None, whole_catalogue: Catalogue
) -> None:
    assert portions.part(question, numbered, whole_catalogue, Themes()) == part


@pytest.mark.parametrize(
    ("question", "numbered", "ids"),
    [
        ("Which recommendations rest on system operators alone?", (), ("3.3", "5.3.1", "12.2")),
        ("Which one provision speaks to data custodians and nobody else?", (), ("2.5",)),
        ("What in Principle 6 is the duty of developers alone?", (6,), ("6.2", "6.3")),
        ("Which provisions oblige developers alone?", (), ()),
        ("Which recommendations rest on system operators?", (), ()),
        ("Leave data custodians alone.", (), ()),
    ],
)
def test_what_is_one_roles_alone_is_found_unless_it_is_much(
    question: str, numbered: tuple[int, ...], ids: tuple[str, ...], whole_catalogue: Catalogue
) -> None:
    assert portions.alone(question, numbered, whole_catalogue) == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        (
            "Is there any provision that makes both end-users and data custodians act? I mean one that binds both.",
            ("5.4",),
        ),
        ("End-users and data custodians: which one duty do the two have in common?", ("5.4",)),
        ("What do developers and system operators have in common?", ()),
        ("What do end-users have in common?", ()),
        ("End-users and data custodians: who has more duties?", ()),
    ],
)
def test_what_two_roles_have_to_do_both_is_found_unless_it_is_much(
    question: str, ids: tuple[str, ...], whole_catalogue: Catalogue
) -> None:
    assert portions.shared(question, whole_catalogue) == ids


def test_what_is_one_roles_alone_is_looked_for_in_the_phase_that_is_named(whole_catalogue: Catalogue) -> None:
    asked = "What must system operators and nobody else do in maintenance?"
    assert portions.alone(asked, (), whole_catalogue, ("secure-maintenance",)) == ("12.1", "12.2")


def test_what_hangs_under_a_provision_is_found(whole_catalogue: Catalogue) -> None:
    asked = "How many sub-provisions hang under 3.1?"
    assert portions.beneath(asked, ("3.1",), whole_catalogue) == ("3.1.1", "3.1.2", "3.1.3")
    assert portions.beneath("What is 3.1 about?", ("3.1",), whole_catalogue) == ()
    assert portions.beneath(asked, ("3.1", "3.2"), whole_catalogue) == ()


def test_answers_cite_what_was_found(adviser: Adviser) -> None:
    listed = adviser.ask("How many of the documentation principle's provisions are requirements? List their numbers.")
    assert (listed.frame.intent, listed.frame.principles, listed.frame.modality) == (Intent.ENUMERATE, (8,), SHALL)
    assert "3 provisions with *shall*" in listed.text
    alone = adviser.ask("Which one provision speaks to data custodians and nobody else?")
    assert [c.id for c in alone.citations if c.kind == "provision"] == ["2.5"]
