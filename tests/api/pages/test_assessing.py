from __future__ import annotations

import io

import pytest
from httpx import Response
from lxml import html
from openpyxl import load_workbook
from starlette.testclient import TestClient

from api import practice
from api.pages.forms import COOKIE, FIELD
from api.wiring import House
from tests.api.pages.test_site import check


def token(web: TestClient, path: str = "/assessments") -> str:
    return str(html.fromstring(web.get(path).text).xpath(f"//input[@name='{FIELD}']/@value")[0])


@pytest.fixture
def started(web: TestClient) -> str:
    fields = {FIELD: token(web), "name": "Ward <b>bot</b>", "role": ["developer", "system-operator"]}
    response = web.post("/assessments", data=fields)
    assert response.status_code == 200, response.text
    check(response.text)
    assert "Ward &lt;b&gt;bot" in response.text
    return str(response.url.path)


def entry(web: TestClient, started: str, version: int = 0, **more: str) -> dict[str, str]:
    given = {FIELD: token(web), "version": str(version), "status": "met", "reason": "", "owner": "Kim", "due": ""}
    return given | {"evidence": "https://e.example/1\r\na note"} | more


def test_an_assessment_from_start_to_end(web: TestClient, house: House, started: str) -> None:
    form = web.get(f"{started}/5.1")
    check(form.text)
    saved = web.post(f"{started}/5.1", data=entry(web, started))
    assert saved.url.path == started
    kept = house.assessments.get(started.rpartition("/")[2]).entries["5.1"]
    assert (kept.status.value, kept.owner, kept.evidence) == ("met", "Kim", ("https://e.example/1", "a note"))
    assert "1 of" in saved.text
    onward = web.post(f"{started}/5.2", data=entry(web, started, next="1"))
    assert onward.url.path == f"{started}/5.2.1" or onward.url.path.startswith(f"{started}/5.")
    assert "5.1" in web.get(f"{started}/history").text
    check(web.get(f"{started}/history").text)
    gone = web.post(f"{started}/delete", data={FIELD: token(web)})
    assert gone.url.path == "/assessments"
    assert web.get(started).status_code == 404


def test_what_cannot_be_taken_comes_back_as_it_was_typed(web: TestClient, started: str) -> None:
    response = web.post(f"{started}/5.1", data=entry(web, started, status="not-applicable", owner="Lee"))
    assert response.status_code == 422
    assert "say why" in response.text
    tree = html.fromstring(response.text)
    assert tree.xpath("//input[@id='owner']/@value") == ["Lee"]
    assert tree.xpath("//input[@name='status'][@checked]/@value") == ["not-applicable"]
    check(response.text)
    web.post(f"{started}/5.1", data=entry(web, started))
    stale = web.post(f"{started}/5.1", data=entry(web, started, owner="Lee"))
    assert stale.status_code == 409
    assert "has been changed" in stale.text
    unnamed = web.post("/assessments", data={FIELD: token(web), "name": " "})
    assert unnamed.status_code == 422
    check(unnamed.text)


