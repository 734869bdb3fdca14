from __future__ import annotations

from lxml import html
from starlette.testclient import TestClient

from api.pages.querying import EXAMPLES
from tests.api.pages.test_site import check


def test_every_example_has_a_result(web: TestClient) -> None:
    for _, example in EXAMPLES:
        response = web.get("/query", params={"query": example})
        assert response.status_code == 200, response.text
        check(response.text)
        tree = html.fromstring(response.text)
        assert tree.xpath("//section[@aria-labelledby='result']//tbody/tr|//section[@aria-labelledby='result']/pre")


def test_a_node_in_a_result_is_a_link_to_its_page(web: TestClient) -> None:
    response = web.get("/query", params={"query": EXAMPLES[0][1]})
    assert '<a href="/page/provision/5.4.1">provision/5.4.1</a>' in response.text


def test_a_bad_query_is_said_on_the_page_and_kept(web: TestClient) -> None:
    for query in ("SELECT nonsense {", "DROP ALL", "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"):
        response = web.get("/query", params={"query": query})
        assert response.status_code == 400
        assert "There is a problem" in response.text
        assert html.fromstring(response.text).xpath("string(//textarea)").strip() == query
        check(response.text)


def test_search_without_scripts(web: TestClient) -> None:
    assert web.get("/search", params={"q": "5.4.1"}).url.path == "/page/provision/5.4.1"
    found = web.get("/search", params={"q": "prompt injection"})
    assert "/page/threat/" in found.text
    check(found.text)
    assert "There is a problem" in web.get("/search", params={"q": "??"}).text
