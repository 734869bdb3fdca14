"""If-None-Match to the letter of RFC 9110, by property."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.guards.freshness import current
from tests.api.test_contract import problem

OPAQUE = st.text(st.sampled_from("abc0,!#/~*W\xe9 "), max_size=8).map(lambda text: text.replace(" ", ""))
TAGS = st.builds(lambda weak, text: f'{"W/" if weak else ""}"{text}"', st.booleans(), OPAQUE)
GAPS = st.sampled_from([",", ", ", " ,\t", ",,", ", ,"])


@given(st.lists(TAGS, max_size=5), OPAQUE, st.data())
def test_a_list_names_its_tags_and_no_other_weak_or_strong(tags: list[str], mine: str, data: st.DataObject) -> None:
    """Weak comparison (section 8.8.3.2), however the list is spaced or split into header lines."""
    said = ""
    for tag in tags:
        said += (data.draw(GAPS) if said else "") + tag
    expected = f'"{mine}"' in [tag.removeprefix("W/") for tag in tags]
    assert current(f'"{mine}"', [said]) is expected
    assert current(f'"{mine}"', tags) is expected


@given(st.lists(st.sampled_from(['"tag"', '"', "W/", ",", " ", "*", "tag", "\xe9", "\x00"]), max_size=12).map("".join))
def test_nothing_but_the_tag_itself_names_it(said: str) -> None:
    assert not current('"tag"', [said]) or '"tag"' in said


@pytest.fixture
def ready(client: TestClient) -> TestClient:
    client.app.state.readiness.require()  # type: ignore[attr-defined]
    return client


@pytest.mark.parametrize("given", ["{tag}", "W/{tag}", '"other", W/{tag}', '"a,b",{tag}', "*", " * "])
def test_what_is_current_is_not_sent_again(ready: TestClient, given: str) -> None:
    tag = ready.get("/v1/roles").headers["etag"]
    again = ready.get("/v1/roles", headers={"if-none-match": given.format(tag=tag)})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("given", ['"other"', "W/", '"*"', '"{bare}x"', "{bare}", "", '*, "x"'])
def test_other_tags_get_the_answer(ready: TestClient, given: str) -> None:
    bare = ready.get("/v1/roles").headers["etag"].strip('"')
    whole: Any = ready.get("/v1/roles", headers={"if-none-match": given.format(bare=bare)})
    assert (whole.status_code, bool(whole.json()["roles"])) == (200, True)


def test_a_star_does_not_hide_that_there_is_nothing(ready: TestClient) -> None:
    problem(ready.get("/v1/provisions/99.9", headers={"if-none-match": "*"}), 404, "unknown-node")
    problem(ready.get("/v1/obligations?role=wizard", headers={"if-none-match": "*"}), 422, "unknown-value")
