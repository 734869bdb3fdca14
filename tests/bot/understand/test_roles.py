from __future__ import annotations

import pytest

from bot.understand.roles import RoleFinder, decide, served
from ontology.catalogue import Catalogue


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
    assert decide(finder.named(question), (), {})[0] == (role,)


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
    roles, why = decide((), finder.described(question), {role: 0.5})
    assert roles == (role,)
    assert why.startswith("described")


def test_of_two_roles_the_one_served_is_asked_about(finder: RoleFinder) -> None:
    question = "What must developers do for bystanders?"
    assert [e.role for e in served(question, finder.named(question))] == ["affected-entity"]


def test_without_a_hint_there_is_no_role(finder: RoleFinder) -> None:
    assert decide(finder.named("What about logs?"), finder.described("What about logs?"), {})[0] == ()
