"""The app manifest: what Signpost asks Slack for, and why each of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from bot.slack.commands import CALLBACK
from bot.slack.config import COMMAND, SlackConfig

ALWAYS: Final = {
    "app_mentions:read": "to see messages that mention Signpost",
    "assistant:write": "to offer suggested prompts and a title in the assistant pane",
    "channels:history": "to follow up in threads of public channels, and to tell whether an answer is out already",
    "chat:write": "to answer, to stream, and to show that it is working",
    "commands": "for /code and the shortcut “Check against the Code”",
    "groups:history": "the same as channels:history, in private channels that it was invited to",
    "im:history": "to read direct messages to it",
    "mpim:history": "the same as channels:history, in group messages that it was added to",
}
UNLESS_EVERYBODY: Final = {
    "users:read": "to tell members from guests and from people of other organisations, who are not answered",
}
UNLESS_SHARED: Final = {
    "channels:read": "to see whether a public channel is shared with another organisation before posting there",
    "groups:read": "the same for private channels that it was invited to",
}
WITH_PAGES: Final = {
    "links:read": "to see links to this Signpost's own pages, and no others",
    "links:write": "to show what such a page says under the link",
}
EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
LONG: Final = (
    "Signpost answers questions about the UK Code of Practice for the Cyber Security of AI: what a developer, system "
    "operator or data custodian has to do, how firmly, and where it says so. Every statement carries a citation that "
    "opens. It advises on a voluntary code; it does not certify, and it is not legal advice."
)


def scopes(config: SlackConfig) -> Mapping[str, str]:
    """The bot scopes that `config` needs, each with its reason. There are no user scopes."""
    wanted = dict(ALWAYS)
    if not (config.allow_guests and config.allow_shared):
        wanted |= UNLESS_EVERYBODY
    if not config.allow_shared:
        wanted |= UNLESS_SHARED
    if _host(config):
        wanted |= WITH_PAGES
    return dict(sorted(wanted.items()))


def manifest(config: SlackConfig, socket: bool = True) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP under ``base_url``."""
    base = (config.base_url or "https://signpost.example").rstrip("/")
    events = [*EVENTS, *(["link_shared"] if _host(config) else [])]
    url = {} if socket else {"url": f"{base}/slack/events"}
    request_url = {} if socket else {"request_url": f"{base}/slack/events"}
    features: dict[str, Any] = {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "assistant_view": {"assistant_description": "Ask about the Code of Practice for the Cyber Security of AI."},
        "bot_user": {"display_name": "Signpost", "always_online": True},
        "shortcuts": [
            {
                "name": "Check against the Code",
                "type": "message",
                "callback_id": CALLBACK,
                "description": "What the Code says about this message",
            }
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                "description": "Ask about the Code of Practice for the Cyber Security of AI",
                "usage_hint": "data custodian | 5.4.1 | a situation | help",
                "should_escape": True,
                **url,
            }
        ],
    }
    if _host(config):
        features["unfurl_domains"] = [_host(config)]
    oauth: dict[str, Any] = {"scopes": {"bot": list(scopes(config))}}
    if not socket:
        oauth["redirect_urls"] = [f"{base}/slack/oauth_redirect"]
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Signpost",
            "description": "Who has to do what under the Code of Practice for the Cyber Security of AI",
            "long_description": LONG,
        },
        "features": features,
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {"bot_events": sorted(events), **request_url},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(config: SlackConfig, socket: bool = True) -> str:
    """The manifest as YAML, each scope with its reason as a comment."""
    return "\n".join(_lines(manifest(config, socket), 0, scopes(config))) + "\n"


def _lines(value: Any, depth: int, reasons: Mapping[str, str]) -> list[str]:
    pad = "  " * depth
    lines: list[str] = []
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, dict | list):
                lines += [f"{pad}{key}:", *_lines(item, depth + 1, reasons)]
            else:
                lines.append(f"{pad}{key}: {json.dumps(item, ensure_ascii=False)}")
    else:
        for item in value:
            if isinstance(item, dict):
                inner = _lines(item, depth + 1, reasons)
                lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
            else:
                reason = f"  # {reasons[item]}" if item in reasons else ""
                lines.append(f"{pad}- {json.dumps(item, ensure_ascii=False)}{reason}")
    return lines


def _host(config: SlackConfig) -> str:
    """The host whose links unfold; Slack takes no addresses of this machine."""
    host = urlsplit(config.base_url or "").hostname or ""
    return host if "." in host and not host.replace(".", "").isdecimal() else ""
