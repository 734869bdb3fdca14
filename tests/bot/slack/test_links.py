from __future__ import annotations

import pytest

from bot.slack.links import unfurl
from bot.slack.mock import MockSlack
from bot.slack.payloads import event, link_shared
from bot.slack.refusals import refused
from ontology.catalogue import Catalogue
from tests.bot.slack.conftest import BASE, Running


def test_a_link_to_a_provision_unfolds_what_it_says(running: Running, slack: MockSlack, catalogue: Catalogue) -> None:
    url = f"{BASE}/id/provision/5.4.1"
    running.post(link_shared([url, "https://elsewhere.example/id/provision/5.4.1"], "1.0"))
    slack.wait(lambda: slack.unfurled)
    assert list(slack.unfurled) == [url]
    assert catalogue.provisions["5.4.1"].label in str(slack.unfurled)


def test_a_shared_channel_gets_none(running: Running, slack: MockSlack) -> None:
    payload = event(link_shared([f"{BASE}/id/provision/5.4.1"], "1.0")["event"], shared=True)
    running.post(payload)
    assert slack.of("chat.unfurl") == []


@pytest.mark.parametrize("path", ["/id/provision/5.4.1", "/provisions/5.4.1", "/id/principle/5", "/id/role/developer/"])
def test_pages_that_are_ours_unfold_within_the_limits(catalogue: Catalogue, path: str) -> None:
    made = unfurl(BASE + path, catalogue, BASE)
    assert made is not None
    assert refused(made["blocks"], 50) == ""
    assert made["fallback"]


@pytest.mark.parametrize(
    "url",
    [
        f"{BASE}/id/provision/99.9",
        f"{BASE}/about",
        "https://signpost.test.evil.example/id/provision/5.4.1",
        "https://evil.example/?u=https://signpost.test/id/provision/5.4.1",
        "ftp://signpost.test/id/provision/5.4.1",
        f"{BASE}/id/provision/%3C!channel%3E",
        "not a link",
    ],
)
def test_other_links_are_left_alone(catalogue: Catalogue, url: str) -> None:
    assert unfurl(url, catalogue, BASE) is None
    assert unfurl(url, catalogue, None) is None
