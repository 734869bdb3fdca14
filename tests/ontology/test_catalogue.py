from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, URIRef

from ontology.catalogue import Catalogue
from ontology.errors import DataInvalid, UnknownNode
from ontology.iri import INSTANCES, VOCABULARY, iri
from ontology.model import DutyBasis, Modality, Relation
from ontology.store import open_dataset

# Written by hand from the Code's facts, so that something is checked where the fact sheets are absent.
CUSTODIAN = {
    Relation.OBLIGES: {"2.5": "shall", "5.1": "shall", "5.2": "shall", "5.4": "shall", "5.4.1": "shall"},
    Relation.ORGANISATION: {"1.1": "shall", "1.1.1": "shall", "1.2": "shall", "1.2.1": "should", "1.2.2": "shall"},
    Relation.INVOLVES: {"2.1.1": "shall", "4.4": "should", "8.1": "shall", "13.1": "shall", "13.2": "shall"},
}


@pytest.mark.parametrize("relation", Relation)
def test_a_data_custodian_has_five_provisions_of_each_relation(catalogue: Catalogue, relation: Relation) -> None:
    found = catalogue.obligations(["data-custodian"], relations=[relation])
    assert {o.provision.id: o.provision.modality.value for o in found} == CUSTODIAN[relation]
    assert {o.relation for o in found} == {relation}


def test_by_default_what_a_role_must_do_leaves_out_what_others_owe_it(catalogue: Catalogue) -> None:
    found = catalogue.obligations(["data-custodian"])
    assert [o.provision.id for o in found] == [
        *CUSTODIAN[Relation.OBLIGES], *CUSTODIAN[Relation.ORGANISATION],
    ]  # fmt: skip


def test_the_code_counts_as_published(catalogue: Catalogue) -> None:
    modalities = [provision.modality for provision in catalogue.provisions.values()]
    assert (len(modalities), modalities.count(Modality.SHALL), modalities.count(Modality.SHOULD)) == (72, 49, 23)
    assert (len(catalogue.principles), len(catalogue.phases), len(catalogue.roles)) == (13, 5, 5)
    assert (len(catalogue.threats), len(catalogue.editions), len(catalogue.scenarios)) == (29, 3, 4)


def test_may_matches_the_second_clause_only(catalogue: Catalogue) -> None:
    found = catalogue.obligations(modality=Modality.MAY)
    assert [(o.provision.id, o.provision.modality, o.provision.also) for o in found] == [("8.3", "should", "may")]


def test_should_leaves_out_a_should_that_is_only_a_second_clause(catalogue: Catalogue) -> None:
    found = {o.provision.id for o in catalogue.obligations(modality=Modality.SHOULD, relations=Relation)}
    assert not found & {"2.7", "3.1", "3.2", "8.1"}
    assert {o.provision.id for o in catalogue.obligations(principles=[10], modality=Modality.SHOULD)} == {"10.3"}


def test_a_duty_that_names_nobody_is_marked_as_implied(catalogue: Catalogue) -> None:
    implied = {p.id for p in catalogue.provisions.values() if p.duty_basis is DutyBasis.IMPLIED}
    assert implied == {"1.1.1", "1.2.1", "2.1.1", "3.1.1", "8.2.1"}
    assert catalogue.provisions["3.2"].duty_basis is DutyBasis.PARTLY_IMPLIED


def test_principle_10_has_no_audience_so_organisation_reaches_nobody_there(catalogue: Catalogue) -> None:
    assert catalogue.principles["10"].audience == ()
    assert catalogue.obligations(principles=[10], relations=[Relation.ORGANISATION]) == ()


def test_an_organisation_duty_reaches_the_audience_of_its_principle_only(catalogue: Catalogue) -> None:
    provision = catalogue.provisions["2.5.1"]
    assert catalogue.relations(provision, "developer") == (Relation.ORGANISATION,)
    assert catalogue.relations(provision, "data-custodian") == ()


def test_provisions_come_in_the_order_of_the_code(catalogue: Catalogue) -> None:
    numbers = [tuple(map(int, number.split("."))) for number in catalogue.provisions]
    assert numbers == sorted(numbers)


def test_a_provision_is_found_by_either_number(catalogue: Catalogue) -> None:
    assert catalogue.provision("5.2.1-4.1") is catalogue.provision("5.4.1")
    assert catalogue.by_etsi_number["5.2.1"] is catalogue.principles["5"]


def test_a_number_of_etsi_that_looks_like_one_of_the_code_stays_the_codes(catalogue: Catalogue) -> None:
    # 5.4.1 is a provision of the Code and, in EN 304 223, the clause of Principle 11.
    assert catalogue.provision("5.4.1").principle == 5
    assert catalogue.by_etsi_number["5.4.1"] is catalogue.principles["11"]


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("15.1", ("13.1", "13.2")), ("5.4.9", None), ("2.8", None), ("0.1", None)],
)
def test_a_number_that_does_not_exist_names_the_nearest(
    catalogue: Catalogue, asked: str, nearest: tuple[str, ...] | None
) -> None:
    with pytest.raises(UnknownNode, match="There is no provision") as caught:
        catalogue.provision(asked)
    assert caught.value.nearest
    assert set(caught.value.nearest) <= set(catalogue.provisions)
    if nearest:
        assert caught.value.nearest == nearest
    elif asked[0] != "0":
        assert all(number.startswith(asked[0] + ".") for number in caught.value.nearest)


