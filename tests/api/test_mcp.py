"""MCP with a real client: in memory, over HTTP, and over standard input and output."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from starlette.testclient import TestClient

from api import mcp
from tests.api.test_contract import CITATION

CODE = """
import sys
from tests.api.conftest import ScriptedHouse
from api.settings import Settings
from api.mcp import server
from ontology.catalogue import Catalogue
house = ScriptedHouse(Settings(home=sys.argv[1]), Catalogue.load())
server(house, lambda: None, "1").run("stdio")
"""


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


def test_it_works_over_standard_input_and_output(tmp_path: Any) -> None:
    async def run() -> None:
        environment = {"PYTHONPATH": os.pathsep.join(p or os.getcwd() for p in sys.path), "PATH": os.environ["PATH"]}
        parameters = StdioServerParameters(command=sys.executable, args=["-c", CODE, str(tmp_path)], env=environment)
        async with Client(stdio_client(parameters)) as client:
            await exercise(client)

    anyio.run(run)


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
