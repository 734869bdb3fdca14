"""Threads in Slack have names that can be guessed: no door but Slack's and the operator's leads to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import anyio
import pytest
from mcp.client.client import Client
from starlette.testclient import TestClient

from api import mcp
from api.app import create_app
from api.bodies import CONVERSATION
from api.guards.keys import KeyRing
from bot.slack.question import Question, Surface
from tests.api.conftest import BASE
from tests.api.test_contract import problem

THREADS = ("slack:T1:C1:1700000000.000100", "slack:T1:C1:U1", "slack:T1:D1")
UUID = "7b0f8a52-6c0e-4a0c-9a60-0d6f9a5a9c11"
OTHER = "monday"  # as somebody at the command line may have called a conversation
GONE = 404


@pytest.fixture
def stranger(house: Any) -> Iterator[TestClient]:
    """A client from elsewhere, to a house in which each conversation has a turn."""
    for name in (*THREADS, OTHER, UUID):
        house.adviser.ask("What must I do, privately?", name)
    with TestClient(create_app(house), base_url=BASE, raise_server_exceptions=False, client=("203.0.113.9", 1)) as made:
        yield made


@pytest.mark.parametrize("name", THREADS)
def test_a_stranger_can_neither_read_nor_delete_nor_extend_a_thread(
    stranger: TestClient, house: Any, name: str
) -> None:
    there = quote(name, safe="")
    problem(stranger.get(f"/v1/conversations/{name}"), 401, "key-refused")
    problem(stranger.get(f"/v1/conversations/{there}"), 401, "key-refused")
    problem(stranger.delete(f"/v1/conversations/{there}"), 401, "key-refused")
    problem(stranger.get(f"/conversation/{there}"), 401, "key-refused")
    asked = {"question": "What did I ask before?", "conversation_id": name}
    for path in ("/v1/ask", "/v1/ask/stream"):
        problem(stranger.post(path, json=asked), 422, "invalid-request")
    stranger.post("/ask", data=asked, headers={"origin": BASE}, follow_redirects=False)
    assert len(house.conversations.read(name)) == 1


def test_mcp_takes_no_such_name(house: Any) -> None:
    async def run() -> None:
        async with Client(mcp.server(house, lambda: None, "1")) as client:
            result = await client.call_tool("ask", {"question": "And then?", "conversation_id": THREADS[0]})
            assert result.is_error

    anyio.run(run)
    assert not house.adviser.asked


@pytest.mark.parametrize("name", [OTHER, UUID + "x", "00000000", UUID[:-1], "a" * 36])
def test_what_is_no_uuid_may_have_been_guessed(stranger: TestClient, name: str) -> None:
    problem(stranger.get(f"/v1/conversations/{name}"), 401, "key-refused")
    problem(stranger.delete(f"/v1/conversations/{name}"), 401, "key-refused")
    problem(stranger.get(f"/conversation/{name}"), 401, "key-refused")


def test_who_knows_a_uuid_reads_and_deletes_it(stranger: TestClient) -> None:
    assert len(stranger.get(f"/v1/conversations/{UUID}").json()["turns"]) == 1
    assert stranger.get(f"/conversation/{UUID}").status_code == 200
    assert stranger.delete(f"/v1/conversations/{UUID.upper()}").status_code == GONE  # another name, and none is kept
    assert stranger.delete(f"/v1/conversations/{UUID}").status_code == 204


def test_the_operator_reads_and_deletes_every_conversation(stranger: TestClient, house: Any) -> None:
    ring = KeyRing(house.settings.home)
    reader = {"x-api-key": ring.create("reader", ("read", "ask"))[1]}
    lister = {"x-api-key": ring.create("lister", ("conversations",))[1]}
    for name in (*THREADS, OTHER):
        there = f"/v1/conversations/{quote(name, safe='')}"
        problem(stranger.get(there, headers=reader), 403, "scope-missing")
        assert len(stranger.get(there, headers=lister).json()["turns"]) == 1
        assert stranger.delete(there, headers=lister).status_code == 204


@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize("thread", ["", "1700000000.000100"])
def test_every_name_of_slacks_is_reserved(surface: Surface, thread: str) -> None:
    made = Question(surface=surface, team="T1", channel="C1", user="U1", text="x", thread=thread, trigger="t1")
    assert ":" in made.conversation
    assert not re.fullmatch(CONVERSATION, made.conversation)


@pytest.mark.parametrize("name", ["anonymous", " MCP ", "", "Slack:T1/U1"])
def test_a_key_cannot_pass_for_somebody_else_in_the_audit_log(house: Any, name: str) -> None:
    from api.errors import ApiError

    with pytest.raises(ApiError, match="audit log"):
        KeyRing(house.settings.home).create(name)
