"""Our own style sheet, scripts and icon: the only files that a page loads."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from ontology.errors import UnknownNode

router = APIRouter(include_in_schema=False)
MEDIA_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_GOOD: Final = "public, max-age=31536000, immutable"


@cache
def files() -> dict[str, tuple[bytes, str]]:
    """Content and media type by name; nothing outside the folder can be asked for."""
    return {
        file.name: (file.read_bytes(), MEDIA_TYPES[suffix])
        for file in (resources.files("api.pages") / "static").iterdir()
        if (suffix := "." + file.name.rpartition(".")[2]) in MEDIA_TYPES
    }


@router.get("/static/{name}")
def asset(request: Request, name: str) -> Response:
    found = files().get(name)
    if found is None:
        raise UnknownNode("There is no such file.")
    body, media_type = found
    kept = FOR_GOOD if "v" in request.query_params else "no-cache"
    return Response(body, media_type=media_type, headers={"Cache-Control": kept})


@router.get("/favicon.ico")
def icon(request: Request) -> Response:
    return asset(request, "icon.svg")
