"""A Slack to test against: the Web API, response URLs and Socket Mode on the loopback address, in a thread.

It keeps what it is told (messages, windows, statuses), refuses what Slack's documented limits refuse, and can be made
to fail. ``with MockSlack() as slack:`` and ``SIGNPOST_SLACK_API_URL=slack.api_url`` are all that an adapter needs.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import WSMsgType, web

from bot.slack.refusals import refused

Args = dict[str, Any]
TEAM, BOT_USER, BOT_ID, TOKEN = "T0SIGNPOST", "U0BOT", "B0BOT", "xoxb-mock"
WAIT = 60.0  # long enough for the busiest machine; it only decides when a test fails


class Fault(StrEnum):
    """Ways to fail."""

    BEFORE = "before"  # a server error, nothing was done
    AFTER = "after"  # it was done, but the reply is a server error
    CUT = "cut"  # it was done, but the connection breaks
    LIMITED = "limited"  # 429, Retry-After 0


@dataclass(frozen=True)
class Call:
    """One call that came in: the method (``response_url`` for replies to a payload), its arguments, when, whose."""

    method: str
    args: Args
    token: str
    at: float


@dataclass
class Said:
    """A message in a channel. ``user`` is the author; ``to`` is set where only one person sees it."""

    channel: str
    ts: str
    user: str
    text: str
    thread: str = ""
    blocks: list[Args] = field(default_factory=list)
    metadata: Args = field(default_factory=dict)
    to: str = ""
    streaming: bool = False
    opening: str = ""

    def shown(self) -> Args:
        """As ``conversations.replies`` shows it."""
        made: Args = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text, "metadata": self.metadata}
        made |= {"thread_ts": self.thread} if self.thread else {}
        return made | ({"bot_id": BOT_ID, "blocks": self.blocks} if self.user == BOT_USER else {})


class MockSlack:
    """The server. All attributes may be read from other threads.

    Attributes:
        calls: every call, in order.
        said: every message that is there, in order; ``status`` by (channel, thread); ``windows`` that were opened;
            ``homes`` by user; ``titles`` and ``prompts`` by thread; ``unfurled`` links.
        users, channels: what ``users.info`` and ``conversations.info`` say beyond the ordinary.
        fault: asked for each call, may name a :class:`Fault` or one of Slack's error names.
        delay: seconds that each call takes.
    """

    def __init__(self, fault: Callable[[str, Args], str | None] | None = None) -> None:
        self.calls: list[Call] = []
        self.said: list[Said] = []
        self.status: dict[tuple[str, str], str] = {}
        self.titles: dict[str, str] = {}
        self.prompts: dict[str, list[Args]] = {}
        self.windows: list[Args] = []
        self.homes: dict[str, Args] = {}
        self.unfurled: dict[str, Args] = {}
        self.users: dict[str, Args] = {}
        self.channels: dict[str, Args] = {}
        self.acknowledged: list[Args] = []
        self.tokens = {TOKEN}
        self.fault = fault
        self.delay = 0.0
        self._numbers = itertools.count(1)
        self._start = int(time.time())
        self._sockets: list[web.WebSocketResponse] = []
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._port = 0
        self._thread = threading.Thread(target=self._serve, name="mock-slack", daemon=True)

    # running ---------------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(WAIT)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(WAIT)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT)
        self._loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def response_url(self, channel: str, user: str) -> str:
        """An address for replies to a payload of `user` in `channel`."""
        return f"{self.url}/respond/{channel}/{user}/{next(self._numbers)}"

    def ts(self) -> str:
        """The next message's timestamp."""
        number = next(self._numbers)
        return f"{self._start + number // 1_000_000}.{number % 1_000_000:06d}"

    def of(self, *methods: str) -> list[Call]:
        """The calls of `methods`."""
        return [call for call in self.calls if call.method in methods]

    def by_bot(self, channel: str = "") -> list[Said]:
        """Messages of the bot, those for one person included."""
        return [m for m in list(self.said) if m.user == BOT_USER and (not channel or m.channel == channel)]

    def say(self, channel: str, user: str, text: str, thread: str = "") -> Said:
        """A person says something."""
        message = Said(channel, self.ts(), user, text, thread)
        self.said.append(message)
        return message

    def wait(self, condition: Callable[[], object], seconds: float = WAIT, every: float = 0.005) -> None:
        """Wait until `condition` holds; looks `every` so many seconds.

        Raises:
            TimeoutError: it doesn't within `seconds`.
        """
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"Waited {seconds} s in vain; calls: {[c.method for c in self.calls][-10:]}")
            time.sleep(every)

    def send(self, kind: str, payload: Args) -> str:
        """Send a payload over Socket Mode (``events_api``, ``slash_commands``, ``interactive``); the envelope's id."""
        envelope = f"envelope-{next(self._numbers)}"
        body = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": False}
        asyncio.run_coroutine_threadsafe(self._sockets[-1].send_str(json.dumps(body)), self._loop).result(WAIT)
        return envelope

    def drop_sockets(self) -> None:
        """Break every Socket Mode connection."""

        async def drop() -> None:
            for socket in self._sockets:
                await socket.close()

        asyncio.run_coroutine_threadsafe(drop(), self._loop).result(WAIT)
        self._sockets.clear()

    @property
    def connected(self) -> int:
        """How many Socket Mode connections are open."""
        return sum(not socket.closed for socket in self._sockets)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        self._ready.set()
        self._loop.run_forever()

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._called)
        app.router.add_post("/respond/{channel}/{user}/{number}", self._responded)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = int(self._runner.addresses[0][1])

    async def _close(self) -> None:
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()
        await asyncio.sleep(0)

    # answering -------------------------------------------------------------------------------------------------

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.pop("token", ""))
        self.calls.append(Call(method, args, token, time.monotonic()))
        if self.delay:
            await asyncio.sleep(self.delay)
        fault = self.fault(method, args) if self.fault else None
        early = _failed(fault)
        if early is not None:
            return early
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        open_to_all = method in ("oauth.v2.access", "apps.connections.open")
        if handler is None:
            result: Args = {"ok": False, "error": "unknown_method"}
        elif not open_to_all and token not in self.tokens:
            result = {"ok": False, "error": "invalid_auth"}
        else:
            result = handler(args)
        return _late(fault, request) or web.json_response({"ok": True} | result)

    async def _responded(self, request: web.Request) -> web.StreamResponse:
        channel, user = request.match_info["channel"], request.match_info["user"]
        args = json.loads(await request.text())
        self.calls.append(Call("response_url", args | {"channel": channel, "user": user}, "", time.monotonic()))
        fault = self.fault("response_url", args) if self.fault else None
        early = _failed(fault)
        if early is not None:
            return early
        bad = refused(args.get("blocks") or (), 50)
        if bad:
            return web.Response(status=400, text=bad)
        public = args.get("response_type") == "in_channel"
        mine = [m for m in self.said if m.to == user and m.channel == channel]
        if args.get("delete_original") or (args.get("replace_original") and mine):
            self.said.remove(mine[-1]) if mine else None
        if not args.get("delete_original"):
            self.said.append(
                Said(channel, self.ts(), BOT_USER, args.get("text", ""), str(args.get("thread_ts") or ""),
                     args.get("blocks") or [], to="" if public else user)
            )  # fmt: skip
        return _late(fault, request) or web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0"}}))
        self._sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(message.data))
        return socket

    # methods ---------------------------------------------------------------------------------------------------

    def _auth_test(self, _: Args) -> Args:
        return {"user_id": BOT_USER, "bot_id": BOT_ID, "team_id": TEAM, "team": "Mock", "url": self.url}

    def _apps_connections_open(self, _: Args) -> Args:
        return {"url": f"ws://127.0.0.1:{self._port}/socket"}

    def _oauth_v2_access(self, args: Args) -> Args:
        if args.get("code") != "good":
            return {"ok": False, "error": "invalid_code"}
        return {
            "app_id": "A0", "access_token": TOKEN, "token_type": "bot", "scope": "chat:write", "bot_user_id": BOT_USER,
            "team": {"id": TEAM, "name": "Mock"}, "enterprise": None, "authed_user": {"id": "U0ADMIN"},
            "is_enterprise_install": False,
        }  # fmt: skip

    def _users_info(self, args: Args) -> Args:
        found = {"id": args["user"], "team_id": TEAM, "is_bot": False, "is_restricted": False}
        return {"user": found | self.users.get(args["user"], {})}

    def _conversations_info(self, args: Args) -> Args:
        if args["channel"] not in self.channels and args["channel"].startswith("X"):
            return {"ok": False, "error": "channel_not_found"}
        return {"channel": {"id": args["channel"], "is_ext_shared": False} | self.channels.get(args["channel"], {})}

    def _conversations_replies(self, args: Args) -> Args:
        return self._page(args, lambda m: args["ts"] in (m.thread, m.ts))

    def _conversations_history(self, args: Args) -> Args:
        return self._page(args, lambda m: not m.thread)

    def _page(self, args: Args, wanted: Callable[[Said], bool]) -> Args:
        oldest, latest = str(args.get("oldest", "")), str(args.get("latest", "~"))
        found = [m.shown() for m in list(self.said) if m.channel == args["channel"] and not m.to and wanted(m)]
        found = [m for m in found if oldest <= m["ts"] < latest or m["ts"] == args.get("ts")]
        at, limit = int(args.get("cursor") or 0), int(args.get("limit", 100))
        more = str(at + limit) if len(found) > at + limit else ""
        return {"messages": found[at : at + limit], "response_metadata": {"next_cursor": more}}

    def _chat_postMessage(self, args: Args) -> Args:  # noqa: N802
        bad = refused(args.get("blocks") or (), 50)
        if bad:
            return {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [bad]}}
        return {"ts": self._add(args, args.get("text", "")).ts, "channel": args["channel"]}

    def _chat_postEphemeral(self, args: Args) -> Args:  # noqa: N802
        made = self._add(args, args.get("text", ""))
        made.to = args["user"]
        return {"message_ts": made.ts}

    def _chat_startStream(self, args: Args) -> Args:  # noqa: N802
        if not args["channel"].startswith("D") and not args.get("recipient_user_id"):
            return {"ok": False, "error": "missing_recipient_user_id"}
        made = self._add(args, _chunks(args))
        made.streaming, made.opening = True, made.text
        return {"ts": made.ts, "channel": args["channel"]}

    def _chat_appendStream(self, args: Args) -> Args:  # noqa: N802
        made = self._find(args)
        if made is None or not made.streaming:
            return {"ok": False, "error": "message_not_in_streaming_state" if made else "message_not_found"}
        made.text += _chunks(args)
        return {"ts": made.ts}

    def _chat_stopStream(self, args: Args) -> Args:  # noqa: N802
        made = self._find(args)
        if made is None or not made.streaming:
            return {"ok": False, "error": "message_not_in_streaming_state" if made else "message_not_found"}
        bad = refused(args.get("blocks") or (), 50)
        if bad:
            return {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [bad]}}
        made.text += _chunks(args)
        made.blocks, made.metadata, made.streaming = args.get("blocks") or [], args.get("metadata") or {}, False
        self.status.pop((made.channel, made.thread), None)
        return {"ts": made.ts}

    def _chat_update(self, args: Args) -> Args:
        made = self._find(args)
        if made is None:
            return {"ok": False, "error": "message_not_found"}
        made.text, made.blocks = args.get("text", made.text), args.get("blocks") or []
        made.metadata, made.streaming = args.get("metadata") or made.metadata, False
        return {"ts": made.ts}

    def _chat_delete(self, args: Args) -> Args:
        made = self._find(args)
        if made is None:
            return {"ok": False, "error": "message_not_found"}
        self.said.remove(made)
        return {}

    def _chat_unfurl(self, args: Args) -> Args:
        self.unfurled |= args["unfurls"]
        return {}

    def _assistant_threads_setStatus(self, args: Args) -> Args:  # noqa: N802
        key = (args["channel_id"], args["thread_ts"])
        if args["status"]:
            self.status[key] = args["status"]
        else:
            self.status.pop(key, None)
        return {}

    def _assistant_threads_setTitle(self, args: Args) -> Args:  # noqa: N802
        self.titles[args["thread_ts"]] = args["title"]
        return {}

    def _assistant_threads_setSuggestedPrompts(self, args: Args) -> Args:  # noqa: N802
        if len(args["prompts"]) > 4:
            return {"ok": False, "error": "invalid_arguments"}
        self.prompts[args.get("thread_ts", "")] = args["prompts"]
        return {}

    def _views_open(self, args: Args) -> Args:
        bad = refused(args["view"]["blocks"], 100) or ("title" if len(args["view"]["title"]["text"]) > 24 else "")
        if bad:
            return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": [bad]}}
        self.windows.append(args["view"])
        return {"view": {"id": f"V{len(self.windows)}"}}

    def _views_publish(self, args: Args) -> Args:
        bad = refused(args["view"]["blocks"], 100)
        if bad:
            return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": [bad]}}
        self.homes[args["user_id"]] = args["view"]
        return {"view": {"id": "V0"}}

    def _add(self, args: Mapping[str, Any], text: str) -> Said:
        thread = str(args.get("thread_ts") or "")
        blocks, metadata = args.get("blocks") or [], args.get("metadata") or {}
        made = Said(args["channel"], self.ts(), BOT_USER, text, thread, blocks, metadata)
        self.said.append(made)
        self.status.pop((made.channel, thread), None)
        return made

    def _find(self, args: Args) -> Said | None:
        return next((m for m in self.said if m.channel == args["channel"] and m.ts == args["ts"]), None)


