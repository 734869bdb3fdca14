"""Who and where is served: members of the workspace, in its own channels, unless the operator opens the door."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.config import SlackConfig
from bot.slack.errors import Gone, Turned
from bot.slack.offload import Offload
from bot.slack.people import People, Standing
from bot.slack.question import Question, Surface
from bot.slack.web import calling, code

LOG = logging.getLogger(__name__)
SHARED = "I don't answer in channels that are shared with other organisations. Ask me in a direct message."
GUEST = "I answer members of this workspace only, not guests. Ask a member, or whoever runs me, to help."
BLIND = "I cannot see whether you are a member of this workspace. Whoever installed me has to grant users:read."
UNSEEN = "I cannot see whether this channel is shared with other organisations. Invite me to it, then share again."


class Admission:
    """Turns people and channels away that are not served."""

    def __init__(self, config: SlackConfig, people: People, offload: Offload) -> None:
        self._config = config
        self._people = people
        self._offload = offload

    async def check(self, client: AsyncWebClient, question: Question) -> None:
        """Nothing where the question may be answered.

        Raises:
            Turned: it may not; the sentence is for the asker.
            Gone: it may not, and nobody is told (a bot, somebody from another organisation).
            Unreachable: Slack could not be asked.
        """
        standing = await self.standing(client, question.team, question.user)
        if standing in (Standing.BOT, Standing.STRANGER) and not (
            standing is Standing.STRANGER and self._config.allow_shared
        ):
            raise Gone(f"A {standing} asked.")
        if standing is Standing.GUEST and not self._config.allow_guests:
            raise Turned(GUEST)
        if self._config.allow_shared:
            return
        if question.shared:
            raise Turned(SHARED)
        if question.surface is Surface.SHARE:
            await self._own_channel(client, question.channel)

    async def standing(self, client: AsyncWebClient, team: str, user: str) -> Standing:
        """What the person is to the workspace; asked once a day, and not at all where everybody is served."""
        if self._config.allow_guests and self._config.allow_shared:
            return Standing.MEMBER
        known = await self._offload(self._people.standing, team, user)
        if known is not None:
            return known
        try:
            answer = await calling(client.users_info(user=user))
        except SlackApiError as error:
            if code(error) in {"user_not_found", "user_not_visible"}:
                return Standing.STRANGER
            LOG.warning("users.info failed (%s); the app needs the scope users:read", code(error))
            raise Turned(BLIND) from error
        found = answer.get("user") or {}
        standing = Standing.MEMBER
        if found.get("is_bot"):
            standing = Standing.BOT
        elif found.get("is_stranger") or (
            team and found.get("team_id") not in (None, "", team) and not found.get("enterprise_user")
        ):
            standing = Standing.STRANGER
        elif found.get("is_restricted") or found.get("is_ultra_restricted"):
            standing = Standing.GUEST
        await self._offload(self._people.stands, team, user, standing)
        return standing

    async def _own_channel(self, client: AsyncWebClient, channel: str) -> None:
        if channel.startswith("D"):  # a direct message to us is shared with nobody
            return
        try:
            answer = await calling(client.conversations_info(channel=channel))
        except SlackApiError as error:
            raise Turned(UNSEEN) from error
        found = answer.get("channel") or {}
        if found.get("is_ext_shared") or found.get("is_pending_ext_shared"):
            raise Turned(SHARED)
