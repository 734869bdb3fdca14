"""Each OSCAL document is read by compliance-trestle, a program that is not ours."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.export import oscal_assessment, oscal_catalog, oscal_mapping, oscal_profile
from api.export.request import ExportRequest
from ontology.catalogue import Catalogue

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("trestle")
    from trestle.oscal.assessment_results import AssessmentResults
    from trestle.oscal.catalog import Catalog
    from trestle.oscal.mapping import MappingCollection
    from trestle.oscal.profile import Profile


def _read(kind: Any, content: bytes, folder: Path) -> Any:
    path = folder / "document.json"
    path.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = kind.oscal_read(path)
    assert found is not None
    return found


def _controls(groups: list[Any]) -> list[Any]:
    found = []
    waiting = [control for group in groups for control in group.controls]
    while waiting:
        control = waiting.pop()
        found.append(control)
        waiting += control.controls or []
    return found


def test_the_catalog_has_13_groups_and_72_controls(export_request: ExportRequest, tmp_path: Path) -> None:
    found = _read(Catalog, oscal_catalog.write(export_request), tmp_path)
    controls = _controls(found.groups)
    assert (len(found.groups), len(controls)) == (13, 72)
    says = {c.id: c.parts[0].prose for c in controls}
    for provision in export_request.catalogue.provisions.values():
        assert says[f"provision-{provision.id}"] == provision.says


@pytest.mark.parametrize("role", ["developer", "system-operator", "data-custodian", "end-user"])
def test_a_profile_selects_exactly_a_roles_controls(
    export_request: ExportRequest, catalogue: Catalogue, tmp_path: Path, role: str
) -> None:
    request = replace(export_request, assessment=None, roles=(role,))
    found = _read(Profile, oscal_profile.write(request), tmp_path)
    ids = set(found.imports[0].include_controls[0].with_ids)
    assert {str(getattr(i, "root", i)) for i in ids} == {
        f"provision-{o.provision.id}" for o in catalogue.obligations([role])
    }


def test_a_profile_resolves_against_the_catalog(export_request: ExportRequest) -> None:
    profile = json.loads(oscal_profile.write(replace(export_request, assessment=None, roles=("data-custodian",))))
    resource = profile["profile"]["back-matter"]["resources"][0]
    assert profile["profile"]["imports"][0]["href"] == f"#{resource['uuid']}"
    catalog = json.loads(oscal_catalog.write(export_request))
    known = json.dumps(catalog)
    assert all(f'"{i}"' in known for i in profile["profile"]["imports"][0]["include-controls"][0]["with-ids"])


def test_trestle_resolves_a_profile_to_the_controls_of_a_role(
    export_request: ExportRequest, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Resolved by compliance-trestle, through the files as they are named when they are downloaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from trestle.core.profile_resolver import ProfileResolver

        (tmp_path / ".trestle").mkdir()
        monkeypatch.chdir(tmp_path)
        request = replace(export_request, assessment=None, roles=("data-custodian",))
        (tmp_path / oscal_catalog.FILE).write_bytes(oscal_catalog.write(request))
        profile = tmp_path / "signpost-profile.json"
        profile.write_bytes(oscal_profile.write(request))
        resolved = ProfileResolver.get_resolved_profile_catalog(tmp_path, profile)
    ids = {control.id for control in _controls(resolved.groups)}
    assert ids == {f"provision-{o.provision.id}" for o in catalogue.obligations(["data-custodian"])}


def test_the_mapping_never_claims_equality_and_keeps_whose_reading_it_is(
    export_request: ExportRequest, tmp_path: Path
) -> None:
    content = oscal_mapping.write(replace(export_request, framework=None))
    found = _read(MappingCollection, content, tmp_path)
    assert len(found.mappings) == len(export_request.catalogue.frameworks)
    maps = [m for mapping in found.mappings for m in mapping.maps]
    assert {m.relationship for m in maps} <= {"intersects-with", "subset-of", "superset-of"}
    assert all({"skos-match", "own-reading", "basis"} <= {p.name for p in m.props} for m in maps)
    uuids = [m.uuid for m in maps]
    assert len(uuids) == len(set(uuids))


def test_assessment_results_say_what_was_found_and_only_what_was_looked_at(
    export_request: ExportRequest, tmp_path: Path
) -> None:
    found = _read(AssessmentResults, oscal_assessment.write(export_request), tmp_path)
    (result,) = found.results
    states = {f.target.target_id: str(getattr(f.target.status.state, "value", f.target.status.state))
              for f in result.findings}  # fmt: skip
    assert states == {
        "provision-5.4.1": "satisfied",
        "provision-8.2": "not-satisfied",
        "provision-2.1": "satisfied",
        "provision-6.4": "not-satisfied",
    }
    evidence = next(o for o in result.observations if o.title.startswith("5.4.1")).relevant_evidence
    assert [e.href for e in evidence] == ["https://e.example/1", None, None]


def test_an_assessment_that_nobody_has_begun_is_valid_too(export_request: ExportRequest, tmp_path: Path) -> None:
    assert export_request.assessment is not None
    empty = replace(export_request.assessment, entries={})
    found = _read(AssessmentResults, oscal_assessment.write(replace(export_request, assessment=empty)), tmp_path)
    assert found.results[0].findings is None


def test_identifiers_stay_the_same_whoever_serves_them(export_request: ExportRequest) -> None:
    here = json.loads(oscal_catalog.write(export_request))
    there = json.loads(oscal_catalog.write(replace(export_request, base_url="https://advice.example.org")))
    assert here["catalog"]["uuid"] == there["catalog"]["uuid"]
    link = there["catalog"]["groups"][0]["controls"][0]["links"][0]["href"]
    assert link == "https://advice.example.org/id/provision/1.1"
