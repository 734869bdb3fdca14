"""HEAD wherever GET works: the same headers, and no body (RFC 9110, section 9.3.2)."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Asks the routes as if by GET and keeps the body back; names HEAD beside GET in ``Allow``.

    A stream has no end that could be waited for: once its headers are there, it is told that the client has left.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, _allowing(send))
            return
        answered = False

        async def received() -> Message:
            return {"type": "http.disconnect"} if answered else await receive()

        async def bare(message: Message) -> None:
            nonlocal answered
            if message["type"] != "http.response.start" or answered:
                return
            answered = True
            await _allowing(send)(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

        asked = {**scope, "method": "GET"}  # the server goes by its own scope, and expects no body
        try:
            await self._app(asked, received, bare)
        finally:
            scope.update({name: value for name, value in asked.items() if name != "method"})


def _allowing(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 405:
            headers = MutableHeaders(scope=message)
            allowed = [method.strip() for method in headers.get("allow", "").split(",")]
            if "GET" in allowed and "HEAD" not in allowed:
                headers["Allow"] = ", ".join([*allowed, "HEAD"])
        await send(message)

    return told
