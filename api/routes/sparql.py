"""``/sparql``: SPARQL 1.1 Protocol, query only."""

from __future__ import annotations

from typing import Any, Final, cast

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.bodies import problems
from api.errors import NotAcceptable
from api.negotiation import best
from api.sparql import protocol, worker
from api.sparql.description import describe
from api.sparql.pool import Pool, Query
from api.sparql.scan import check_graphs, scan
from ontology.iri import BASE, INSTANCES, VOCABULARY

router = APIRouter(tags=["linked data"], default_response_class=Response)
TABLES: Final = tuple(worker.TABLES)
GRAPHS: Final = tuple(worker.GRAPHS)
PREFIXES: Final = {
    "sp": VOCABULARY,
    "id": INSTANCES,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
}
EXAMPLE: Final = "SELECT ?id ?says WHERE { ?p a sp:Provision ; dcterms:identifier ?id ; sp:says ?says } LIMIT 5"
RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {media_type: {} for media_type in (*TABLES, *GRAPHS, "text/html")}},
    **problems(400, 406, 413, 415, 503),
}


async def _answer(request: Request) -> Response:
    accept = request.headers.get("accept")
    asked = protocol.read(
        request.method,
        cast(bytes, request.scope["query_string"]),
        request.headers.get("content-type", ""),
        await request.body() if request.method == "POST" else b"",
    )
    if asked is None:
        return await run_in_threadpool(_describe, request, accept)
    pool = cast(Pool, request.app.state.sparql)
    found = scan(asked.query, pool.graphs)
    check_graphs([*asked.default_graphs, *asked.named_graphs], pool.graphs)
    table, graph = best(accept, TABLES), best(accept, GRAPHS)
    if table is None and graph is None:
        if accept and best(accept, ("text/html", "application/json", "application/xml", "text/plain")) is None:
            raise NotAcceptable(f"Results are offered as {', '.join((*TABLES, *GRAPHS))}.")
        table, graph = _plain(accept)
    query = Query(
        asked.query, table, graph, asked.default_graphs, asked.named_graphs, found.names_dataset, BASE, PREFIXES
    )
    media_type, body = await run_in_threadpool(pool.run, query)
    return Response(body, media_type=media_type, headers={"Cache-Control": "no-cache"})


def _plain(accept: str | None) -> tuple[str, str]:
    """Formats for a client that only knows everyday names: JSON, XML, text, or a browser."""
    everyday = best(accept, ("application/json", "application/xml", "text/plain", "text/html"))
    return {
        "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
        "text/plain": ("text/csv", "text/turtle"),
    }.get(everyday or "", ("application/sparql-results+json", "application/ld+json"))


def _describe(request: Request, accept: str | None) -> Response:
    page: str | None = getattr(request.app.state, "sparql_page", None)
    if page and best(accept, ("text/turtle", "text/html")) == "text/html":
        return RedirectResponse(page, 303)
    media_type = best(accept, GRAPHS) or "text/turtle"
    pool = cast(Pool, request.app.state.sparql)
    base_url = request.app.state.house.settings.base_url
    return Response(describe(sorted(pool.graphs), base_url, media_type), media_type=media_type)


@router.get(
    "/sparql",
    responses=RESPONSES,
    summary="SPARQL query, or the service's description",
    openapi_extra={
        "parameters": [
            {"name": "query", "in": "query", "schema": {"type": "string"}, "example": EXAMPLE},
            *(
                {"name": name, "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
                for name in ("default-graph-uri", "named-graph-uri")
            ),
        ]
    },
)
async def sparql_get(request: Request) -> Response:
    """`query` (and `default-graph-uri`, `named-graph-uri`) as parameters. Without a query: the service description.

    Usual prefixes (`sp:`, `id:`, `skos:`, `dcterms:`, ...) are known already. Updates and `SERVICE` are refused.
    """
    return await _answer(request)


@router.post(
    "/sparql",
    responses=RESPONSES,
    summary="SPARQL query",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                protocol.DIRECT: {"schema": {"type": "string"}, "example": EXAMPLE},
                protocol.FORM: {
                    "schema": {
                        "type": "object",
                        "properties": {"query": {"type": "string", "example": EXAMPLE}},
                        "required": ["query"],
                    }
                },
            },
        }
    },
)
async def sparql_post(request: Request) -> Response:
    """The query as the body, or as the field `query` of a form."""
    return await _answer(request)
