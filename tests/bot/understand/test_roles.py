from __future__ import annotations

from math import exp

import pytest

from bot.understand import acting
from bot.understand.role_words import ROLES
from bot.understand.roles import BESIDE, LEAST, RoleEvidence, RoleFinder, decide
from bot.understand.weighing import RoleWeights
from ontology.catalogue import Catalogue

EVEN = RoleWeights(1.0, (3.0, 2.0, 1.0), -1.0)
NAMED = (RoleEvidence("developer", "name", "devs"),)
HOSTING = (RoleEvidence("system-operator", "doing", "We host "), RoleEvidence("end-user", "word", "people who type"))


def head(**told: float) -> dict[str, float]:
    return dict.fromkeys(ROLES, 0.1) | {name.replace("_", "-"): chance for name, chance in told.items()}


@pytest.fixture(scope="module")
def finder(whole_catalogue: Catalogue) -> RoleFinder:
    return RoleFinder(whole_catalogue)


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("duties of data custodians", "data-custodian"),
        ("all devlopers", "developer"),
        ("what must system operators do", "system-operator"),
        ("end users", "end-user"),
        ("affected entities", "affected-entity"),
    ],
)
def test_roles_are_known_by_name(question: str, role: str, finder: RoleFinder) -> None:
    assert decide(finder.named(question), (), {}, EVEN)[0] == (role,)


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("We host it", "system-operator"),
        ("whoever trained it", "developer"),
        ("I am the keeper of the dataset", "data-custodian"),
        ("MLOps", "system-operator"),
    ],
)
def test_roles_are_known_by_how_people_describe_themselves(question: str, role: str, finder: RoleFinder) -> None:
    roles, why = decide((), finder.described(question), head(**{role: 0.5}), EVEN)
    assert roles == (role,)
    assert why.startswith("described")


def test_what_others_do_tells_no_role_of_the_asker(finder: RoleFinder) -> None:
    found = finder.described("We train the model. A hospital hosts it on its own servers. What applies to us?")
    assert {evidence.role for evidence in found} == {"developer"}
    told = finder.described("A hospital hosts it on its own servers. What applies to it?")
    assert {evidence.role for evidence in told} == {"system-operator"}


def test_writing_rules_training_that_others_do_and_data_halls_make_no_role(finder: RoleFinder) -> None:
    found = finder.described("I write the policy, in our own data halls, and training is for others. What applies?")
    assert {evidence.role for evidence in found if evidence.kind == "doing"} == set()
    found = finder.described("I write the code and trained it on our own data. What applies?")
    assert {evidence.role for evidence in found if evidence.kind == "doing"} >= {"developer", "data-custodian"}


def test_without_a_hint_there_is_no_role(finder: RoleFinder) -> None:
    question = "What about logs?"
    assert decide(finder.named(question), finder.described(question), {}, EVEN) == ((), "")
    assert decide(finder.named(question), finder.described(question), head(), EVEN) == ((), "")


def test_without_a_head_names_stand_before_descriptions() -> None:
    assert decide(NAMED, HOSTING, {}, EVEN) == (("developer",), "named: devs")
    assert decide((), HOSTING, {}, EVEN)[0] == ("system-operator",)


def test_words_lift_a_role_that_the_head_doubts_and_a_sure_head_overrules_them() -> None:
    assert decide((), (), head(developer=0.4), EVEN)[0] == ()
    assert decide(NAMED, (), head(developer=0.4), EVEN)[0] == ("developer",)
    assert decide(NAMED, (), head(developer=0.001, end_user=0.9), EVEN)[0] == ("end-user",)


def test_several_roles_come_in_the_codes_order() -> None:
    found, why = decide(NAMED, HOSTING, head(system_operator=0.9, end_user=0.9, developer=0.9), EVEN)
    assert found == ("developer", "system-operator", "end-user")
    assert why == "named: devs"


def test_a_second_role_has_to_be_surer_than_the_first() -> None:
    plain = RoleWeights(1.0, (0.0, 0.0, 0.0), 0.0)

    def chance(odds: float) -> float:
        return 1 / (1 + exp(-odds))

    assert decide((), (), head(developer=chance(0.1)), plain)[0] == ("developer",)
    assert decide((), (), head(developer=0.9, end_user=chance(BESIDE + 0.1)), plain)[0] == ("developer", "end-user")
    assert decide((), (), head(developer=0.9, end_user=chance(BESIDE - 0.1)), plain)[0] == ("developer",)


def test_where_none_is_likely_the_likeliest_stands_if_it_is_not_unlikely() -> None:
    near = RoleWeights(1.0, (3.0, 2.0, 1.0), 0.0)
    assert decide((), (), head(end_user=0.45, developer=0.42), near) == (("end-user",), "described: as it reads")
    assert decide((), (), head(), RoleWeights(1.0, (0.0, 0.0, 0.0), 0.0))[0] == ()
    assert LEAST < 0


@pytest.mark.parametrize(
    ("question", "sure", "barred"),
    [
        ("Duties of developers and of operators", ("developer", "system-operator"), ()),
        ("operators, developers and custodians", ("developer", "system-operator", "data-custodian"), ()),
        ("developers who sell to operators", (), ()),
        (
            "What the group as operator is required to do",
            ("system-operator",),
            ("developer", "data-custodian", "end-user", "affected-entity"),
        ),
        (
            "What is advised on their part as makers?",
            ("developer",),
            ("system-operator", "data-custodian", "end-user", "affected-entity"),
        ),
        ("What we as operator are required to do", (), ()),
        ("Our firm of loss adjusters is system operator for a tool. Which duties?", ("system-operator",), ()),
        ("We're the data custodian here, they are the developers.", ("data-custodian",), ()),
        ("Our main supplier is the developer. Which duties are ours?", (), ()),
        (
            "We host it and build nothing. Which duties are ours?",
            ("system-operator",),
            ("developer", "end-user", "affected-entity"),
        ),
        ("We are the developer, though we build nothing.", ("developer",), ()),
    ],
)
def test_some_names_leave_nothing_to_the_head(
    question: str, sure: tuple[str, ...], barred: tuple[str, ...], finder: RoleFinder
) -> None:
    assert finder.settled(question, finder.named(question), acting.told(question), owed=False) == (sure, barred)


def test_what_is_settled_stands_against_the_head() -> None:
    assert decide(NAMED, (), head(end_user=0.9), EVEN, sure=("developer",))[0] == ("developer", "end-user")
    assert decide(NAMED, (), head(developer=0.9, end_user=0.9), EVEN, barred=("developer",))[0] == ("end-user",)
