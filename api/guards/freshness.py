"""ETags for what only changes with the data: strong, made from the data's fingerprint and the request.

A client that has the current version gets a 304 before any work is done.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STEADY: Final = re.compile(
    r"/v1/(search|obligations|provisions|principles|roles|phases|threats|terms|examples|scenarios|crosswalks|documents"
    r"|editions|frameworks|themes|facts|models)(/|$)|/(data|graph)/|/(ns|ontology|dataset)([./]|$)|/\.well-known/void$"
    r"|/(browse|page)(/|$)|/(picture|vocabulary)$"
)


class Freshness:
    """Tags the answers to GET at steady addresses. `fingerprint` says what they depend on (None: not known yet)."""

    def __init__(self, app: ASGIApp, fingerprint: Callable[[], str | None]) -> None:
        self._app = app
        self._fingerprint = fingerprint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fingerprint = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and STEADY.match(scope["path"]):
            fingerprint = self._fingerprint()
        if fingerprint is None:
            await self._app(scope, receive, send)
            return
        tag = self._tag(scope, fingerprint)
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"}
        if tag in (part.strip() for part in Headers(scope=scope).get("if-none-match", "").split(",")):
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                made = MutableHeaders(scope=message)
                for name, value in headers.items():
                    made[name] = value
            await send(message)

        await self._app(scope, receive, tagged)

    @staticmethod
    def _tag(scope: Scope, fingerprint: str) -> str:
        headers = Headers(scope=scope)
        packed = "gzip" in headers.get("accept-encoding", "")
        parts = (fingerprint, scope["path"], scope["query_string"], headers.get("accept", ""), packed)
        return '"' + hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest() + '"'
