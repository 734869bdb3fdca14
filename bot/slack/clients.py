"""Clients of the Web API, each with its workspace's token, over one set of connections."""

from __future__ import annotations

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import web
from bot.slack.authorise import Authorise
from bot.slack.config import SlackConfig
from bot.slack.errors import Gone
from bot.slack.question import Question


class Clients:
    """Open them on the loop that uses them."""

    def __init__(self, config: SlackConfig, authorise: Authorise) -> None:
        self._config = config
        self._authorise = authorise
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> aiohttp.ClientSession:
        """Open connections; the session is for response URLs, too."""
        timeout = aiohttp.ClientTimeout(total=web.TIMEOUT)
        self._session = aiohttp.ClientSession(timeout=timeout, trust_env=not self._config.local)
        return self._session

    async def close(self) -> None:
        """Close what :meth:`open` opened."""
        if self._session:
            await self._session.close()

    async def of(self, team: str, enterprise: str | None = None, org_install: bool = False) -> AsyncWebClient:
        """A client with the workspace's token.

        Raises:
            Gone: the app is not installed there.
        """
        token = await self._authorise.token(enterprise, None if org_install else team)
        if not token:
            raise Gone("The app is not installed in the workspace any more.", revoked=True)
        made = web.client(self._config.api_url, token)
        made.session = self._session
        if self._config.local:
            made.proxy = None
        return made

    async def asking(self, question: Question) -> AsyncWebClient:
        """A client for the workspace that `question` comes from; raises Gone."""
        return await self.of(question.team, question.enterprise, question.org_install)
