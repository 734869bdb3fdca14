"""Figures for Prometheus; for this machine and for keys with the scope ``metrics``."""

from __future__ import annotations

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

router = APIRouter(tags=["operation"], default_response_class=Response)


@router.get("/metrics", summary="Figures for Prometheus", responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request) -> Response:
    """Of all worker processes of this server together."""
    return Response(request.app.state.figures.text(), media_type=CONTENT_TYPE_LATEST)
