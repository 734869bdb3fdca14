"""Whose token answers a payload: from the database or the environment, without asking Slack.

Bolt's own way calls ``auth.test`` before it acknowledges; when Slack is slow, that alone would cost the three seconds.
"""

from __future__ import annotations

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.config import SlackConfig
from bot.slack.installations import Installations
from bot.slack.web import calling


class Authorise(AsyncAuthorize):
    """Finds the bot token of a workspace; None when the app is not installed there (any more)."""

    def __init__(self, config: SlackConfig, installations: Installations) -> None:
        self._config = config
        self._installations = installations
        self._self: dict[str, str] = {}

    async def learn(self, client: AsyncWebClient) -> dict[str, str]:
        """Ask Slack once who the single-workspace bot is (``user_id``, ``bot_id``, ``team_id``).

        Raises:
            Unreachable, Gone, SlackApiError: see :func:`bot.slack.web.calling`.
        """
        if self._config.bot_token and not self._config.oauth and not self._self:
            found = await calling(client.auth_test(token=self._config.bot_token))
            self._self = {name: str(found.get(name) or "") for name in ("user_id", "bot_id", "team_id", "team")}
        return self._self

    async def token(self, enterprise: str | None, team: str | None) -> str:
        """The bot token of a workspace; empty when there is none."""
        if not self._config.oauth:
            return self._config.bot_token
        bot = await self._installations.async_find_bot(enterprise_id=enterprise, team_id=team)
        return str(bot.bot_token) if bot else ""

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,  # noqa: ARG002
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult | None:
        if not self._config.oauth:
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_token=self._config.bot_token,
                bot_id=self._self.get("bot_id"),
                bot_user_id=self._self.get("user_id"),
            )
        org = bool(getattr(context, "is_enterprise_install", False))
        bot = await self._installations.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=org
        )
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=bot.bot_token,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
        )
