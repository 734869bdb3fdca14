"""Every page answers, is well-formed HTML, loads nothing from elsewhere, and brings its headers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import html5rdf
import pytest
from lxml import html
from starlette.testclient import TestClient

from api.pages import address, assets
from api.pages.browsing import WAYS
from ontology.catalogue import Catalogue

ROOMS = (
    "/", "/browse", "/picture", "/search", "/search?q=injection", "/query", "/checklist", "/checklist?role=developer",
    "/conformance", "/assessments", "/vocabulary", "/page/about/licence", "/page/party/organisation",
    *(f"/browse/{way}" for way in WAYS),
)  # fmt: skip
WHOLE_KINDS = {"provision", "principle", "phase", "role", "scenario", "framework", "theme", "edition"}


def check(text: str, path: str = "", strict: bool = True) -> None:
    """Strictly well-formed; one h1, headings in order, no id twice, every field labelled, nothing from elsewhere."""
    if strict:
        html5rdf.HTMLParser(strict=True).parse(text)
    tree = html.fromstring(text)
    assert tree.get("lang") == "en-GB"
    assert tree.xpath("string(//title)").strip()
    assert len(tree.xpath("//main")) == len(tree.xpath("//main//h1")) == 1, path
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1 or "There is a problem" in text, path
    assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)
    twice = [name for name, number in Counter(tree.xpath("//@id")).items() if number > 1]
    assert not twice, (path, twice)
    for field in tree.xpath("//input[not(@type='hidden')]|//textarea|//select"):
        named = tree.xpath("//label[@for=$id]", id=field.get("id")) or field.get("aria-label")
        assert named, (path, html.tostring(field))
    for loaded in tree.xpath("//script/@src|//link[@rel!='alternate']/@href|//img/@src"):
        assert loaded.startswith("/static/"), (path, loaded)
    assert not tree.xpath("//script[not(@src)]|//style|//@style"), path
    assert not [name for name in tree.xpath("//@*") if str(getattr(name, "attrname", "")).startswith("on")]


def paths_of(catalogue: Catalogue) -> list[str]:
    """Every node of the kinds that matter most; of the long lists, every twelfth."""
    found = []
    for at, node in enumerate(catalogue.by_iri.values()):
        if node.kind in WHOLE_KINDS or at % 16 == 0:
            found.append(address.of_node(node))
    return found


@pytest.mark.parametrize("path", ROOMS)
def test_every_room_is_there(web: TestClient, path: str) -> None:
    response = web.get(path)
    assert response.status_code == 200, response.text[:400]
    check(response.text, path)


def test_every_kind_of_node_has_a_page(web: TestClient, catalogue: Catalogue) -> None:
    kinds: Counter[str] = Counter()
    for path in paths_of(catalogue):
        response = web.get(path)
        assert response.status_code == 200, path
        kinds[kind := path.split("/")[2]] += 1
        check(response.text, path, strict=kinds[kind] <= 2)
    assert set(kinds) == {node.kind for node in catalogue.by_iri.values()}


def test_no_link_within_a_page_leads_nowhere(web: TestClient) -> None:
    for path in ("/page/provision/5.4.1", "/page/role/data-custodian", "/browse/frameworks", "/picture", "/"):
        tree = html.fromstring(web.get(path).text)
        links = {link for link in tree.xpath("//main//@href|//head//@href") if link.startswith("/")}
        for link in sorted(links)[::7]:
            assert web.get(link).status_code == 200, (path, link)
        for fragment in tree.xpath("//@href[starts-with(., '#')]"):
            assert tree.xpath("//*[@id=$id]", id=fragment[1:]), (path, fragment)


def test_pages_bring_a_strict_policy(web: TestClient) -> None:
    headers = web.get("/page/provision/5.4.1").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_an_identifier_leads_a_browser_to_its_page(web: TestClient) -> None:
    response = web.get("/id/target/owasp-llm-2025/LLM01-2025")
    assert response.url.path == "/page/target/owasp-llm-2025/LLM01-2025"
    assert "Prompt" in response.text
    assert web.get("/ns").url.path == "/vocabulary"
    assert web.get("/sparql").url.path == "/query"


def test_a_number_of_a_later_edition_finds_the_provision(web: TestClient, catalogue: Catalogue) -> None:
    assert "Provision 5.4.1" in web.get(f"/page/provision/{catalogue.provisions['5.4.1'].etsi}").text


def test_a_provisions_page_says_all_there_is(web: TestClient, catalogue: Catalogue) -> None:
    provision = catalogue.provisions["5.4.1"]
    text = html.fromstring(web.get("/page/provision/5.4.1").text).text_content()
    for wanted in (provision.says, provision.etsi, "shall", "Data Custodians", "Ours, illustrative", "Turtle"):
        assert wanted in text
    for threat in catalogue.threats_of["5.4.1"]:
        assert threat.label in text
    for example in catalogue.examples_of["5.4.1"]:
        assert example.action in text


def test_a_crosswalk_says_whose_reading_it_is_and_how_sure(web: TestClient, catalogue: Catalogue) -> None:
    own = next(m for m in catalogue.mappings.values() if m.own_reading)
    published = next(m for m in catalogue.mappings.values() if not m.own_reading)
    assert "Our own reading" in web.get(f"/page/mapping/{own.id}").text
    page = web.get(f"/page/mapping/{published.id}").text
    assert ">Published<" in page
    assert f"{published.sourced.confidence} confidence" in page


def test_a_role_page_keeps_the_three_lists_apart(web: TestClient, catalogue: Catalogue) -> None:
    tree = html.fromstring(web.get("/page/role/data-custodian").text)
    for relation in ("obliges", "organisation", "involves"):
        owed = [o.provision.id for o in catalogue.obligations(["data-custodian"], relations=[relation])]  # type: ignore[list-item]
        shown = tree.xpath("//section[@aria-labelledby=$r]//li[@class='provision']/@id", r=relation)
        assert shown == [f"{relation}-{number}" for number in owed]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/page/provision/5.4.9", 404, "nearest"),
        ("/page/role/king", 404, "There is no role"),
        ("/page/role/%3Cscript%3E", 404, "There is no role"),
        ("/browse/cakes", 404, "There is no such list"),
        ("/nowhere", 404, "nothing at this address"),
        ("/static/view.py", 404, "There is no such file"),
        ("/conversation/never-heard-of", 404, ""),
        ("/answer/never-heard-of", 404, ""),
        ("/v1/provisions/99.9", 404, "There is no provision"),
    ],
)
def test_errors_are_pages_too(web: TestClient, path: str, status: int, words: str) -> None:
    response = web.get(path)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert words in response.text
    check(response.text, path)
    plain = web.get(path, headers={"Accept": "application/json"})
    assert plain.headers["content-type"] == "application/problem+json"


def test_assets_are_kept_for_good_when_they_are_stamped(web: TestClient) -> None:
    tree = html.fromstring(web.get("/").text)
    (sheet,) = tree.xpath("//link[@rel='stylesheet']/@href")
    assert "immutable" in web.get(sheet).headers["cache-control"]
    assert "immutable" not in web.get(urlsplit(sheet).path).headers["cache-control"]
    for name, (body, media_type) in assets.files().items():
        response = web.get(f"/static/{name}")
        assert response.headers["content-type"].startswith(media_type)
        outside = [u for u in re.findall(rb"https?://[^\s\"')]+", body) if b"www.w3.org" not in u]
        assert not outside, (name, outside)
