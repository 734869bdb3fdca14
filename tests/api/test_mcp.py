"""MCP with a real client: in memory, over HTTP, and over standard input and output."""

from __future__ import annotations

import json
import sys
from typing import Any

import anyio
import httpx
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client
from mcp.shared.exceptions import MCPError
from starlette.testclient import TestClient

from api import mcp
from api.app import create_app
from api.cli.serving import PROGRAM, environment
from api.guards.keys import KeyRing
from api.wiring import House
from bot.state.audit import Audit
from tests.api.served import serving
from tests.api.test_contract import CITATION


async def exercise(client: Client) -> None:
    """What any client may do, and what it gets."""
    tools = await client.list_tools()
    assert tuple(tool.name for tool in tools.tools) == mcp.TOOLS
    answer = await client.call_tool("ask", {"question": "What must I do as a data custodian?"})
    body: Any = answer.structured_content
    assert body["status"] == "answered"
    assert set(body["citations"][0]) == CITATION
    duties = await client.call_tool("obligations", {"role": ["data-custodian"], "relation": ["obliges"]})
    assert [o["id"] for o in duties.structured_content["obligations"]] == ["2.5", "5.1", "5.2", "5.4", "5.4.1"]
    one = await client.call_tool("provision", {"id": "5.4.1"})
    assert one.structured_content["modality"] == "shall"
    found = await client.call_tool("search", {"query": "training", "k": 2})
    assert len(found.structured_content["results"]) == 2
    crosswalk = await client.call_tool("crosswalk", {"target": "LLM01:2025"})
    assert crosswalk.structured_content["crosswalks"]
    resource = await client.read_resource("https://signpost.example/id/provision/5.4.1")
    assert json.loads(resource.contents[0].text)["id"] == "5.4.1"  # type: ignore[union-attr]


def test_every_tool_works_in_memory(house: Any) -> None:
    async def run() -> None:
        async with Client(mcp.server(house, lambda: None, "1")) as client:
            await exercise(client)
            listed = [str(r.uri) for r in (await client.list_resources()).resources]
            assert len(listed) == 72
            with pytest.raises(MCPError):
                await client.read_resource("https://signpost.example/id/provision/99.9")

    anyio.run(run)


def test_errors_are_sentences_that_tell_nothing_of_the_inside(house: Any) -> None:
    async def run() -> None:
        async with Client(mcp.server(house, lambda: None, "1")) as client:
            for name, arguments, words in (
                ("ask", {"question": " "}, "empty"),
                ("ask", {"question": "please crash"}, "Something went wrong"),
                ("provision", {"id": "15.1"}, "There is no provision"),
                ("obligations", {"role": ["wizard"]}, "data-custodian"),
                ("delete_everything", {}, "nknown"),
            ):
                try:
                    result = await client.call_tool(name, arguments)
                    text = result.content[0].text  # type: ignore[union-attr]
                    assert result.is_error
                except MCPError as error:
                    text = str(error)
                assert words in text
                assert "secret" not in text

    anyio.run(run)


def test_signpost_mcp_itself_works_over_standard_input_and_output(real_house: House) -> None:
    _ = real_house.index  # built once for all
    started = StdioServerParameters(
        command=sys.executable, args=["-c", PROGRAM, "mcp"], env=environment(real_house.settings.home)
    )

    async def run() -> str:
        async with Client(stdio_client(started)) as client:
            await exercise(client)
            answer = await client.call_tool("ask", {"question": "What must I do as a developer?"})
            return str(answer.structured_content["conversation_id"])  # type: ignore[index]

    conversation = anyio.run(run)
    [turn] = real_house.conversations.read(conversation)  # type: ignore[attr-defined]
    [entry] = [e for e in Audit(real_house.state).read() if e.subject == turn.answer_id]
    assert entry.who == "mcp"


def test_a_client_over_http_does_it_all_and_is_named_in_the_audit_log(house: Any) -> None:
    token = KeyRing(house.settings.home).create("the audit desk")[1]

    async def run(url: str, headers: dict[str, str]) -> None:
        async with (
            create_mcp_http_client(headers=headers) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            await exercise(client)

    with serving(create_app(house)) as url:
        anyio.run(run, f"{url}/mcp", {"authorization": f"Bearer {token}"})
        anyio.run(run, f"{url}/mcp", {})
    assert [entry.who for entry in Audit(house.state).read()] == ["anonymous", "the audit desk"]


def test_over_http_a_key_without_the_scope_may_not_ask(house: Any) -> None:
    token = KeyRing(house.settings.home).create("reader", ("read",))[1]
    with serving(create_app(house)) as url:
        refused = httpx.post(f"{url}/mcp", headers={"x-api-key": token}, json={}, trust_env=False)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")


def rpc(client: TestClient, host: str = "localhost", **headers: str) -> Any:
    body = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }  # fmt: skip
    accept = {"accept": "application/json, text/event-stream", "host": host}
    return client.post("/mcp", json=body, headers=accept | headers)


def test_it_answers_over_http_and_keeps_other_hosts_and_origins_out(client: TestClient) -> None:
    response = rpc(client)
    assert response.status_code == 200, response.text
    assert response.json()["result"]["serverInfo"]["name"] == "signpost"
    assert rpc(client, "signpost.test").status_code == 200
    assert rpc(client, "evil.example").status_code == 421
    assert rpc(client, origin="http://evil.example").status_code == 403
