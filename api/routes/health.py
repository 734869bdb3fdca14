"""Is it up, and can it answer?"""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api import problems
from api.bodies import problems as problem_responses
from api.errors import NotReady
from api.readiness import Readiness
from indexer.errors import EngineUnavailable

router = APIRouter(tags=["operation"])


@router.get("/healthz", summary="Is the process up?")
async def healthz() -> dict[str, str]:
    return {"status": "up"}


@router.get("/readyz", summary="Can questions be answered?", responses=problem_responses(503))
async def readyz(request: Request) -> Response:
    readiness = cast(Readiness, request.app.state.readiness)
    error: Exception | None = readiness.error
    if readiness.ready:
        try:
            await run_in_threadpool(readiness.check)
        except EngineUnavailable as down:
            error = down
        else:
            return JSONResponse({"status": "ready"} | ({"note": readiness.note} if readiness.note else {}))
    error = error or NotReady("The index is still being opened or built. Please try again in a few seconds.")
    body = problems.document(problems.kind_of(error), str(error), request.url.path) | {"status": 503}
    return JSONResponse(body, 503, {"Retry-After": "2"}, problems.MEDIA_TYPE)
