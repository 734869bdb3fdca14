from __future__ import annotations

import re

import pytest
from lxml import html
from starlette.testclient import TestClient

from api.pages import reply, view
from api.wiring import House
from bot.errors import StateUnavailable
from bot.state.answers import Answers
from tests.api.pages.test_site import check

QUESTION = {"question": "What must I do as a data custodian?"}


def test_a_form_without_scripts_is_answered_in_a_thread(web: TestClient) -> None:
    response = web.post("/ask", data=QUESTION)
    assert response.status_code == 200
    assert response.history[0].status_code == 303
    check(response.text)
    tree = html.fromstring(response.text)
    assert tree.xpath("string(//article//h2)").endswith(QUESTION["question"])
    assert len(tree.xpath("//article//li[@class='source']")) == 10
    for marker in tree.xpath("//a[@class='cite']"):
        assert tree.xpath("//li[@id=$id]", id=marker.get("href")[1:])
    quote = tree.xpath("string(//li[@class='source'][1]//mark)")
    passage = tree.xpath("string(//li[@class='source'][1]//blockquote)").strip()
    assert quote
    assert quote in passage
    assert len(passage) > len(quote)


def test_a_follow_up_joins_the_thread(web: TestClient) -> None:
    first = web.post("/ask", data=QUESTION)
    (conversation,) = html.fromstring(first.text).xpath("//input[@name='conversation_id']/@value")
    second = web.post("/ask", data={"question": "And as a developer?", "conversation_id": conversation})
    asked = html.fromstring(second.text).xpath("//article//h2/text()")
    assert [text.strip() for text in asked if text.strip()] == [QUESTION["question"], "And as a developer?"]
    check(second.text)


def test_a_shared_answer_stands_alone(web: TestClient) -> None:
    thread = html.fromstring(web.post("/ask", data=QUESTION).text)
    (link,) = thread.xpath("//a[@data-share]/@href")
    shared = web.get(link)
    check(shared.text)
    tree = html.fromstring(shared.text)
    assert len(tree.xpath("//article")) == 1
    assert not tree.xpath("//input[@name='conversation_id']")
    part = web.get(f"{link}/part")
    assert part.text.lstrip().startswith("<article")


def test_a_reader_can_say_whether_an_answer_helped(web: TestClient, house: House) -> None:
    thread = html.fromstring(web.post("/ask", data=QUESTION).text)
    (form,) = thread.xpath("//form[@class='feedback']")
    thanks = web.post(form.get("action"), data={"verdict": "down"})
    check(thanks.text)
    assert "Thank you" in thanks.text
    assert not html.fromstring(thanks.text).xpath("//form[@class='feedback']//button")
    (said,) = Answers(house.state).said()
    assert (form.get("action"), said.verdict) == (f"/answer/{said.answer_id}/feedback", "down")


@pytest.mark.parametrize(
    ("id", "verdict", "status"), [("unknown", "up", 404), ("known", "sideways", 422), ("known", "", 422)]
)
def test_feedback_that_means_nothing_is_refused(web: TestClient, id: str, verdict: str, status: int) -> None:
    thread = html.fromstring(web.post("/ask", data=QUESTION).text)
    known = thread.xpath("string(//article/@data-answer)")
    address = f"/answer/{known if id == 'known' else id}/feedback"
    assert web.post(address, data={"verdict": verdict}).status_code == status


def test_a_refusal_says_so_and_cites_nothing(web: TestClient) -> None:
    response = web.post("/ask", data={"question": "How do I bake a cake?"})
    assert "Not answered from the Code" in response.text
    assert 'class="cite"' not in response.text


@pytest.mark.parametrize("question", ["", "  ", "x" * 4001])
def test_a_question_that_cannot_be_taken_comes_back_with_the_reason(web: TestClient, question: str) -> None:
    response = web.post("/ask", data={"question": question})
    assert response.status_code == 422
    assert "There is a problem" in response.text
    check(response.text)


def test_an_answer_that_could_not_be_kept_is_shown_all_the_same(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StateUnavailable("The database does not answer.")

    monkeypatch.setattr(Answers, "save", broken)
    response = web.post("/ask", data=QUESTION)
    assert response.status_code == 200
    assert not response.history
    tree = html.fromstring(response.text)
    assert len(tree.xpath("//article//li[@class='source']")) == 10
    assert not tree.xpath("//a[@data-share]")


def test_what_a_reader_types_is_never_markup(web: TestClient) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{7*7}} **bold** cake"
    response = web.post("/ask", data={"question": hostile})
    check(response.text)
    assert "<script>alert" not in response.text
    assert "<img" not in response.text
    assert "{{7*7}}" in response.text
    nonsense = web.post("/ask", data=QUESTION | {"conversation_id": "../../etc/passwd"})
    assert re.fullmatch(r"/conversation/[0-9a-f-]{36}", nonsense.url.path)


def test_a_stranger_cannot_ask_in_a_readers_name(web: TestClient) -> None:
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        refused = web.post("/ask", data=QUESTION, headers=headers)
        assert refused.status_code == 403
        check(refused.text)
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert web.post("/ask", data=QUESTION, headers=ours).status_code == 200
    assert web.post("/ask", json=QUESTION).status_code == 422


def test_markdown_in_answers_makes_emphasis_and_nothing_else() -> None:
    made = view.inline("**5.4.1** (*shall*): <b>x</b> [link](javascript:alert(1)) ![i](x) `code`")
    assert "<strong>5.4.1</strong> (<em>shall</em>)" in made
    assert "<code>code</code>" in made
    assert "<b>" not in made
    assert "<a" not in made
    assert "<img" not in made


def test_only_web_addresses_become_links(house: House) -> None:
    citation = {
        "marker": 1, "kind": "passage", "id": "mine/1", "uri": None, "label": "Mine", "modality": None, "quote": "b",
        "verbatim": True, "source_url": "javascript:alert(1)",
    }  # fmt: skip
    body = {
        "id": "1", "question": "q", "status": "answered", "answer": "yes [1]", "citations": [citation], "related": [],
        "conversation_id": "c", "created": "2026-01-01",
        "evidence": [{"id": "mine/1", "text": "a b c"}],
    }  # fmt: skip
    made = reply._reply(body, kept=True)
    (source,) = made.sources
    assert source.source_url is None
    assert source.path is None
    assert (source.before, source.quote, source.after) == ("a ", "b", " c")
    assert made.parts[0].said[0].markers == (1,)
