from __future__ import annotations

import pytest

from bot.errors import FrameworkUnknown
from bot.practice.assessment import Status
from bot.practice.assessments import Assessments
from bot.practice.projection import RESERVATION, project, touching
from ontology.catalogue import Catalogue


def test_every_mapping_of_a_framework_is_projected(catalogue: Catalogue) -> None:
    shown = 0
    for framework in catalogue.frameworks:
        projection = project(catalogue, framework)
        shown += sum(len([link for link in row.links if not link.via]) for row in projection.rows)
        assert projection.rows
    direct = [m for m in catalogue.mappings.values() if "/target/" not in m.source_iri]
    assert shown == len({(m.source_iri, m.target_iri) for m in direct})


def test_results_are_carried_along_but_never_scored(assessments: Assessments, catalogue: Catalogue) -> None:
    made = assessments.create("a")
    linked = {link.id for link in touching(catalogue, "nist-ai-rmf", "MEASURE 2.7").links if link.kind == "provision"}
    assessments.apply(made.id, {identifier: ({"status": "met"}, 0) for identifier in linked})
    row = touching(catalogue, "nist-ai-rmf", "MEASURE 2.7", assessments.get(made.id))
    assert {link.status for link in row.links if link.kind == "provision"} == {Status.MET}
    assert row.standing == f"Of the linked provisions: {len(linked)} met."
    said = str(project(catalogue, "nist-ai-rmf", assessments.get(made.id)).to_json()).lower()
    assert "complian" not in said
    assert RESERVATION.lower() in said


@pytest.mark.parametrize("code", ["MEASURE 2.7", "measure-2.7", "Measure 2.7", " measure2.7 "])
def test_an_element_is_found_as_people_write_it(catalogue: Catalogue, code: str) -> None:
    assert touching(catalogue, "nist-ai-rmf", code).target.code == "MEASURE 2.7"


@pytest.mark.parametrize(
    ("framework", "code", "nearest"),
    [
        ("nist-ai-rmf", "MEASURE 2.1", "MEASURE 2.10"),
        ("nist-ai-rmf", "MEASURE 27", "MEASURE 2.7"),
        ("eu-ai-act", "Art5", "Art50"),
        ("mitre-atlas", "AML.T0048", "AML.T0048.004"),
        ("mitre-atlas", "AML.T0020.001", "AML.T0020"),
    ],
)
def test_a_part_of_a_code_is_no_match_and_the_nearest_are_named(
    catalogue: Catalogue, framework: str, code: str, nearest: str
) -> None:
    with pytest.raises(FrameworkUnknown, match=r"The nearest are: ") as caught:
        touching(catalogue, framework, code)
    assert nearest in str(caught.value).partition("The nearest are: ")[2].rstrip(".").split(", ")


def test_every_element_is_found_by_its_code_and_no_two_share_one(catalogue: Catalogue) -> None:
    for target in catalogue.targets.values():
        found = touching(catalogue, target.framework, target.code.lower().replace(" ", "")).target
        assert found is target


def test_own_readings_stay_marked(catalogue: Catalogue) -> None:
    for row in project(catalogue, "nist-ai-rmf").rows:
        for link in row.links:
            mapping = next(m for m in catalogue.mappings_of[row.target.iri]
                           if catalogue.by_iri[m.source_iri].id == link.id)  # fmt: skip
            assert link.own_reading is mapping.own_reading
            assert link.relation == mapping.relation


def test_a_link_by_way_of_an_older_list_is_as_weak_as_its_weaker_half(catalogue: Catalogue) -> None:
    links = [link for row in project(catalogue, "owasp-llm-2026").rows for link in row.links]
    assert links
    assert all(link.via.endswith(":2025") or link.via for link in links)
    assert {link.relation for link in links} == {"relatedMatch"}
    assert all(link.own_reading for link in links)


@pytest.mark.parametrize(("framework", "code"), [("moon", "1"), ("nist-ai-rmf", "MEASURE 9.9"), ("nist-ai-rmf", "!")])
def test_what_does_not_exist_is_a_sentence_with_what_does(catalogue: Catalogue, framework: str, code: str) -> None:
    with pytest.raises(FrameworkUnknown, match=r"Known: eu-ai-act|Some are: |The nearest are: "):
        touching(catalogue, framework, code)
