"""Slack's settings: secrets under the names that Bolt gives them, the rest as ``SIGNPOST_SLACK_*``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from api.errors import SettingsInvalid
from api.settings import Settings

if TYPE_CHECKING:
    from bot.slack.config import SlackConfig

SECRETS: Final = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
)


def config(settings: Settings) -> SlackConfig:
    """The adapter's configuration. Each secret may also be given as ``NAME_FILE`` with a path.

    Raises:
        SettingsInvalid: a file cannot be read, or an address or policy is wrong; the message names it.
    """
    from bot.slack.config import API_URL, SlackConfig, ThreadPolicy

    found: dict[str, Any] = {name.removeprefix("SLACK_").lower(): _secret(name) for name in SECRETS}
    api_url = settings.slack_api_url or API_URL
    if urlsplit(api_url).scheme not in ("http", "https") or not urlsplit(api_url).hostname:
        raise SettingsInvalid("SIGNPOST_SLACK_API_URL must be an address such as https://slack.com/api/.")
    try:
        threads = ThreadPolicy(settings.slack_threads)
    except ValueError as error:
        raise SettingsInvalid("SIGNPOST_SLACK_THREADS is “stay” or “mentioned”.") from error
    return SlackConfig(
        **found,
        api_url=api_url.rstrip("/") + "/",
        base_url=settings.base_url,
        threads=threads,
        mention_only=frozenset(c.strip() for c in settings.slack_mention_only.split(",") if c.strip()),
        allow_shared=settings.slack_allow_shared,
        allow_guests=settings.slack_allow_guests,
        user_limit=settings.slack_user_limit,
        channel_limit=settings.slack_channel_limit,
        workers=settings.slack_workers,
        keep_days=settings.slack_keep_days,
    )


def mountable() -> bool:
    """Whether the environment holds what the HTTP endpoints need; cheap, so that nothing else is loaded for it."""
    given = {name for name in SECRETS if os.environ.get(name) or os.environ.get(name + "_FILE")}
    several = {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"} <= given
    return "SLACK_SIGNING_SECRET" in given and ("SLACK_BOT_TOKEN" in given or several)


def _secret(name: str) -> str:
    file = os.environ.get(name + "_FILE")
    if not file:
        return os.environ.get(name, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsInvalid(f"{name}_FILE names a file that cannot be read ({error.strerror}).") from error
