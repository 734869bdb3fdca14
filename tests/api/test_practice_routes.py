from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from api.app import create_app
from api.wiring import House
from bot.practice.assessment import Assessment
from ontology.catalogue import Catalogue


@pytest.fixture
def web(practice_house: House) -> TestClient:
    """A client on this machine, without the lifespan, so that no index is built."""
    return _client(practice_house, "127.0.0.1")


def _client(house: House, address: str) -> TestClient:
    there = "http://127.0.0.1:8000"
    return TestClient(create_app(house), there, raise_server_exceptions=False, client=(address, 5000))


def test_a_stranger_without_a_key_sees_no_assessment(practice_house: House, assessed: Assessment) -> None:
    stranger = _client(practice_house, "203.0.113.7")
    assert stranger.get(f"/v1/assessments/{assessed.id}").status_code == 401
    assert stranger.get(f"/v1/assessments/{assessed.id}/exports/csv").status_code == 401
    assert stranger.get("/v1/exports/oscal-catalog").status_code == 200


def test_from_a_description_to_a_checklist_with_reasons(web: TestClient, catalogue: Catalogue) -> None:
    answer = web.post("/v1/checklist", json={"description": "we fine-tune an open model and host it for hospitals"})
    body = answer.json()
    assert answer.status_code == 200
    assert body["roles"] == ["developer", "system-operator"]
    assert {"what": "role/developer", "words": "fine-tune"} in body["read"]
    owed = {o.provision.id for o in catalogue.obligations(body["roles"])}
    assert {item["id"] for item in body["items"]} == owed
    named = web.post("/v1/checklist", json={"description": "x", "roles": ["data-custodian"], "modality": "shall"})
    assert {item["modality"] for item in named.json()["items"]} == {"shall"}


def test_an_assessment_from_start_to_gaps_over_http(web: TestClient) -> None:
    kim = {"X-Signpost-Editor": "kim"}
    made = web.post("/v1/assessments", json={"name": "Ward bot", "roles": ["developer"]}, headers=kim)
    assert made.status_code == 201
    there = made.headers["Location"]
    change = {"version": 0, "status": "met", "due": "2026-05-31", "evidence": ["https://e"]}
    entry = web.patch(f"{there}/entries/5.1", json=change, headers={"X-Signpost-Editor": "kim"}).json()
    assert (entry["status"], entry["version"], entry["changed_by"]) == ("met", 1, "kim")
    stale = web.patch(f"{there}/entries/5.1", json={"version": 0, "status": "open"})
    assert (stale.status_code, stale.json()["code"]) == (409, "assessment-stale")
    assert web.patch(f"{there}/entries/5.1", json={"version": 1, "due": None}).json()["due"] is None
    assert len(web.get(f"{there}/history").json()["changes"]) == 2
    report = web.get(f"{there}/gaps").json()
    assert len(report["next"]) == 3
    assert report["overall"]["met"] == 1
    compared = web.get(f"{there}/compare", params={"before": "2025-01-01"}).json()
    assert [step["id"] for step in compared["better"]] == ["5.1"]
    assert web.get(there, params={"at": "2025-01-01"}).json()["assessed"] == 0
    assert [a["name"] for a in web.get("/v1/assessments").json()["assessments"]] == ["Ward bot"]
    assert web.delete(there).status_code == 204
    assert web.get(there).json()["code"] == "assessment-unknown"


def test_a_workbook_goes_out_and_comes_back(web: TestClient, assessed: Assessment) -> None:
    out = web.get(f"/v1/assessments/{assessed.id}/exports/xlsx")
    assert out.headers["Content-Disposition"] == 'attachment; filename="signpost-checklist.xlsx"'
    book = load_workbook(io.BytesIO(out.content))
    row = next(r for r in book["Checklist"].iter_rows(min_row=2) if r[0].value == "5.2")
    row[12].value = "met"
    filled = io.BytesIO()
    book.save(filled)
    back = web.post(f"/v1/assessments/{assessed.id}/import", content=filled.getvalue())
    assert back.json() == {"changed": ["5.2"]}