def test_a_form_needs_its_token_and_its_cookie(web: TestClient, house: House, started: str) -> None:
    good = token(web)
    attempts: tuple[dict[str, str], ...] = ({"a": "b"}, {FIELD: "x"}, {FIELD: good[::-1]})
    for fields in attempts:
        assert web.post(f"{started}/delete", data=fields).status_code == 403
    kept = web.cookies.get(COOKIE)
    web.cookies.clear()
    assert web.post(f"{started}/delete", data={FIELD: good}).status_code == 403
    web.cookies.set(COOKIE, kept or "")
    foreign = web.post(f"{started}/delete", data={FIELD: good}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert len(house.assessments.list()) == 1
    set_cookie = TestClient(web.app, base_url="http://localhost", client=("127.0.0.1", 5000)).get("/assessments")
    said = set_cookie.headers["set-cookie"].lower()
    assert "samesite=strict" in said
    assert "httponly" in said


def test_assessments_are_not_for_strangers(house: House, web: TestClient, started: str) -> None:
    stranger = TestClient(web.app, base_url="http://localhost", client=("203.0.113.9", 5000))
    for path in (
        "/assessments",
        started,
        *(f"{started}/{p}" for p in ("5.1", "history", "gaps", "compare", "crosswalks/nist-ai-rmf")),
    ):
        refused = stranger.get(path, headers={"Accept": "text/html"})
        assert refused.status_code == 401
        assert "Ward" not in refused.text


def test_a_checklist_from_a_description_and_from_a_link(web: TestClient) -> None:
    made = web.post("/checklist", data={"description": "we fine-tune an open model and host it for hospitals"})
    check(made.text)
    assert "Read from your description" in made.text
    assert len(html.fromstring(made.text).xpath("//li[@class='provision']")) > 30
    linked = web.get("/checklist?role=data-custodian&modality=shall")
    check(linked.text)
    assert "requirements (shall) and 0 recommendations (should)" in linked.text
    unclear = web.post("/checklist", data={"description": "we sell widgets"})
    assert unclear.status_code == 422
    check(unclear.text)
    assert "we sell widgets" in unclear.text


def test_a_mentioned_phase_is_offered_and_nothing_is_left_out(web: TestClient) -> None:
    made = web.post("/checklist", data={"description": "we are about to launch a chatbot that we built"})
    check(made.text)
    assert "9.2" in made.text
    offered = html.fromstring(made.text).xpath("//a[text()='show only that phase']/@href")
    assert len(offered) == 1
    narrowed = html.fromstring(web.get(offered[0]).text)
    assert 0 < len(narrowed.xpath("//li[@class='provision']")) < 20


def links_of(text: str) -> list[str]:
    return [str(href) for href in html.fromstring(text).xpath("//main//a/@href") if not href.startswith(("#", "http"))]


def test_every_link_of_an_assessment_leads_to_what_it_says(web: TestClient, started: str) -> None:
    """What is taken away is this assessment, not an empty form."""
    web.post(f"{started}/5.1", data=entry(web, started, owner="Kim Unmistakable"))
    links = links_of(web.get(started).text)
    files = {href.rpartition("/")[2]: href for href in links if "/exports/" in href}
    assert files.keys() == {"xlsx", "csv", "report", "oscal-assessment"}
    for href in links:
        assert web.get(href).status_code == 200, href
    assert b"Kim Unmistakable" in web.get(files["csv"]).content
    assert b"Kim Unmistakable" in web.get(files["oscal-assessment"]).content
    sheet = load_workbook(io.BytesIO(web.get(files["xlsx"]).content))["Checklist"]
    assert "Kim Unmistakable" in {cell.value for cell in sheet["O"]}


def test_evidence_of_our_own_conformance_can_be_opened(web: TestClient) -> None:
    tree = html.fromstring(web.get("/conformance").text)
    links = [str(href) for href in tree.xpath("//a[contains(@href, '/conformance/evidence/')]/@href")]
    assert len(set(links)) > 80
    for href in dict.fromkeys(links):
        assert web.get(href).status_code == 200, href
    shown = web.get(links[0])
    check(shown.text)
    assert html.fromstring(shown.text).xpath("//mark")
    assert web.get("/conformance/evidence/9999").status_code == 404
    assert web.get("/conformance/evidence/x").status_code in (404, 422)


def upload(web: TestClient, started: str, content: bytes, **more: str) -> Response:
    fields = {FIELD: token(web), "by": "Kim"} | more
    return web.post(f"{started}/import", data=fields, files={"file": ("checklist.csv", content, "text/csv")})


def test_a_filled_file_is_taken_in_whole_and_its_editor_is_in_the_history(
    web: TestClient, house: House, started: str
) -> None:
    exported = web.get(f"/v1/assessments/{started.rpartition('/')[2]}/exports/xlsx").content
    book = load_workbook(io.BytesIO(exported))
    row = next(r for r in book["Checklist"].iter_rows(min_row=2) if r[0].value == "5.2")
    row[12].value = "met"
    filled = io.BytesIO()
    book.save(filled)
    taken = upload(web, started, filled.getvalue())
    check(taken.text)
    assert taken.url.path == started
    assert "1 provision changed by the file" in taken.text
    entry_now = house.assessments.get(started.rpartition("/")[2]).entries["5.2"]
    assert (entry_now.status.value, entry_now.changed_by) == ("met", "Kim")
    assert "Kim" in web.get(f"{started}/history").text


def test_a_bad_file_is_refused_whole_with_row_and_column(web: TestClient, house: House, started: str) -> None:
    before = house.assessments.get(started.rpartition("/")[2])
    refused = upload(web, started, b"Provision,Status\n5.2,met\n6.1,done\n9.9,met\n")
    assert refused.status_code == 422
    check(refused.text)
    said = html.fromstring(refused.text).xpath("//div[@class='problem']//li/text()")
    assert [text.split(":")[0] for text in said] == ["Row 3, column Status", "Row 4, column Provision"]
    assert house.assessments.get(before.id).entries == before.entries
    assert upload(web, started, b"").status_code == 422
    assert upload(web, started, b"Provision,Status\n5.2,met\n", **{FIELD: "x" * 32}).status_code == 403
    large = upload(web, started, b"x" * 5_100_000)
    assert (large.status_code, "more than 5 MB" in large.text) == (422, True)
    plain = web.post(f"{started}/import", data={FIELD: token(web)})
    assert plain.status_code in (400, 422)
    assert house.assessments.get(before.id).entries == before.entries


def test_the_name_of_an_editor_is_recorded_and_remembered(web: TestClient, house: House, started: str) -> None:
    web.post(f"{started}/5.1", data=entry(web, started, by="Zoë <Kim>"))
    kept = house.assessments.get(started.rpartition("/")[2]).entries["5.1"]
    assert kept.changed_by == "Zoë <Kim>"
    history = web.get(f"{started}/history")
    check(history.text)
    assert "Zoë &lt;Kim&gt;" in history.text
    form = html.fromstring(web.get(f"{started}/5.2").text)
    assert form.xpath("//input[@name='by']/@value") == ["Zoë <Kim>"]
    assert "owner" in history.text


def test_gaps_are_listed_whole_in_their_rank(web: TestClient, house: House, started: str) -> None:
    made = web.get(f"{started}/gaps")
    check(made.text)
    shown = [t.split()[0] for t in html.fromstring(made.text).xpath("//tbody//th/a/text()")]
    ranked = practice.gap_report(house, started.rpartition("/")[2]).gaps
    assert shown == [gap.provision.id for gap in ranked]
    assert len(shown) > 50


def test_two_dates_are_compared(web: TestClient, started: str) -> None:
    web.post(f"{started}/5.1", data=entry(web, started))
    asked = web.get(f"{started}/compare")
    check(asked.text)
    assert "In all" not in asked.text
    found = web.get(f"{started}/compare", params={"before": "2025-01-01"})
    check(found.text)
    tree = html.fromstring(found.text)
    assert [t.split()[0] for t in tree.xpath("//h2[text()='Better']/following-sibling::ul//a/text()")] == ["5.1"]
    wrong = web.get(f"{started}/compare", params={"before": "soon"})
    assert wrong.status_code == 422
    check(wrong.text)


def test_progress_is_shown_by_principle_role_and_strength(web: TestClient, started: str) -> None:
    tree = html.fromstring(web.get(started).text)
    assert tree.xpath("//svg[@class='progress']//text[@class='head']/text()") == [
        "By principle",
        "By role",
        "By strength",
    ]
    assert tree.xpath("//section[@aria-labelledby='progress']//h3/text()") == ["By principle", "By role", "By strength"]
    rows = tree.xpath("//section[@aria-labelledby='progress']//tbody/tr/th/text()")
    assert {"Developers", "System Operators", "shall", "should"} <= set(rows)


def test_results_are_seen_from_another_framework(web: TestClient, house: House, started: str) -> None:
    for framework in house.catalogue.frameworks:
        made = web.get(f"{started}/crosswalks/{framework}")
        assert made.status_code == 200
        check(made.text)
        assert "it does not show that either side is met" in made.text
        assert "Of the linked provisions" in made.text
    assert web.get(f"{started}/crosswalks/moon").status_code in (404, 422)
