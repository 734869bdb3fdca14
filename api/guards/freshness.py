"""ETags for what only changes with the data: strong, made from the data's fingerprint and the request.

A client that has the current version gets a 304 before any work is done.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STEADY: Final = re.compile(
    r"/v1/(search|obligations|provisions|principles|roles|phases|threats|terms|examples|scenarios|crosswalks|documents"
    r"|editions|frameworks|themes|facts|models)(/|$)|/(data|graph)/|/(ns|ontology|dataset)([./]|$)|/\.well-known/void$"
    r"|/(browse|page)(/|$)|/(picture|vocabulary)$"
)

_OPAQUE: Final = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')
ANY: Final = "*"


def current(tag: str, given: Iterable[str]) -> bool:
    """Whether If-None-Match names `tag`; a weak tag matches a strong one (RFC 9110, sections 8.8.3.2 and 13.1.2)."""
    return tag in _OPAQUE.findall(", ".join(given))


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
        given = Headers(scope=scope).getlist("if-none-match")
        unchanged = Response(status_code=304, headers=headers)
        if current(tag, given):
            await unchanged(scope, receive, send)
            return
        any_will_do, sent = [each.strip() for each in given] == [ANY], False

        async def tagged(message: Message) -> None:
            nonlocal sent
            if sent:
                return
            if message["type"] == "http.response.start" and message["status"] == 200:
                if any_will_do:  # only now is it known that there is anything at all
                    sent = True
                    await unchanged(scope, receive, send)
                    return
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
