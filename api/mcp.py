"""Signpost for language models' tools: the Model Context Protocol, over standard input or HTTP.

The tools are a frozen list, all of them read-only. Resources are the provisions, under their canonical IRIs.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final, ParamSpec, TypeVar
from urllib.parse import urlsplit

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.mcpserver.resources import FunctionResource
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from pydantic import Field

from api import filters, keeping, shown
from api.bodies import CONVERSATION
from api.problems import INTERNAL, kind_of
from api.routes import crosswalks
from api.routes import search as searching
from ontology.iri import INSTANCES

if TYPE_CHECKING:
    from api.guards.entrance import Caller
    from api.wiring import House

P = ParamSpec("P")
R = TypeVar("R")
TOOLS: Final = ("ask", "obligations", "provision", "search", "crosswalk")
INSTRUCTIONS: Final = (
    "Advice on the UK Code of Practice for the Cyber Security of AI, with citations. Use obligations for complete "
    "lists of duties by role; they are exact. Never turn should into shall or the other way round. The Code is "
    "voluntary, and this is not legal advice."
)
READ_ONLY: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)
Values = Annotated[list[str] | None, Field(max_length=50)]


def server(house: House, ready: Callable[[], None], version: str) -> MCPServer[Any]:
    """An MCP server over `house`; `ready` returns once questions can be answered (or raises)."""
    made: MCPServer[Any] = MCPServer("signpost", instructions=INSTRUCTIONS, version=version, log_level="WARNING")
    for name, tool in zip(TOOLS, _tools(house, ready), strict=True):
        made.add_tool(tool, name, annotations=READ_ONLY, structured_output=True)

    @made.resource(INSTANCES + "provision/{id}", name="provision", mime_type="application/json")
    def provision(id: str) -> str:
        """A provision and all that is linked to it."""
        try:
            return _provision(house, id)
        except Exception as error:
            raise ResourceNotFoundError(_sentence(error)) from error

    for item in house.catalogue.provisions.values():
        made.add_resource(
            FunctionResource(
                uri=item.iri,
                name=f"Provision {item.id}",
                description=item.says,
                mime_type="application/json",
                fn=functools.partial(_provision, house, item.id),
            )
        )
    return made


def _tools(house: House, ready: Callable[[], None]) -> tuple[Callable[..., dict[str, Any]], ...]:
    base = house.settings.base_url

    @_guarded
    def ask(
        question: Annotated[str, Field(description="A question about the Code, at most 4,000 characters.")],
        context: Context[Any, Any],
        conversation_id: Annotated[str | None, Field(pattern=CONVERSATION, description="To follow up.")] = None,
    ) -> dict[str, Any]:
        """Ask the adviser. The answer is checked against its citations; what the Code doesn't settle is refused."""
        ready()
        answer = house.adviser.ask(question, conversation_id)
        keeping.record(house, answer, _caller(context))
        return answer.to_json()

    @_guarded
    def obligations(
        role: Values = None,
        modality: Values = None,
        phase: Values = None,
        principle: Values = None,
        relation: Values = None,
    ) -> dict[str, Any]:
        """The exact list of provisions that concern a role (developer, system-operator, data-custodian, end-user,
        affected-entity), by modality (shall, should, may), phase, principle number and relation (obliges,
        organisation, involves; the first two by default)."""
        found = filters.obligations(house.catalogue, role, modality, phase, principle, relation)
        return {"obligations": [shown.obligation(one, base) for one in found]}

    @_guarded
    def provision(
        id: Annotated[str, Field(max_length=40, description="Such as 5.4.1, or ETSI's 5.2.1-4.1.")],
    ) -> dict[str, Any]:
        """One provision: restatement, modality, roles, numbers, examples, threats and crosswalks."""
        return shown.provision(house.catalogue.provision(id), house.catalogue, base)

    @_guarded
    def search(
        query: Annotated[str, Field(description="Words or a question.")],
        k: Annotated[int, Field(ge=1, le=50)] = 10,
        corpus: str | None = None,
    ) -> dict[str, Any]:
        """The nearest passages, best first; for finding, not for complete lists."""
        ready()
        return searching.found(house, query, k, corpus)

    @_guarded
    def crosswalk(
        provision: Annotated[str | None, Field(description="Such as 5.4.1.")] = None,
        target: Annotated[str | None, Field(description="An element elsewhere, such as LLM01:2025.")] = None,
        framework: str | None = None,
    ) -> dict[str, Any]:
        """What corresponds to what in other frameworks, with relation, basis and confidence."""
        found = crosswalks.select(house.catalogue, provision, None, target, framework)
        return {"crosswalks": [shown.mapping(one, house.catalogue, base) for one in found]}

    return (ask, obligations, provision, search, crosswalk)


def _caller(context: Context[Any, Any]) -> str:
    """Who asks, for the audit log: as at the entrance over HTTP; over standard input whoever started us, ``mcp``."""
    request = context.request_context.request
    caller: Caller | None = getattr(getattr(request, "state", None), "caller", None)
    return caller.name if caller else "mcp"


def _provision(house: House, identifier: str) -> str:
    found = shown.provision(house.catalogue.provision(identifier), house.catalogue, house.settings.base_url)
    return json.dumps(found, ensure_ascii=False)


def _guarded(run: Callable[P, R]) -> Callable[P, R]:
    """`run`, with the house's errors as sentences for the model; others say nothing of the inside."""

    @functools.wraps(run)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return run(*args, **kwargs)
        except Exception as error:
            raise ToolError(_sentence(error)) from error

    return guarded


def _sentence(error: Exception) -> str:
    return "Something went wrong inside Signpost." if kind_of(error) is INTERNAL else str(error)


def transport_security(base_url: str | None) -> TransportSecuritySettings:
    """Which Host and Origin headers are taken over HTTP: this machine's, and those of the served address.

    A page elsewhere that makes its name point at this machine (DNS rebinding) is thereby kept out.
    """
    hosts = ["127.0.0.1", "localhost", "[::1]"]
    served = urlsplit(base_url or "")
    if served.hostname:
        hosts.append(f"[{served.hostname}]" if ":" in served.hostname else served.hostname)
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[name for host in hosts for name in (host, f"{host}:*")],
        allowed_origins=[
            name
            for host in hosts
            for scheme in ("http", "https")
            for name in (f"{scheme}://{host}", f"{scheme}://{host}:*")
        ],
    )
