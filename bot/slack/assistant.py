"""The assistant pane: suggested prompts that fit the person's role, and questions with a status and a title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncApp, AsyncAssistant
from slack_bolt.context.async_context import AsyncBoltContext

from bot import wording
from bot.slack.arrivals import by_person, own_user, written
from bot.slack.desk import Desk
from bot.slack.question import Surface
from bot.slack.web import calling

Body = Mapping[str, Any]
GREETING: Final = "What do you want to know about the Code?"
_OPEN: Final = (
    ("Data custodians", "What must I do as a data custodian?"),
    ("Developers", "What must I do as a developer?"),
    ("Prompt injection", "What does the Code say about prompt injection?"),
    ("A provision", "5.4.1"),
)
_TOPICS: Final = {
    "developer": ("Third-party models", "What does the Code say about using a model that somebody else trained?"),
    "system-operator": ("Monitoring", "What does the Code say about monitoring a system in use?"),
    "data-custodian": ("Training data", "What does the Code say about the integrity of training data?"),
    "end-user": ("What I must be told", "What has to be communicated to end-users?"),
    "affected-entity": ("What I am owed", "What do others owe affected entities?"),
}


def prompts(role: str) -> list[dict[str, str]]:
    """At most four suggested prompts for somebody with `role`."""
    if role not in wording.SINGULARS:
        return [{"title": title, "message": message} for title, message in _OPEN]
    who = wording.SINGULARS[role]
    fitting = (
        ("Everything for my role", f"What must I do as {who}?"),
        ("Only what is required", f"What is required of me as {who}?"),
        ("What others owe me", f"What do others have to do for {wording.PLURALS[role]}?"),
        _TOPICS[role],
    )
    return [{"title": title, "message": message} for title, message in fitting]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the assistant pane."""
    assistant = AsyncAssistant()

    @assistant.thread_started
    async def started(body: Body, context: AsyncBoltContext) -> None:
        thread = body["event"]["assistant_thread"]
        desk.spawn(_suggest(desk, context, str(thread["user_id"]), str(thread["channel_id"]), str(thread["thread_ts"])))

    @assistant.thread_context_changed
    async def changed(ack: Any) -> None:
        # where the pane stands beside plays no part in an answer, so it is neither read nor kept
        await ack()

    @assistant.user_message
    async def said(body: Body, context: AsyncBoltContext) -> None:
        event = body["event"]
        if by_person(event, own_user(body, context)):
            await desk.take(written(Surface.ASSISTANT, body, context, str(event["thread_ts"])))

    app.assistant(assistant)


async def _suggest(desk: Desk, context: AsyncBoltContext, user: str, channel: str, thread: str) -> None:
    team = str(context.team_id or "")
    client = await desk.client(team, context.enterprise_id, bool(context.is_enterprise_install))
    role = await desk.offload(desk.people.role, team, user)
    await calling(
        client.assistant_threads_setSuggestedPrompts(
            channel_id=channel, thread_ts=thread, title=GREETING, prompts=prompts(role)
        )
    )
