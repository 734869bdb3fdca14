"""Payloads as questions: who sent it, in which workspace, and whether it is for us at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.question import Question, Surface

KEPT_SUBTYPES = (None, "file_share", "thread_broadcast")


def own_user(body: Mapping[str, Any], context: AsyncBoltContext) -> str:
    """Our bot's user id in the workspace; empty if neither the payload nor the installation tells."""
    if context.bot_user_id:
        return str(context.bot_user_id)
    for authorization in body.get("authorizations") or ():
        if authorization.get("is_bot") and authorization.get("user_id"):
            return str(authorization["user_id"])
    return ""


def by_person(event: Mapping[str, Any], own: str) -> bool:
    """Whether a person has just written it: no bot, not ourselves, no edit, no notice, nothing hidden."""
    author = event.get("user")
    return bool(
        author
        and author not in (own, "USLACKBOT")
        and not event.get("bot_id")
        and not event.get("bot_profile")
        and not event.get("edited")
        and not event.get("hidden")
        and event.get("subtype") in KEPT_SUBTYPES
    )


def asked(surface: Surface, body: Mapping[str, Any], context: AsyncBoltContext, **fields: Any) -> Question:
    """A question with everything that all surfaces share filled in."""
    return Question(
        surface=surface,
        team=str(context.team_id or ""),
        enterprise=context.enterprise_id,
        org_install=bool(context.is_enterprise_install),
        user=fields.pop("user", None) or str(context.user_id or ""),
        channel=fields.pop("channel", None) or str(context.channel_id or ""),
        bot_user=own_user(body, context),
        shared=bool(body.get("is_ext_shared_channel")),
        **fields,
    )


def written(
    surface: Surface, body: Mapping[str, Any], context: AsyncBoltContext, thread: str, **fields: Any
) -> Question:
    """A question that is a message, answered in `thread`."""
    event = body["event"]
    return asked(
        surface, body, context, user=event["user"], channel=event["channel"], text=str(event.get("text") or ""),
        ts=str(event["ts"]), thread=thread, **fields,
    )  # fmt: skip