def test_a_bad_file_changes_nothing_and_names_every_problem(web: TestClient, assessed: Assessment) -> None:
    there = f"/v1/assessments/{assessed.id}"
    before = web.get(there).json()
    answer = web.post(f"{there}/import", content=b"Provision,Status\n5.2,met\n6.1,done\n9.9,met\n")
    assert (answer.status_code, answer.json()["code"]) == (422, "import-invalid")
    assert [p.split(":")[0] for p in answer.json()["problems"]] == ["Row 3, column Status", "Row 4, column Provision"]
    assert web.get(there).json() == before
    too_large = web.post(f"{there}/import", content=b"x" * 5_000_001)
    assert too_large.json()["code"] == "import-invalid"


def test_a_crosswalk_and_one_element_of_it(web: TestClient, assessed: Assessment) -> None:
    there = f"/v1/assessments/{assessed.id}/crosswalks/nist-ai-rmf"
    standing = [row["standing"] for row in web.get(there).json()["rows"]]
    assert any("1 partly met" in said for said in standing)
    whole = web.get("/v1/crosswalks/nist-ai-rmf").json()
    assert not any(row["standing"] for row in whole["rows"])
    one = web.get("/v1/crosswalks/nist-ai-rmf/MEASURE 2.7").json()
    assert one["code"] in [row["code"] for row in whole["rows"]]
    assert web.get("/v1/crosswalks/moon").json()["code"] == "framework-unknown"


def test_the_formats_are_listed_and_unknown_ones_are_a_problem(web: TestClient) -> None:
    names = [f["name"] for f in web.get("/v1/exports").json()["formats"]]
    assert {"oscal-catalog", "oscal-profile", "oscal-mapping", "oscal-assessment", "ciso-assistant", "xlsx", "csv",
            "turtle", "jsonld", "report"} <= set(names)  # fmt: skip
    assert web.get("/v1/exports/sarif").status_code == 422
    profile = web.get("/v1/exports/oscal-profile", params={"role": "end-user"})
    assert profile.headers["Content-Type"].startswith("application/oscal+json")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/checklist", {}),
        ("/v1/checklist", {"roles": ["king"]}),
        ("/v1/checklist", {"description": "we sell widgets"}),
        ("/v1/checklist", {"roles": ["developer"], "modality": "must"}),
        ("/v1/checklist", {"colour": "red"}),
        ("/v1/assessments", {"name": ""}),
        ("/v1/assessments", {"name": "a", "scenario": "moon"}),
    ],
)
def test_what_cannot_be_taken_is_a_problem_with_a_sentence(web: TestClient, path: str, body: dict[str, object]) -> None:
    answer = web.post(path, json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")


def test_our_own_conformance_is_served(web: TestClient) -> None:
    assert len(web.get("/v1/conformance").json()["provisions"]) == 72


def test_nothing_of_an_assessment_is_outside_its_own_addresses(web: TestClient, assessed: Assessment) -> None:
    paths = web.get("/openapi.json").json()["paths"]
    for path, ways in paths.items():
        if not path.startswith("/v1/assessments"):
            assert "assessment_id" not in str(ways), path
    plain = web.get("/v1/exports/csv", params={"assessment_id": assessed.id})
    assert b"Kim" not in plain.content


def test_a_phase_that_is_mentioned_is_suggested_and_leaves_nothing_out(web: TestClient, catalogue: Catalogue) -> None:
    said = {"description": "we are about to launch a chatbot that we built"}
    body = web.post("/v1/checklist", json=said).json()
    listed = {item["id"] for item in body["items"]}
    assert listed == {o.provision.id for o in catalogue.obligations(body["roles"])}
    assert "9.2" in listed
    assert body["suggested_phases"] == ["secure-deployment"]
    narrowed = web.post("/v1/checklist", json=said | {"phases": ["secure-deployment"]}).json()
    assert {item["phase"] for item in narrowed["items"]} == {"secure-deployment"}
    started = web.post("/v1/assessments", json=said | {"name": "a"}).json()
    assert {entry["provision"] for entry in started["entries"]} == listed
