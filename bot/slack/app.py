"""The app: Bolt, the surfaces and the desk, put together over one database."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from sqlalchemy import Engine

from bot.errors import AdviserError
from bot.slack import assistant, buttons, commands, home, links, messages, web
from bot.slack.asking import Asks
from bot.slack.authorise import Authorise
from bot.slack.config import SlackConfig
from bot.slack.desk import Desk
from bot.slack.errors import Gone, SlackMisconfigured, Unreachable
from bot.slack.inbox import Inbox
from bot.slack.installations import Installations, States
from bot.slack.manifest import scopes
from bot.slack.offload import Offload
from bot.slack.people import People
from bot.slack.records import Evidence, Records, no_evidence
from bot.slack.threads import Threads
from bot.state.answers import Answers
from bot.state.audit import Audit
from ontology.catalogue import Catalogue

LOG = logging.getLogger(__name__)
DATABASE_THREADS = 4  # PostgreSQL; SQLite has one writer, and threads that wait for each other only sleep


@dataclass
class SlackApp:
    """Bolt's app and the desk behind it. :meth:`start` before the first payload, :meth:`stop` after the last."""

    config: SlackConfig
    bolt: AsyncApp
    desk: Desk

    async def start(self) -> None:
        """Begin to answer."""
        await self.desk.start()

    async def stop(self) -> None:
        """Finish what is being answered; the rest waits in the database."""
        await self.desk.stop()
        self.desk.offload.close()
        self.desk.taking.close()

    async def connect(self) -> AsyncSocketModeHandler:
        """Connect in Socket Mode.

        Raises:
            SlackMisconfigured: a token is missing, or Slack doesn't take it.
        """
        self.config.require_socket()
        handler = AsyncSocketModeHandler(self.bolt, self.config.app_token)
        if self.config.local:
            handler.client.proxy = None
            handler.client.web_client.proxy = None
        try:
            await web.calling(handler.client.web_client.apps_connections_open(app_token=self.config.app_token))
        except Gone as error:
            await handler.close_async()  # type: ignore[no-untyped-call]
            raise SlackMisconfigured(
                "Slack does not take SLACK_APP_TOKEN. It needs the scope connections:write, and Socket Mode must be on."
            ) from error
        except Unreachable as error:
            LOG.warning("%s Connecting goes on in the background.", error)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        return handler


def build(
    config: SlackConfig,
    adviser: Asks,
    catalogue: Catalogue,
    engine: Engine,
    evidence: Evidence = no_evidence,
    tells: bool = False,
) -> SlackApp:
    """The app over an up-to-date database.

    Args:
        evidence: the passages that an answer rests on, to be kept with it.
        tells: put questions' words into the audit log.

    Raises:
        SlackMisconfigured: there is neither a bot token nor an OAuth client.
    """
    if not (config.bot_token or config.oauth):
        raise SlackMisconfigured(
            "Slack needs SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for several workspaces."
        )
    threads = 1 if engine.dialect.name == "sqlite" else DATABASE_THREADS
    offload, taking = Offload(threads, "slack-db"), Offload(threads, "slack-take")
    installations = Installations(engine, taking)
    authorise = Authorise(config, installations)
    records = Records(Answers(engine, config.keep_days), Audit(engine), evidence, tells)
    desk = Desk(
        config, adviser, catalogue, records, Inbox(engine, config.lease), People(engine), Threads(engine),
        installations, authorise, offload, taking,
    )  # fmt: skip
    app = AsyncApp(
        name="signpost",
        client=web.client(config.api_url),
        signing_secret=config.signing_secret,
        authorize=authorise,  # type: ignore[arg-type]  # Bolt takes an AsyncAuthorize, too
        installation_store=installations if config.oauth else None,
        oauth_settings=_oauth(config, installations, States(engine, offload)) if config.oauth else None,
        process_before_response=True,  # a question is in the database before Slack hears that it was taken
        user_facing_authorize_error_message="Signpost is not installed in this workspace any more. Install it again.",
    )
    _register(app, desk)
    return SlackApp(config, app, desk)


def _oauth(config: SlackConfig, installations: Installations, states: States) -> AsyncOAuthSettings:
    base = (config.base_url or "").rstrip("/")
    return AsyncOAuthSettings(
        client_id=config.client_id,
        client_secret=config.client_secret,
        scopes=list(scopes(config)),
        redirect_uri=f"{base}/slack/oauth_redirect" if base else None,
        install_path="/slack/install",
        redirect_uri_path="/slack/oauth_redirect",
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=states,
    )


def _register(app: AsyncApp, desk: Desk) -> None:
    for surface in (messages, assistant, commands, buttons, home, links):
        surface.register(app, desk)

    @app.event("app_uninstalled")
    async def uninstalled(context: AsyncBoltContext) -> None:
        await _leave(desk, context)

    @app.event("tokens_revoked")
    async def revoked(body: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if (body["event"].get("tokens") or {}).get("bot"):
            await _leave(desk, context)

    @app.error
    async def failed(error: Exception) -> BoltResponse:
        if isinstance(error, AdviserError):
            LOG.warning("%s Slack is asked to send it again.", error)
        else:
            LOG.error("A payload could not be taken", exc_info=error)
        return BoltResponse(status=503, body="")


async def _leave(desk: Desk, context: AsyncBoltContext) -> None:
    team = str(context.team_id or "")
    await desk.offload(desk.installations.remove, context.enterprise_id, team)
    await desk.offload(desk.people.forget, team)
    await desk.offload(desk.threads.forget, team)
