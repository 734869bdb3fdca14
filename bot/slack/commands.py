"""``/code`` and the message shortcut "Check against the Code": private answers that can be shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.arrivals import asked
from bot.slack.config import COMMAND
from bot.slack.desk import Desk
from bot.slack.question import Surface

CALLBACK: Final = "check_against_code"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the command and the shortcut."""

    @app.command(COMMAND)
    async def command(ack: Any, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        question = asked(
            Surface.COMMAND, body, context, text=str(body.get("text") or ""),
            response_url=str(body.get("response_url") or ""), trigger=str(body.get("trigger_id") or ""),
        )  # fmt: skip
        await desk.take(question)
        await ack()

    @app.message_shortcut(CALLBACK)
    async def shortcut(ack: Any, body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        message = body.get("message") or {}
        question = asked(
            Surface.SHORTCUT, body, context, text=str(message.get("text") or ""),
            response_url=str(body.get("response_url") or ""), trigger=str(body.get("trigger_id") or ""),
        )  # fmt: skip
        await desk.take(question)
        await ack()
