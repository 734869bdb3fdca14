from __future__ import annotations

import pytest

from bot.errors import PracticeError
from bot.practice import checklist
from ontology.catalogue import Catalogue
from ontology.model import Modality, Relation


@pytest.mark.parametrize("role", ["developer", "system-operator", "data-custodian", "end-user", "affected-entity"])
def test_it_holds_exactly_what_the_graph_says(catalogue: Catalogue, role: str) -> None:
    made = checklist.make(catalogue, [role])
    assert {i.provision.id for i in made.items} == {o.provision.id for o in catalogue.obligations([role])}
    involved = catalogue.obligations([role], relations=[Relation.INVOLVES])
    assert {i.provision.id for i in made.involved} == {o.provision.id for o in involved}


def test_several_roles_are_one_list_without_repetition_in_the_codes_order(catalogue: Catalogue) -> None:
    made = checklist.make(catalogue, ["system-operator", "developer"])
    order = [item.provision.order for item in made.items]
    assert order == sorted(set(order))
    for item in made.items:
        assert set(item.roles) <= {"system-operator", "developer"}


def test_without_roles_it_holds_all_72(catalogue: Catalogue) -> None:
    assert len(checklist.make(catalogue).items) == 72


def test_phases_limit_it(catalogue: Catalogue) -> None:
    made = checklist.make(catalogue, ["developer"], phases=["secure-end-of-life"])
    assert {item.provision.principle for item in made.items} == {13}


def test_may_is_a_second_clause(catalogue: Catalogue) -> None:
    made = checklist.make(catalogue, modality=Modality.MAY)
    assert made.items
    assert all(item.provision.also is Modality.MAY for item in made.items)


def test_each_item_says_why_and_implied_duties_say_so(catalogue: Catalogue) -> None:
    items = {item.provision.id: item for item in checklist.make(catalogue, ["developer", "system-operator"]).items}
    assert items["5.4.1"].why == "It names Developers and System Operators as having to act."
    assert "addresses organisations" in items["1.1"].why
    assert items["3.1.1"].why.endswith("The text does not name them; this is implied.")


def test_examples_come_from_the_scenario_where_it_has_one(catalogue: Catalogue) -> None:
    for scenario in catalogue.scenarios:
        for item in checklist.make(catalogue, ["developer"], scenario=scenario).items:
            there = [e for e in catalogue.examples_of.get(item.provision.id, ()) if e.scenario == scenario]
            if there:
                assert item.example in there


@pytest.mark.parametrize("wrong", [{"roles": ["king"]}, {"phases": ["later"]}, {"scenario": "moon"}])
def test_what_does_not_exist_is_a_sentence(catalogue: Catalogue, wrong: dict[str, list[str]]) -> None:
    with pytest.raises(PracticeError, match="There is no"):
        checklist.make(catalogue, **wrong)  # type: ignore[arg-type]
