"""The entrance: who asks, with which key, how often, and whether that is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.errors import ApiError, KeyRefused
from api.guards.clients import Client, Network, client_of
from api.guards.keys import KeyRing
from api.guards.rates import Rates

OPEN: Final = frozenset({"/healthz", "/readyz", "/slack/events", "/slack/install", "/slack/oauth_redirect"})
ASSETS: Final = "/static/"  # public, kept by browsers for good, and several to a page
_UUID: Final = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # any other name of a conversation can be guessed
_NEEDS: Final = (
    (re.compile(r"/v1/(ask|chat)(/|$)|/mcp(/|$)|/ask$"), "ask"),
    (re.compile(rf"/v1/conversations/?\Z|(/v1/conversations|/conversation)/(?!{_UUID}\Z)"), "conversations"),
    (re.compile(r"(/v1)?/assessments(/|$)"), "assessments"),
    (re.compile(r"/metrics$"), "metrics"),
)
PRIVATE: Final = frozenset({"conversations", "assessments", "metrics"})  # never for strangers: a key, or this machine


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. ``name`` goes into the audit log: a key's name, or ``anonymous``."""

    client: Client
    name: str = "anonymous"
    key: str | None = None


def scope_for(path: str) -> str:
    """The scope that a path needs."""
    return next((scope for pattern, scope in _NEEDS if pattern.match(path)), "read")


class Entrance:
    """Checks key, scope and rate; puts the :class:`Caller` into ``request.state.caller``."""

    def __init__(
        self,
        app: ASGIApp,
        keys: KeyRing,
        rates: Rates,
        trusted: tuple[Network, ...],
        require_key: bool,
        base_url: str | None,
    ) -> None:
        self._app = app
        self._keys = keys
        self._rates = rates
        self._trusted = trusted
        self._require_key = require_key
        self._hosts = frozenset({"localhost", "127.0.0.1", "::1", urlsplit(base_url or "").hostname})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            scope.setdefault("state", {})["caller"] = self._admit(scope)
        except ApiError as error:
            await problems.send(error, scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _admit(self, scope: Scope) -> Caller:
        client = client_of(scope, self._trusted)
        path = scope["path"]
        if path in OPEN or path.startswith(ASSETS) or scope["method"] == "OPTIONS":
            return Caller(client)
        key = self._keys.check(token) if (token := _token(scope)) else None
        if not client.loopback:
            self._rates.take(f"key {key.id}" if key else f"address {client.address}")
        needed = scope_for(path)
        if key is not None:
            if needed not in key.scopes:
                raise KeyRefused(f"This API key lacks the scope “{needed}”.", needed)
            return Caller(client, key.name, key.id)
        if self._require_key or (needed in PRIVATE and not self._here(scope, client)):
            raise KeyRefused(
                "Send an API key: “Authorization: Bearer sp_...”. The operator makes one with “signpost keys”."
            )
        return Caller(client)

    def _here(self, scope: Scope, client: Client) -> bool:
        """Whether the client is this machine's own, as far as can be told: not through a proxy that nobody declared
        (it, too, would come from the loopback address), and not a page whose name was made to point here."""
        headers = Headers(scope=scope)
        forwarded = not self._trusted and any(name in headers for name in ("x-forwarded-for", "forwarded", "via"))
        host = urlsplit("//" + headers.get("host", "")).hostname or ""
        return client.loopback and not forwarded and host in self._hosts


def _token(scope: Scope) -> str:
    headers = Headers(scope=scope)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "").strip()
