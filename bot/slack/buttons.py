"""The buttons under an answer: what was folded, quotes, why these, share, and what the reader thought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.answer import Answer
from bot.errors import AdviserError, ConversationUnknown
from bot.slack import message as said
from bot.slack import views
from bot.slack.arrivals import asked
from bot.slack.blocks import Block
from bot.slack.desk import Desk
from bot.slack.question import Surface
from bot.slack.recall import recalled
from bot.slack.web import calling

Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the buttons."""
    openers: dict[str, Callable[[Answer], Block]] = {
        said.QUOTES: views.quotes,
        said.WHY: views.why,
        said.EVERYTHING: views.everything,
    }

    def opens(action: str, view: Callable[[Answer], Block]) -> None:
        @app.action(action)
        async def pressed(ack: Any, body: Body, context: AsyncBoltContext) -> None:
            await ack()
            desk.spawn(_open(desk, body, context, value(body), view))

    for name, view in openers.items():
        opens(name, view)

    @app.action(said.SHOW_ALL)
    async def show_all(ack: Any, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        answer_id, _, number = value(body).partition(" ")
        at = int(number) if number.isdecimal() and len(number) < 6 else -1
        desk.spawn(_open(desk, body, context, answer_id, lambda answer: views.listed(answer, at)))

    @app.action(said.SHARE)
    async def share(ack: Any, body: Body, context: AsyncBoltContext) -> None:
        container = body.get("container") or {}
        await desk.take(
            asked(
                Surface.SHARE,
                body,
                context,
                text="",
                answer_id=value(body),
                thread=str(container.get("thread_ts") or ""),
                response_url=str(body.get("response_url") or ""),
            )
        )
        await ack()

    @app.action(said.FEEDBACK)
    async def feedback(ack: Any, body: Body) -> None:
        verdict, _, answer_id = value(body).partition(" ")
        await ack()
        try:
            await desk.offload(desk.answers.feedback, answer_id, verdict)
        except ConversationUnknown:
            return  # the answer has grown too old; there is nothing to hold the verdict against


def value(body: Body) -> str:
    """The value of the pressed button or chosen option."""
    action = (body.get("actions") or [{}])[0]
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


async def open_window(desk: Desk, body: Body, context: AsyncBoltContext, view: Block) -> None:
    """Open a modal in reply to an action."""
    client = await desk.client(str(context.team_id or ""), context.enterprise_id, bool(context.is_enterprise_install))
    await calling(client.views_open(trigger_id=str(body.get("trigger_id") or ""), view=view))


async def _open(
    desk: Desk, body: Body, context: AsyncBoltContext, answer_id: str, view: Callable[[Answer], Block]
) -> None:
    try:
        shown = view(recalled(await desk.offload(desk.answers.get, answer_id)))
    except AdviserError as error:
        shown = views.notice("Not kept", str(error))
    await open_window(desk, body, context, shown)
