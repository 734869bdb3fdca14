"""Messages: mentions, follow-ups in threads, direct messages; and messages that are deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.arrivals import by_person, own_user, written
from bot.slack.desk import Desk
from bot.slack.question import Surface, message_key

Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to messages."""

    @app.middleware
    async def deleted(body: Body, context: AsyncBoltContext, next: Callable[[], Awaitable[Any]]) -> Any:
        # before everything else, since the assistant swallows what happens in its own threads
        event = body.get("event") or {}
        if event.get("type") == "message" and event.get("subtype") == "message_deleted":
            key = message_key(str(context.team_id or ""), str(event.get("channel")), str(event.get("deleted_ts")))
            await desk.taking(desk.inbox.withdraw, key)
        return await next()

    @app.event("app_mention")
    async def mentioned(body: Body, context: AsyncBoltContext) -> None:
        event = body["event"]
        if not by_person(event, own_user(body, context)):
            return
        thread = str(event.get("thread_ts") or event["ts"])
        rooted = thread == str(event["ts"])
        question = written(Surface.MENTION, body, context, thread, rooted=rooted)
        if rooted:
            await desk.taking(desk.threads.join, question.team, question.channel, thread, True)
        await desk.take(question)

    @app.event("message")
    async def said(body: Body, context: AsyncBoltContext) -> None:
        event = body["event"]
        own = own_user(body, context)
        if not by_person(event, own):
            return
        if event.get("channel_type") == "im":
            await desk.take(written(Surface.DIRECT, body, context, str(event.get("thread_ts") or "")))
            return
        thread = str(event.get("thread_ts") or "")
        if not thread or thread == str(event["ts"]):
            return
        text = str(event.get("text") or "")
        if (own and f"<@{own}>" in text) or text.lstrip().startswith("<@"):
            return  # a mention comes as an event of its own; one of somebody else isn't for us
        if not desk.config.stays(str(event["channel"])):
            return
        if await desk.taking(desk.threads.started, str(context.team_id or ""), str(event["channel"]), thread):
            await desk.take(written(Surface.FOLLOW_UP, body, context, thread))