async def _arguments(request: web.Request) -> Args:
    if request.content_type == "application/json":
        found: Args = json.loads(await request.text() or "{}")
        return found
    pairs = [*request.query.items(), *parse_qsl(await request.text(), keep_blank_values=True)]
    args: Args = {}
    for name, value in pairs:
        structured = value[:1] in "[{" and name in ("blocks", "metadata", "view", "unfurls", "prompts", "chunks")
        args[name] = json.loads(value) if structured else value
    return args


def _chunks(args: Args) -> str:
    chunks = args.get("chunks") or []
    return str(args.get("markdown_text") or "") + "".join(str(c.get("text", "")) for c in chunks)


def _failed(fault: str | None) -> web.Response | None:
    """The reply of a call that fails before anything is done."""
    if fault is None or fault in (Fault.AFTER, Fault.CUT):
        return None
    if fault == Fault.BEFORE:
        return web.Response(status=500, text="{}", content_type="application/json")
    if fault == Fault.LIMITED:
        error = {"ok": False, "error": "ratelimited"}
        return web.json_response(error, status=429, headers={"Retry-After": "0"})
    return web.json_response({"ok": False, "error": fault})


def _late(fault: str | None, request: web.Request) -> web.Response | None:
    """The reply of a call that was done but whose reply is lost."""
    if fault == Fault.AFTER:
        return web.Response(status=500, text="{}", content_type="application/json")
    if fault == Fault.CUT and request.transport is not None:
        request.transport.close()
        return web.Response(status=500)
    return None
