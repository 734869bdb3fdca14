"""A small page for SPARQL: examples, a form, the result as a table. The query runs behind the endpoint's own limits."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.errors import QueryRefused
from api.pages import address
from api.pages.view import page
from api.problems import kind_of
from api.routes.sparql import PREFIXES
from api.sparql import pool
from api.sparql.scan import scan
from ontology.iri import BASE

router = APIRouter(include_in_schema=False)
MOST_ROWS: Final = 500
EXAMPLES: Final = (
    (
        "What data custodians are obliged to do",
        "SELECT ?provision ?modality ?says WHERE {\n"
        "  ?provision sp:obliges <https://signpost.example/id/role/data-custodian> ;\n"
        "             sp:modality ?modality ; sp:says ?says .\n}",
    ),
    (
        "How many provisions each principle has",
        "SELECT ?principle (COUNT(?provision) AS ?provisions) WHERE {\n"
        "  ?provision a sp:Provision ; sp:inPrinciple ?principle .\n} GROUP BY ?principle ORDER BY ?principle",
    ),
    (
        "Threats, and how many provisions bear on each",
        "SELECT ?threat (COUNT(?provision) AS ?provisions) WHERE {\n"
        "  ?t a sp:Threat ; rdfs:label ?threat ; sp:relevantTo ?provision .\n"
        "} GROUP BY ?threat ORDER BY DESC(?provisions)",
    ),
    (
        "Everything that is said of provision 5.4.1",
        "DESCRIBE <https://signpost.example/id/provision/5.4.1>",
    ),
)


@router.get("/query")
def query(request: Request, query: Annotated[str, Query(max_length=20_000)] = "") -> Response:
    """The form; with a query, also its result."""
    text = query.replace("\r\n", "\n").strip()
    context: dict[str, Any] = {"heads": [], "rows": [], "verdict": None, "text": "", "total": 0, "problem": ""}
    status = 200
    if text:
        try:
            context |= _run(request, text)
        except QueryRefused as error:
            context["problem"], status = str(error), kind_of(error).status
    return page(
        request, "query.html", status, query=text or EXAMPLES[0][1], examples=EXAMPLES, prefixes=PREFIXES, **context
    )


def _run(request: Request, text: str) -> dict[str, Any]:
    workers = cast(pool.Pool, request.app.state.sparql)
    found = scan(text, workers.graphs)
    asked = pool.Query(text, names_dataset=found.names_dataset, base=BASE, prefixes=PREFIXES)
    media_type, body = workers.run(asked)
    if media_type != "application/sparql-results+json":
        return {"text": body.decode(errors="replace")[:100_000]}
    result = json.loads(body)
    if "boolean" in result:
        return {"verdict": result["boolean"]}
    heads = result["head"]["vars"]
    bindings = result["results"]["bindings"]
    rows = [[_cell(binding.get(head)) for head in heads] for binding in bindings[:MOST_ROWS]]
    return {"heads": heads, "rows": rows, "total": len(bindings)}


def _cell(term: dict[str, Any] | None) -> tuple[str, str | None]:
    """What a cell says, and the page of ours that it leads to."""
    if term is None:
        return "", None
    path = address.of_iri(term["value"]) if term["type"] == "uri" else None
    return (path.removeprefix("/page/") if path else term["value"]), path
