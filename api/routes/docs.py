"""The routes listed for people, without scripts; and what each problem code means."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api import problems

router = APIRouter(tags=["operation"])


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """A plain list of all routes, from the OpenAPI document."""
    schema = request.app.openapi()
    title = escape(schema["info"]["title"])
    rows = "".join(
        f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2><p><b>{escape(said.get('summary', ''))}</b></p>"
        f"<p>{escape(said.get('description', ''))}</p>{_parameters(said)}"
        for path, methods in schema["paths"].items()
        for method, said in methods.items()
    )
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} API</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>'
        f"<h1>{title} API</h1><p>{escape(schema['info']['description'])}</p>"
        f'<p>For programs: <a href="openapi.json">openapi.json</a></p>{rows}</main></body></html>'
    )


def _parameters(said: dict[str, Any]) -> str:
    items = "".join(
        f"<li><code>{escape(p['name'])}</code> ({escape(p['in'])}{', required' if p.get('required') else ''}) "
        f"{escape(p.get('description', ''))}</li>"
        for p in said.get("parameters", ())
    )
    return f"<ul>{items}</ul>" if items else ""


@router.get("/problems", summary="Every problem code")
def codes() -> dict[str, list[dict[str, Any]]]:
    """What the `code` of a problem document can be."""
    kinds = {kind.code: kind for kind in (*problems.KINDS.values(), *problems.BY_STATUS.values(), *problems.OTHERS)}
    return {"problems": [{"code": k.code, "status": k.status, "title": k.title} for k in kinds.values()]}
