from __future__ import annotations

from typing import Any

import pytest

from evals import gold
from evals.errors import SetInvalid
from evals.sets import Question
from ontology.catalogue import Catalogue


def listed(**select: Any) -> Question:
    return Question.model_validate({"id": "X-1", "category": "role-list", "question": "?", "select": select})


def test_the_data_custodians_list_is_the_fact_sheets(catalogue: Catalogue) -> None:
    found = gold.of(listed(roles=["data-custodian"]), catalogue)
    obliged = {"2.5", "5.1", "5.2", "5.4", "5.4.1"}
    organisation = {"1.1", "1.1.1", "1.2", "1.2.1", "1.2.2"}
    involved = {"2.1.1", "4.4", "8.1", "13.1", "13.2"}
    assert found.must == obliged | organisation | involved
    assert found.exact


def test_a_strength_keeps_the_main_verb_only(catalogue: Catalogue) -> None:
    found = gold.of(
        listed(roles=["data-custodian"], modality="should", relations=["obliges", "organisation"]), catalogue
    )
    assert found.must == {"1.2.1"}


def test_several_roles_are_a_union(catalogue: Catalogue) -> None:
    both = gold.of(listed(roles=["developer", "system-operator"]), catalogue).must
    assert (
        both
        == gold.of(listed(roles=["developer"]), catalogue).must
        | gold.of(listed(roles=["system-operator"]), catalogue).must
    )


def test_without_roles_a_principle_is_listed_whole(catalogue: Catalogue) -> None:
    both = gold.of(listed(principle=[7, 11]), catalogue).must
    assert both == gold.of(listed(principle=7), catalogue).must | gold.of(listed(principle=11), catalogue).must
    assert gold.of(listed(principle=7), catalogue).must == {"7.1", "7.2", "7.2.1", "7.2.2", "7.3", "7.4"}


def test_may_is_found_in_second_clauses(catalogue: Catalogue) -> None:
    assert "8.3" in gold.of(listed(modality="may"), catalogue).must


def test_an_empty_list_is_gold_too_and_nothing_may_be_cited(catalogue: Catalogue) -> None:
    found = gold.of(listed(roles=["affected-entity"], modality="shall", relations=["obliges"]), catalogue)
    assert found.must == frozenset()
    assert not found.empty


@pytest.mark.parametrize(
    "select",
    [{"roles": ["pirate"]}, {"phase": "secure-lunch"}, {"principle": 14}, {"roles": ["developer"], "phase": "x"}],
)
def test_what_the_code_lacks_is_named(catalogue: Catalogue, select: dict[str, Any]) -> None:
    with pytest.raises(SetInvalid, match="X-1"):
        gold.of(listed(**select), catalogue)


@pytest.mark.parametrize("number", ["15.1", "P14"])
def test_gold_that_does_not_exist_is_refused(catalogue: Catalogue, number: str) -> None:
    question = Question(id="X-1", category="topic", question="?", must=(number,))
    with pytest.raises(SetInvalid, match=number):
        gold.of(question, catalogue)
