from __future__ import annotations

from datetime import date
from itertools import pairwise

from bot.practice import gaps
from bot.practice.assessment import Status
from bot.practice.assessments import Assessments
from ontology.catalogue import Catalogue
from ontology.model import Modality

TODAY = date(2026, 6, 1)


def test_gaps_come_by_strength_then_by_threats_left_open(assessments: Assessments, catalogue: Catalogue) -> None:
    found = gaps.report(assessments.create("a"), catalogue, TODAY)
    firmness = [gap.provision.modality is Modality.SHOULD for gap in found.gaps]
    assert firmness == sorted(firmness)
    shall = [len(gap.threats) for gap in found.gaps if gap.provision.modality is Modality.SHALL]
    assert shall == sorted(shall, reverse=True)
    assert found.next_things == found.gaps[:3]
    assert "It is a requirement (shall) and is not assessed; it bears on" in found.next_things[0].why


def test_what_is_met_or_does_not_apply_is_no_gap(assessments: Assessments, catalogue: Catalogue) -> None:
    made = assessments.create("a")
    assessments.apply(made.id, {"5.1": ({"status": "met"}, 0), "5.3": ({"status": "partly"}, 0)})
    assessments.apply(made.id, {"5.2": ({"status": "n/a", "reason": "r"}, 0)})
    found = gaps.report(assessments.get(made.id), catalogue, TODAY)
    missing = {gap.provision.id for gap in found.gaps}
    assert not missing & {"5.1", "5.2"}
    assert "5.3" in missing
    assert (found.overall.total, found.overall.applicable, found.overall.of(Status.MET)) == (72, 71, 1)


def test_what_is_not_met_goes_before_what_is_only_partly(assessments: Assessments, catalogue: Catalogue) -> None:
    made = assessments.create("a")
    twins = [g.provision for g in gaps.report(made, catalogue, TODAY).gaps if g.provision.modality is Modality.SHALL]
    threats = {p.id: len(catalogue.threats_of.get(p.id, ())) for p in twins}
    first, second = next((a, b) for a, b in pairwise(twins) if threats[a.id] == threats[b.id])
    assessments.apply(made.id, {first.id: ({"status": "partly"}, 0), second.id: ({"status": "not-met"}, 0)})
    order = [g.provision.id for g in gaps.report(assessments.get(made.id), catalogue, TODAY).gaps]
    assert order.index(second.id) < order.index(first.id)


def test_tallies_add_up(assessments: Assessments, catalogue: Catalogue) -> None:
    found = gaps.report(assessments.create("a", ["developer", "system-operator"]), catalogue, TODAY)
    assert sum(t.total for t in found.by_principle) == sum(t.total for t in found.by_modality) == found.overall.total
    for tally in found.by_role:
        assert tally.total == len(catalogue.obligations([tally.id]))


def test_a_date_that_has_passed_is_overdue(assessments: Assessments, catalogue: Catalogue) -> None:
    made = assessments.create("a")
    assessments.apply(made.id, {"5.1": ({"due": "2026-05-31"}, 0), "5.2": ({"due": "2026-06-01"}, 0)})
    found = {g.provision.id: g for g in gaps.report(assessments.get(made.id), catalogue, TODAY).gaps}
    assert found["5.1"].overdue
    assert found["5.1"].why.endswith("it is overdue.")
    assert not found["5.2"].overdue


def test_two_dates_compare(assessments: Assessments) -> None:
    made = assessments.create("a")
    assessments.apply(made.id, {"5.1": ({"status": "met"}, 0), "5.2": ({"status": "partly"}, 0)})
    before = assessments.get(made.id)
    assessments.apply(
        made.id, {"5.1": ({"status": "not-met"}, 1), "5.2": ({"status": "met"}, 1), "5.3": ({"status": "not-met"}, 0)}
    )
    found = gaps.compare(before, assessments.get(made.id))
    assert [s.provision for s in found.better] == ["5.2"]
    assert [s.provision for s in found.worse] == ["5.1"]
    assert [s.provision for s in found.otherwise] == ["5.3"]
    assert (found.before.of(Status.MET), found.after.of(Status.MET)) == (1, 1)
