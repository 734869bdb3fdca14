"""The Home tab: my role in one click, everything by role and principle, and my recent questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.errors import AdviserError
from bot.slack import views
from bot.slack.admission import GUEST
from bot.slack.blocks import Block, actions, button, context, divider, header, section, select
from bot.slack.buttons import open_window, value
from bot.slack.desk import Desk
from bot.slack.mrkdwn import cut, escaped
from bot.slack.people import Standing
from bot.slack.recall import recalled
from bot.slack.web import calling
from ontology.catalogue import Catalogue

Body = Mapping[str, Any]
CHOOSE, BROWSE_ROLE, BROWSE_PRINCIPLE, RECENT = "choose_role", "browse_role", "browse_principle", "recent"
NOBODY: Final = "none"


def home(catalogue: Catalogue, role: str, recent: Sequence[tuple[str, str]]) -> Block:
    """The Home tab of somebody with `role` (empty if none was chosen) and `recent` answers (id, question)."""
    roles = list(catalogue.roles.values())
    chosen = catalogue.roles[role].label if role in catalogue.roles else ""
    choosers = [
        button(
            f"✓ {r.label}" if r.id == role else r.label,
            f"{CHOOSE}:{r.id}",
            NOBODY if r.id == role else r.id,
            f"My role is {r.label}" if r.id != role else f"{r.label} is my role; press to choose none",
            "primary" if r.id == role else "",
        )
        for r in roles
    ]
    mine = (
        f"You are asking as *{escaped(chosen)}*." if chosen else "Choose your role; “what must I do?” is read for it."
    )
    blocks: list[Block] = [
        header("The Code of Practice for the Cyber Security of AI"),
        section("Ask me in a message, mention me in a channel, or use `/code`."),
        divider(),
        section(f"*My role*\n{mine}"),
        actions(choosers),
        divider(),
        section("*Browse by role*\nEverything that obliges a role, and what others owe it."),
        actions([button(r.label, f"{BROWSE_ROLE}:{r.id}", r.id, f"Provisions for {r.label}") for r in roles]),
        section(
            "*Browse by principle*",
            select(
                "Choose a principle",
                BROWSE_PRINCIPLE,
                [(f"{p.number} {p.label}", str(p.number)) for p in catalogue.principles.values()],
            ),
        ),
    ]
    if recent:
        blocks += [divider(), section("*My recent questions*")]
        blocks += [
            section(escaped(cut(question, 300)) or "…", button("Open", f"{RECENT}:{n}", answer_id, "Open the answer"))
            for n, (answer_id, question) in enumerate(recent)
        ]
    blocks.append(context("The Code is voluntary; I advise on it, and this is not legal advice."))
    return {"type": "home", "blocks": blocks}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the Home tab."""

    @app.event("app_home_opened")
    async def opened(body: Body, context: AsyncBoltContext) -> None:
        if body["event"].get("tab") == "home":
            desk.spawn(_publish(desk, context, str(body["event"]["user"])))

    @app.action(_named(CHOOSE))
    async def chose(ack: Any, body: Body, context: AsyncBoltContext) -> None:
        role = value(body)
        known = role if role in desk.catalogue.roles else ""
        await desk.offload(desk.people.choose, str(context.team_id or ""), str(context.user_id or ""), known)
        await ack()
        desk.spawn(_publish(desk, context, str(context.user_id or "")))

    @app.action(_named(BROWSE_ROLE))
    async def by_role(ack: Any, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        if value(body) in desk.catalogue.roles:
            view = views.role(desk.catalogue, value(body), desk.config.base_url)
            desk.spawn(open_window(desk, body, context, view))

    @app.action(BROWSE_PRINCIPLE)
    async def by_principle(ack: Any, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        if value(body) in desk.catalogue.principles:
            view = views.principle(desk.catalogue, value(body), desk.config.base_url)
            desk.spawn(open_window(desk, body, context, view))

    @app.action(_named(RECENT))
    async def again(ack: Any, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        desk.spawn(_reopen(desk, body, context))


async def _publish(desk: Desk, context_: AsyncBoltContext, user: str) -> None:
    team = str(context_.team_id or "")
    client = await desk.client(team, context_.enterprise_id, bool(context_.is_enterprise_install))
    if not desk.config.allow_guests and await desk.admission.standing(client, team, user) is Standing.GUEST:
        view: Block = {"type": "home", "blocks": [section(escaped(GUEST))]}
    else:
        role = await desk.offload(desk.people.role, team, user)
        view = home(desk.catalogue, role, await desk.offload(desk.people.recent, team, user))
    await calling(client.views_publish(user_id=user, view=view))


async def _reopen(desk: Desk, body: Body, context_: AsyncBoltContext) -> None:
    try:
        view = views.everything(recalled(await desk.offload(desk.answers.get, value(body))))
    except AdviserError as error:
        view = views.notice("Not kept", str(error))
    await open_window(desk, body, context_, view)


def _named(prefix: str) -> Any:
    import re

    return re.compile(rf"{prefix}:.+")
