"""How an answer on a topic begins."""

from __future__ import annotations

import pytest

from api.wiring import House
from bot import wording
from bot.citing import Citer
from bot.compose import SURE_LEAST, Composer
from bot.evidence import Gatherer
from bot.frame import Choice, Frame, Intent
from ontology.model import Modality, Relation


@pytest.mark.parametrize(
    ("frame", "opening"),
    [
        (
            Frame("x", Intent.ENUMERATE, roles=("affected-entity",)),
            "In the Code, 1 provision has others inform, include, protect or serve affected entities.",
        ),
        (
            Frame("x", Intent.ENUMERATE, roles=("data-custodian",), relations=(Relation.INVOLVES,)),
            "In the Code, 5 provisions have others inform, include, protect or serve data custodians.",
        ),
        (
            Frame("x", Intent.ENUMERATE, roles=("developer",)),
            "In the Code, 53 provisions oblige developers, 6 oblige them as organisations in a principle's audience"
            " and 1 more has others inform, include, protect or serve them.",
        ),
        (
            Frame("x", Intent.ENUMERATE, roles=("developer", "end-user"), principles=(5,)),
            "Of the Code's provisions in Principle 5, 5 provisions oblige developers, end-users or both.",
        ),
        (Frame("x", Intent.ENUMERATE, principles=(8,)), "Principle 8 has 6 provisions (3 *shall*, 3 *should*)."),
        (
            Frame("x", Intent.ENUMERATE, principles=(8,), modality=Modality.SHALL),
            "Principle 8 has 3 provisions with *shall*.",
        ),
    ],
)
def test_a_list_begins_with_how_much_it_holds(frame: Frame, opening: str, real_house: House) -> None:
    evidence = Gatherer(real_house.catalogue, real_house.index.retriever).gather(frame)
    assert Composer(real_house.catalogue).compose(evidence, Citer())[0].claims[0].text == opening


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


@pytest.mark.parametrize(
    ("roles", "line"),
    [
        (("data-custodian",), "**5.1** (*shall*): "),
        (("developer", "data-custodian"), "**5.1** (*shall*, on data custodians, developers and system operators): "),
        ((), "**5.1** (*shall*, on data custodians, developers and system operators): "),
    ],
)
def test_a_list_that_is_not_one_roles_says_whom_each_provision_names(
    roles: tuple[str, ...], line: str, real_house: House
) -> None:
    catalogue = real_house.catalogue
    frame = Frame("x", Intent.ENUMERATE, roles=roles, principles=(5,))
    sections = Composer(catalogue).compose(Gatherer(catalogue, real_house.index.retriever).gather(frame), Citer())
    assert any(claim.text.startswith(line) for section in sections for claim in section.claims)


def test_who_else_has_a_duty_is_told_where_it_is_asked(real_house: House) -> None:
    catalogue = real_house.catalogue
    asked = "Which points of principle 12 are the operator's alone, and which does it share?"
    frame = Frame(asked, Intent.ENUMERATE, roles=("system-operator",), principles=(12,))
    sections = Composer(catalogue).compose(Gatherer(catalogue, real_house.index.retriever).gather(frame), Citer())
    lines = [claim.text for section in sections for claim in section.claims]
    assert any(line.startswith("**12.1** (*shall*, on system operators): ") for line in lines)
    assert any(line.startswith("**12.4** (*should*, on developers and system operators): ") for line in lines)


@pytest.mark.parametrize(
    ("question", "told"),
    [("One duty or two?", True), ("Which is the firmer one?", False), ("Are they the same thing?", True)],
)
def test_whether_it_is_one_duty_is_told(question: str, told: bool, real_house: House) -> None:
    catalogue = real_house.catalogue
    choices = tuple(Choice(p, 0.9, "x") for p in ("7.4", "10.2.2"))
    frame = Frame(question, Intent.COMPARE, choices=choices)
    sections = Composer(catalogue).compose(Gatherer(catalogue, real_house.index.retriever).gather(frame), Citer())
    assert sections[0].claims[0].text.startswith(wording.SEPARATE.format(number=2)) is told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("In which phase does publishing hashes fall?", True),
        ("Which comes first in the life cycle?", True),
        ("Same phase?", True),
        ("Must we publish hashes?", False),
    ],
)
def test_where_a_provision_stands_is_told_where_it_is_asked(question: str, told: bool, real_house: House) -> None:
    catalogue = real_house.catalogue
    for intent in (Intent.TOPIC, Intent.COMPARE):
        frame = Frame(question, intent, choices=tuple(Choice(p, 0.9, "x") for p in ("8.1.2", "12.4")))
        sections = Composer(catalogue).compose(Gatherer(catalogue, real_house.index.retriever).gather(frame), Citer())
        place = "8.1.2 belongs to Principle 8 (Secure Development); 12.4 belongs to Principle 12 (Secure Maintenance)."
        assert (sections[-1].claims[0].text == place) is told
