"""Payloads in the shape that Slack documents, for the mock, the demo and tests."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from slack_sdk.signature import SignatureVerifier

from bot.slack.commands import CALLBACK
from bot.slack.config import COMMAND
from bot.slack.mock import BOT_USER, TEAM

Payload = dict[str, Any]


def event(inner: Mapping[str, Any], team: str = TEAM, event_id: str = "", shared: bool = False) -> Payload:
    """An ``event_callback`` around `inner` (https://docs.slack.dev/apis/events-api)."""
    return {
        "token": "unused", "team_id": team, "api_app_id": "A0", "event": dict(inner), "type": "event_callback",
        "event_id": event_id or f"Ev{uuid4().hex[:10].upper()}", "event_time": int(time.time()),
        "authorizations": [
            {"enterprise_id": None, "team_id": team, "user_id": BOT_USER, "is_bot": True,
             "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": shared, "event_context": "4-xyz",
    }  # fmt: skip


def mention(text: str, ts: str, user: str = "U1", channel: str = "C1", thread: str = "", **more: Any) -> Payload:
    """``app_mention``: `text` follows the mention."""
    inner = {"type": "app_mention", "user": user, "text": f"<@{BOT_USER}> {text}", "ts": ts, "channel": channel,
             "event_ts": ts, "team": TEAM}  # fmt: skip
    return event(inner | ({"thread_ts": thread} if thread else {}) | more)


def message(
    text: str, ts: str, user: str = "U1", channel: str = "C1", thread: str = "", kind: str = "channel", **more: Any
) -> Payload:
    """``message.channels`` (`kind` ``channel``), ``message.im`` (``im``) and so on."""
    inner = {"type": "message", "user": user, "text": text, "ts": ts, "channel": channel, "channel_type": kind,
             "event_ts": ts, "team": TEAM}  # fmt: skip
    return event(inner | ({"thread_ts": thread} if thread else {}) | more)


def deleted(ts: str, event_ts: str, channel: str = "C1", kind: str = "channel", thread: str = "") -> Payload:
    """``message_deleted``."""
    previous = {"type": "message", "user": "U1", "ts": ts} | ({"thread_ts": thread} if thread else {})
    return event(
        {"type": "message", "subtype": "message_deleted", "hidden": True, "channel": channel, "channel_type": kind,
         "ts": event_ts, "deleted_ts": ts, "event_ts": event_ts, "previous_message": previous}
    )  # fmt: skip


def thread_started(thread: str, user: str = "U1", channel: str = "D1") -> Payload:
    """``assistant_thread_started``."""
    pane = {"user_id": user, "context": {}, "channel_id": channel, "thread_ts": thread}
    return event({"type": "assistant_thread_started", "assistant_thread": pane, "event_ts": thread})


def home_opened(user: str = "U1", tab: str = "home") -> Payload:
    """``app_home_opened``."""
    return event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab, "event_ts": "1.0"})


def link_shared(urls: list[str], ts: str, channel: str = "C1", user: str = "U1") -> Payload:
    """``link_shared``."""
    links = [{"url": url, "domain": url.split("/")[2]} for url in urls]
    return event(
        {"type": "link_shared", "user": user, "channel": channel, "message_ts": ts, "links": links, "event_ts": ts,
         "source": "conversations_history", "unfurl_id": f"{channel}-{ts}"}
    )  # fmt: skip


def command(text: str, response_url: str, user: str = "U1", channel: str = "C1") -> Payload:
    """A slash command, as the form that Slack sends."""
    return {
        "token": "unused", "team_id": TEAM, "team_domain": "mock", "channel_id": channel, "channel_name": "general",
        "user_id": user, "user_name": "someone", "command": COMMAND, "text": text, "api_app_id": "A0",
        "is_enterprise_install": "false", "response_url": response_url, "trigger_id": uuid4().hex,
    }  # fmt: skip


def shortcut(text: str, response_url: str, ts: str, user: str = "U1", channel: str = "C1") -> Payload:
    """The message shortcut."""
    return {
        "type": "message_action", "token": "unused", "action_ts": "1.0", "team": {"id": TEAM, "domain": "mock"},
        "user": {"id": user, "username": "someone", "team_id": TEAM, "name": "someone"},
        "channel": {"id": channel, "name": "general"}, "is_enterprise_install": False, "enterprise": None,
        "callback_id": CALLBACK, "trigger_id": uuid4().hex, "response_url": response_url, "message_ts": ts,
        "message": {"type": "message", "user": "U2", "ts": ts, "text": text},
    }  # fmt: skip


def pressed(
    action: Mapping[str, Any],
    response_url: str = "",
    user: str = "U1",
    channel: str = "C1",
    value: str | None = None,
) -> Payload:
    """A press of the button (or a choice of the first option of the menu) `action`, as it stood in a block."""
    made = {"action_id": action["action_id"], "block_id": "b", "type": action["type"], "action_ts": "1.0"}
    if action["type"] == "static_select":
        options = action["options"]
        made["selected_option"] = next((o for o in options if o["value"] == value), options[0])
    elif action["type"] == "feedback_buttons":
        side = "negative_button" if value == "down" else "positive_button"
        made |= {"value": action[side]["value"], "text": action[side]["text"]}
    else:
        made["value"] = action.get("value", "") if value is None else value
    return {
        "type": "block_actions", "token": "unused", "team": {"id": TEAM, "domain": "mock"}, "api_app_id": "A0",
        "user": {"id": user, "username": "someone", "team_id": TEAM}, "channel": {"id": channel, "name": "general"},
        "container": {"type": "message", "message_ts": "1.0", "channel_id": channel, "is_ephemeral": False},
        "trigger_id": uuid4().hex, "response_url": response_url, "actions": [made], "enterprise": None,
        "is_enterprise_install": False,
    }  # fmt: skip


def as_request(payload: Payload, secret: str, at: int | None = None) -> tuple[str, dict[str, str]]:
    """The body and the signed headers with which Slack would send `payload` over HTTP."""
    if "command" in payload:
        body, kind = urlencode(payload), "application/x-www-form-urlencoded"
    elif payload.get("type") == "event_callback" or payload.get("type") == "url_verification":
        body, kind = json.dumps(payload), "application/json"
    else:
        body, kind = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
    stamp = str(int(time.time()) if at is None else at)
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
    return body, {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


def buttons(blocks: list[Payload]) -> dict[str, Payload]:
    """The interactive elements of `blocks` by action id."""
    found: dict[str, Payload] = {}
    for block in blocks:
        for element in [*(block.get("elements") or ()), block.get("accessory") or {}]:
            if "action_id" in element:
                found[element["action_id"]] = element
    return found