@given(st.text(max_size=20))
@settings(max_examples=25, deadline=None)
def test_whatever_is_asked_for_is_found_or_refused_in_a_sentence(catalogue: Catalogue, asked: str) -> None:
    if asked in catalogue.provisions:
        return
    with pytest.raises(UnknownNode):
        catalogue.provision(asked)


@pytest.mark.parametrize("asked", ["²", "9" * 5000, "١٥.1", ""])
def test_odd_digits_are_refused_like_anything_else(catalogue: Catalogue, asked: str) -> None:
    with pytest.raises(UnknownNode):
        catalogue.provision(asked)


def test_an_unknown_role_names_the_known_ones(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownNode, match="data-custodian") as caught:
        catalogue.obligations(["data-custodien"])
    assert caught.value.nearest[0] == "data-custodian"


def test_an_unknown_phase_or_principle_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownNode, match="phase"):
        catalogue.obligations(phases=["secure-holiday"])
    with pytest.raises(UnknownNode, match="principle"):
        catalogue.obligations(principles=[14])


@given(
    st.sampled_from(["developer", "system-operator", "data-custodian", "end-user", "affected-entity"]),
    st.sampled_from([None, *Modality]),
    st.sampled_from([None, *range(1, 14)]),
)
@settings(max_examples=60, deadline=None)
def test_a_filter_only_ever_narrows(
    catalogue: Catalogue, role: str, modality: Modality | None, principle: int | None
) -> None:
    everything = set(catalogue.obligations([role], relations=Relation))
    narrowed = set(
        catalogue.obligations(
            [role], modality=modality, principles=[principle] if principle else [], relations=Relation
        )
    )
    assert narrowed <= everything
    if modality is not Modality.MAY:
        assert narrowed == {
            o
            for o in everything
            if modality in (None, o.provision.modality) and principle in (None, o.provision.principle)
        }


def test_every_iri_belongs_to_one_node(catalogue: Catalogue) -> None:
    kinds = (
        catalogue.editions, catalogue.phases, catalogue.principles, catalogue.provisions, catalogue.roles,
        catalogue.terms, catalogue.threats, catalogue.scenarios, catalogue.examples, catalogue.frameworks,
        catalogue.targets, catalogue.mappings, catalogue.documents, catalogue.themes, catalogue.facts,
    )  # fmt: skip
    assert len(catalogue.by_iri) == sum(map(len, kinds))
    assert catalogue.by_iri[iri("provision", "5.4.1")] is catalogue.provisions["5.4.1"]


def test_each_provision_has_two_examples_whose_actor_it_obliges(catalogue: Catalogue) -> None:
    for provision in catalogue.provisions.values():
        examples = catalogue.examples_of[provision.id]
        assert len(examples) >= 2
        assert {example.actor for example in examples} <= set(provision.obliges)
        assert {example.scenario for example in examples} <= set(catalogue.scenarios)


def test_whoever_acts_in_an_example_is_a_party_of_its_scenario(catalogue: Catalogue) -> None:
    for example in catalogue.examples.values():
        held = {role for _, roles in catalogue.scenarios[example.scenario].parties for role in roles}
        assert example.actor not in catalogue.roles or example.actor in held, example.id


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("5.4.1-a", "being designed"),
        ("1.1.1-a", "by role"),
        ("2.1.1-a", "its own data custodian"),
        ("2.1.1-b", "data custodian of its own organisation"),
        ("3.3-a", "prompt injection"),
        ("9.3-b", "are not published"),
    ],
)
def test_an_example_shows_what_its_provision_asks(catalogue: Catalogue, example: str, said: str) -> None:
    assert said in catalogue.examples[example].action


def test_threats_and_mappings_are_found_from_a_provision(catalogue: Catalogue) -> None:
    assert "data-poisoning" in {threat.id for threat in catalogue.threats_of["5.4.1"]}
    ends = {mapping.source_iri for mapping in catalogue.mappings_of[iri("provision", "5.4.1")]}
    assert ends == {iri("provision", "5.4.1")}


def test_an_empty_store_is_refused() -> None:
    with pytest.raises(DataInvalid, match="no provisions"):
        Catalogue.load(Dataset())


@pytest.mark.parametrize("missing", ["inPrinciple", "modality", "numbering", "guideClause"])
def test_a_provision_that_lacks_something_is_data_invalid_not_a_crash(missing: str) -> None:
    data = open_dataset()
    data.remove((URIRef(f"{INSTANCES}provision/2.3"), URIRef(VOCABULARY + missing), None, None))
    if missing == "numbering":
        assert "en-304-223" not in dict(Catalogue.load(data).provisions["2.3"].numbers)
    else:
        with pytest.raises(DataInvalid):
            Catalogue.load(data)
