"""What a reader does, in a real browser: with scripts, without, by keyboard, in the dark, on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest

QUESTION = "What must I do as a data custodian?"
SERIOUS = ("serious", "critical")
expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=60_000)  # a page may still be on its way, so nothing is looked at only once
Open = Callable[..., Any]


@pytest.fixture
def tab(browser: Any, address: str) -> Iterator[Open]:
    """Opens a tab at a path. Ends by making sure that no page asked for anything elsewhere or broke its policy."""
    contexts: list[Any] = []
    elsewhere: list[str] = []
    complaints: list[str] = []

    def opened(path: str = "/", **options: Any) -> Any:
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda r: None if r.url.startswith((address, "data:")) else elsewhere.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not elsewhere
    assert not complaints


def ask(page: Any, question: str = QUESTION) -> None:
    page.get_by_label(re.compile("Your question|Ask something else")).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def test_ask_follow_up_and_open_a_citation(tab: Open) -> None:
    page = tab()
    ask(page)
    page.locator("article .sources").wait_for()
    assert page.url.split("/")[-2] == "conversation"
    ask(page, "And as a developer?")
    page.locator("article .sources").nth(1).wait_for()
    expect(page.locator("article")).to_have_count(2)
    marker = page.locator("article").last.get_by_role("link", name="Source 3")
    marker.click()
    panel = page.get_by_role("complementary", name="Source 3")
    marked = panel.locator("mark").inner_text()
    assert marked
    assert marked in panel.locator("blockquote").inner_text()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(marker).to_be_focused()
    page.reload()
    expect(page.locator("article")).to_have_count(2)


def test_a_suggestion_is_asked_and_what_goes_wrong_is_said(tab: Open) -> None:
    page = tab()
    page.get_by_role("button", name=QUESTION).click()
    page.locator("article .sources").wait_for()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    ask(page, "??")
    page.get_by_role("alert").wait_for()
    expect(page.locator("article")).to_have_count(1)


def test_an_answer_is_copied_and_its_link_is_shared(tab: Open) -> None:
    page = tab(permissions=["clipboard-read", "clipboard-write"])
    ask(page)
    page.locator("article .sources").wait_for()
    article = page.locator("article")
    article.get_by_role("button", name="Copy").click()
    article.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("**Data custodians**")
    assert all(f"[{marker}]" in copied for marker in range(1, page.locator("li.source").count() + 1))
    article.get_by_role("link", name="Link to this answer").click()
    article.get_by_text("The link is copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/answer/[0-9a-f-]{36}", link)
    page.goto(link)
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("article h2")).to_contain_text(QUESTION)


def test_where_copying_is_not_allowed_that_is_said(tab: Open) -> None:
    page = tab()
    ask(page)
    page.locator("article .sources").wait_for()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator("article").get_by_role("button", name="Copy").click()
    page.locator("article").get_by_text("Copying is not allowed here.").wait_for()


def test_everything_without_scripts(tab: Open) -> None:
    page = tab(java_script_enabled=False)
    ask(page)
    marker = page.get_by_role("link", name="Source 3")
    marker.click()
    expect(page.locator("li.source:target mark")).to_be_visible()
    ask(page, "And as a developer?")
    expect(page.locator("article")).to_have_count(2)
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("searchbox").fill("model extraction")
    page.get_by_role("button", name="Search").click()
    page.locator(".results li").nth(3).wait_for()
    page.get_by_role("link", name="Checklist").click()
    page.get_by_label("Data Custodians").check()
    page.get_by_role("button", name="Make the checklist").click()
    page.locator("li.provision").nth(3).wait_for()


def test_browse_from_principle_to_threat(tab: Open) -> None:
    page = tab("/browse")
    page.get_by_role("link", name="Principles", exact=True).click()
    page.locator("summary", has_text="Secure your infrastructure").click()
    page.locator("details[open]").get_by_role("link", name=re.compile(r"^6\.1 ")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\s*Provision 6\.1"))
    page.locator("svg.graph a.kind-threat").first.click()
    page.wait_for_url("**/page/threat/*")


def test_search_as_one_types(tab: Open) -> None:
    page = tab("/search")
    page.get_by_role("searchbox").press_sequentially("model poisoning")
    page.locator(".results li").first.wait_for()
    assert page.locator(".results a").first.get_attribute("href").startswith("/page/")
    page.get_by_role("searchbox").fill("zzzzqqq")
    page.get_by_text("0 results").wait_for()


def test_with_the_keyboard_alone(tab: Open) -> None:
    page = tab()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "question"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator("article .sources").wait_for()
    page.wait_for_function("document.activeElement.className === 'question'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "cite"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.tagName === 'ASIDE'")
    outline = page.evaluate("getComputedStyle(document.querySelector('a.cite')).outlineStyle")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.className === 'cite'")
    focused = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert (outline, focused) == ("none", "solid")


def test_dark_follows_the_readers_wish_and_motion_stays_still(tab: Open) -> None:
    def paper(scheme: str) -> Any:
        return tab(color_scheme=scheme, reduced_motion="reduce").evaluate(
            "(style => [style(document.body).backgroundColor, style(document.documentElement).scrollBehavior])"
            "(getComputedStyle)"
        )

    light, dark = paper("light"), paper("dark")
    assert light[0] != dark[0]
    assert (light[1], dark[1]) == ("auto", "auto")


@pytest.mark.parametrize("path", ["/", "/page/provision/5.4.1", "/picture", "/page/role/developer", "/assessments"])
def test_a_phone_needs_no_sideways_scrolling(tab: Open, path: str) -> None:
    page = tab(path, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(tab: Open, scheme: str) -> None:
    pytest.importorskip("axe_playwright_python")
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page = tab(color_scheme=scheme)
    ask(page)
    page.locator("article .sources").wait_for()
    page.get_by_role("link", name="Source 1", exact=True).first.click()
    found = serious(page, axe)
    visited = (
        "/", "/page/provision/5.4.1", "/page/role/data-custodian", "/picture", "/checklist?role=end-user", "/query",
        "/assessments", "/search?q=injection", "/nowhere",
    )  # fmt: skip
    for path in visited if scheme == "light" else visited[:4]:
        page.goto(path)
        found += serious(page, axe)
    assert not found, json.dumps(found, indent=1)


def serious(page: Any, axe: str) -> list[dict[str, Any]]:
    """axe's serious and critical findings on the page as it stands, WCAG 2.2 AA and good practice."""
    page.evaluate(axe)
    passed, violations = page.evaluate("axe.run(document).then(found => [found.passes.length, found.violations])")
    assert passed > 10, "axe looked at nothing"
    return [
        {"page": page.url, "rule": v["id"], "nodes": [n["html"][:200] for n in v["nodes"]][:5]}
        for v in violations
        if v["impact"] in SERIOUS
    ]
