"""Links to our own pages, unfolded where they are posted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot import wording
from bot.slack.blocks import Block, context, section
from bot.slack.desk import Desk
from bot.slack.mrkdwn import escaped, linked, mrkdwn, plain
from bot.slack.web import calling
from ontology.catalogue import Catalogue

MOST: Final = 5
_PAGE: Final = re.compile(r"/(provision|principle|role)s?/([^/?#]{1,40})/?$")


def unfurl(url: str, catalogue: Catalogue, base_url: str | None) -> Block | None:
    """What to show under a link; None where it isn't to a provision, principle or role that we serve."""
    ours, theirs = urlsplit(base_url or ""), urlsplit(url)
    if not ours.netloc or theirs.netloc.lower() != ours.netloc.lower() or theirs.scheme not in ("http", "https"):
        return None
    found = _PAGE.search(theirs.path)
    if found is None or not theirs.path.startswith(ours.path.rstrip("/")):
        return None
    kind, identifier = found[1], unquote(found[2])
    if kind == "provision" and identifier in catalogue.provisions:
        provision = catalogue.provisions[identifier]
        title, body = f"{provision.id} {provision.label}", mrkdwn(provision.says)
        note = f"{mrkdwn(wording.strength(provision))}, on {escaped(wording.roles(provision.obliges))}; restated"
    elif kind == "principle" and identifier in catalogue.principles:
        principle = catalogue.principles[identifier]
        title, body = f"Principle {principle.number}: {principle.label}", ""
        note = wording.count(len(principle.provisions), "provision")
    elif kind == "role" and identifier in catalogue.roles:
        role = catalogue.roles[identifier]
        title, body, note = role.label, mrkdwn(role.definition), f"{len(catalogue.obligations([role.id]))} provisions"
    else:
        return None
    text = f"*{linked(url, title)}*\n{body}".strip()
    return {"blocks": [section(text), context(note)], "fallback": plain(f"{title}. {body}")[:1000]}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to links to our host."""

    @app.event("link_shared")
    async def shared(body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        event = body["event"]
        if body.get("is_ext_shared_channel") and not desk.config.allow_shared:
            return
        links = [str(link.get("url", "")) for link in event.get("links") or ()][:MOST]
        found = {url: made for url in links if (made := unfurl(url, desk.catalogue, desk.config.base_url))}
        if found:
            desk.spawn(_show(desk, context, event, found))


async def _show(desk: Desk, context_: AsyncBoltContext, event: Mapping[str, Any], unfurls: dict[str, Block]) -> None:
    client = await desk.client(
        str(context_.team_id or ""), context_.enterprise_id, bool(context_.is_enterprise_install)
    )
    if event.get("unfurl_id") and event.get("source"):
        call = client.chat_unfurl(unfurl_id=event["unfurl_id"], source=event["source"], unfurls=unfurls)
    else:
        call = client.chat_unfurl(channel=event["channel"], ts=event["message_ts"], unfurls=unfurls)
    await calling(call)
