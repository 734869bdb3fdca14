"""curl, as people try the API first, against a server on loopback."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from api.app import create_app
from tests.api.served import serving

CURL = shutil.which("curl")
pytestmark = pytest.mark.skipif(CURL is None, reason="curl is not installed")


@pytest.fixture
def address(house: Any) -> Iterator[str]:
    with serving(create_app(house)) as url:
        yield url


def curl(*arguments: str) -> str:
    command = [str(CURL), "--silent", "--show-error", "--noproxy", "*", "--max-time", "30", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_question_is_asked(address: str) -> None:
    body = json.dumps({"question": "What must I do as a data custodian?"})
    answer = json.loads(curl("--json", body, f"{address}/v1/ask"))
    assert answer["status"] == "answered"
    assert {c["id"] for c in answer["citations"]} >= {"2.5", "5.4.1"}


def test_turtle_is_negotiated_through_the_redirect(address: str) -> None:
    turtle = curl("--location", "--header", "Accept: text/turtle", f"{address}/id/provision/5.4.1")
    assert "5.4.1" in turtle
    assert "@prefix" in turtle


def test_an_error_is_a_problem_document(address: str) -> None:
    found = curl("--write-out", "\n%{http_code} %{content_type}", f"{address}/v1/provisions/15.1")
    body, _, status = found.rpartition("\n")
    assert status.startswith("404 application/problem+json")
    assert json.loads(body)["nearest"]


def test_what_is_current_is_not_sent_again(address: str) -> None:
    url = f"{address}/v1/provisions/5.4.1"
    headers = curl("--head", "--compressed", url)
    tag = next(line.split(":", 1)[1].strip() for line in headers.splitlines() if line.lower().startswith("etag"))
    again = curl("--compressed", "--header", f"If-None-Match: {tag}", "--write-out", "%{http_code}", url)
    assert again == "304"
