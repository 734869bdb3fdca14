from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient

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
    for path in ("/assessments", started, f"{started}/5.1", f"{started}/history"):
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
