"""Slack's Web API: the client, what is tried again at once, and what its failures mean.

A call that posts is never repeated blindly: after a lost reply the message may be there. Only what cannot double
(429, which Slack sends instead of acting; and calls that read or that set a state) is tried again here; everything
else goes back to :mod:`bot.slack.desk`, which looks before it posts again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Final, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import Gone, Unreachable

T = TypeVar("T")
LONGEST_WAIT: Final = 10.0  # a longer Retry-After goes back to the desk, which frees the worker
TIMEOUT: Final = 15
POSTING: Final = (
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.startStream",
    "chat.appendStream",
    "chat.stopStream",
)
REVOKED: Final = frozenset(
    {"token_revoked", "invalid_auth", "account_inactive", "not_authed", "token_expired", "org_login_required"}
)
PASSING: Final = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
     "team_added_to_org"}
)  # fmt: skip
CERTAIN: Final = frozenset({"ratelimited", "rate_limited", "service_unavailable"})


class RetryAfter(AsyncRetryHandler):
    """Waits as long as Slack asks with 429, up to ten seconds, and tries again; twice."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=2)

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        return response is not None and response.status_code == 429 and retry_after(response.headers) <= LONGEST_WAIT

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        state.next_attempt_requested = True
        await asyncio.sleep(retry_after(response.headers) if response else 1.0)
        state.increment_current_attempt()


class Harmless(AsyncRetryHandler):
    """Repeats once, after a server error or a broken connection, what can be repeated without doubling anything."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=1)

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.rpartition("/")[2] in POSTING:
            return False
        broken = isinstance(error, aiohttp.ClientConnectionError)
        return broken or (response is not None and response.status_code >= 500)


def retry_after(headers: Any) -> float:
    """Seconds of the ``Retry-After`` header; 1 where there is none that can be read."""
    for name in headers or {}:
        if name.lower() == "retry-after":
            found = headers[name]
            try:
                return max(0.0, float(found[0] if isinstance(found, list) else found))
            except ValueError:
                return 1.0
    return 1.0


def client(api_url: str, token: str | None = None) -> AsyncWebClient:
    """A client of the Web API at `api_url`."""
    return AsyncWebClient(
        token=token,
        base_url=api_url,
        timeout=TIMEOUT,
        retry_handlers=[RetryAfter(), Harmless()],
        trust_env_in_session=True,
    )


async def calling(call: Awaitable[T]) -> T:
    """Await a call of the Web API.

    Raises:
        Unreachable: it failed in a way that may pass.
        Gone: the app has no access to the workspace any more.
        SlackApiError: Slack refuses; the caller knows what that means.
    """
    try:
        return await call
    except SlackApiError as error:
        raise _meaning(error) from error
    except (TimeoutError, aiohttp.ClientError, SlackClientError, OSError) as error:
        raise Unreachable(f"Slack cannot be reached ({type(error).__name__}).") from error


def code(error: SlackApiError) -> str:
    """Slack's name for the failure, such as ``channel_not_found``; empty when it gave none."""
    data = error.response.data if hasattr(error.response, "data") else None
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _meaning(error: SlackApiError) -> Exception:
    status = int(getattr(error.response, "status_code", None) or getattr(error.response, "status", 0) or 0)
    name = code(error)
    if status == 429:
        wait = retry_after(getattr(error.response, "headers", None))
        return Unreachable("Slack asks us to slow down.", wait=wait, uncertain=False)
    if name in REVOKED:
        return Gone(f"The app no longer has access to the workspace ({name}).", revoked=True)
    if status >= 500 or name in PASSING or not name:
        return Unreachable(f"Slack failed ({name or status}).", uncertain=name not in CERTAIN)
    return error
