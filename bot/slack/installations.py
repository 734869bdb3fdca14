"""Where the app is installed, and OAuth states: Slack's two store interfaces over our database.

Only the bot's part of an installation is kept: the app asks for no user scopes, so there is one row for each
workspace (or organisation). Tokens are stored as they are; protect the database as you would the token itself.
"""

from __future__ import annotations

import logging
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import Engine, delete, select

from bot.slack.offload import Offload
from bot.state.engine import insert, reading, writing
from bot.state.tables import SLACK_INSTALLATION, SLACK_STATE
from bot.state.words import storable, storable_json

LOG = logging.getLogger(__name__)
STATE_SECONDS = 600


class Installations(AsyncInstallationStore):
    """Implements slack_sdk's ``AsyncInstallationStore``; raises StateUnavailable when the database is out."""

    def __init__(self, engine: Engine, offload: Offload) -> None:
        self._engine = engine
        self._offload = offload

    @property
    def logger(self) -> logging.Logger:
        return LOG

    async def async_save(self, installation: Installation) -> None:
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        await self._offload(self.save, bot)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        return await self._offload(self.find, enterprise_id, None if is_enterprise_install else team_id)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        bot = await self.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return None if bot is None else Installation(user_id=user_id or "", **_fields(bot))

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self._offload(self.remove, enterprise_id, team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A person's own tokens are not kept, so there is nothing to delete; the bot stays."""

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    def save(self, bot: Bot) -> None:
        """Keep an installation; a newer one replaces it."""
        row = {
            "enterprise_id": storable(bot.enterprise_id or ""),
            "team_id": storable(("" if bot.is_enterprise_install else bot.team_id) or ""),
            "installed": datetime.now(UTC),
            "body": storable_json(_fields(bot)),
        }
        put = insert(self._engine, SLACK_INSTALLATION).values(row)
        with writing(self._engine) as connection:
            connection.execute(
                put.on_conflict_do_update(
                    index_elements=["enterprise_id", "team_id"],
                    set_={"installed": row["installed"], "body": row["body"]},
                )
            )

    def find(self, enterprise_id: str | None, team_id: str | None) -> Bot | None:
        """The installation of a workspace, else of the organisation that it belongs to."""
        table = SLACK_INSTALLATION
        with reading(self._engine) as connection:
            for team in dict.fromkeys((team_id or "", "")):
                same = (table.c.team_id == team,) if team else (table.c.team_id == "", table.c.enterprise_id != "")
                mine = (table.c.enterprise_id == (enterprise_id or ""),)
                body = connection.execute(select(table.c.body).where(*same, *mine)).scalar()
                if body is not None:
                    return Bot(**body)
        return None

    def remove(self, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget an installation and its token."""
        table = SLACK_INSTALLATION
        with writing(self._engine) as connection:
            connection.execute(
                delete(table).where(table.c.enterprise_id == (enterprise_id or ""), table.c.team_id == (team_id or ""))
            )


class States(AsyncOAuthStateStore):
    """Implements slack_sdk's ``AsyncOAuthStateStore``: each state is good for one use within ten minutes."""

    def __init__(self, engine: Engine, offload: Offload, seconds: int = STATE_SECONDS) -> None:
        self._engine = engine
        self._offload = offload
        self._keep = timedelta(seconds=seconds)

    @property
    def logger(self) -> logging.Logger:
        return LOG

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:  # noqa: ARG002
        return await self._offload(self.issue)

    async def async_consume(self, state: str) -> bool:
        return await self._offload(self.consume, state)

    def issue(self) -> str:
        """A new state; states that ran out are removed."""
        state, now = secrets.token_urlsafe(32), datetime.now(UTC)
        with writing(self._engine) as connection:
            connection.execute(delete(SLACK_STATE).where(SLACK_STATE.c.expires < now))
            connection.execute(SLACK_STATE.insert().values(state=state, expires=now + self._keep))
        return state

    def consume(self, state: str) -> bool:
        """Whether `state` was issued, has not been used and has not run out; it is used up now."""
        gone = delete(SLACK_STATE).where(SLACK_STATE.c.state == storable(state or ""))
        with writing(self._engine) as connection:
            expires = connection.execute(gone.returning(SLACK_STATE.c.expires)).scalar_one_or_none()
        return expires is not None and expires > datetime.now(UTC)


def _fields(bot: Bot) -> dict[str, Any]:
    """A bot's fields as JSON."""
    return {
        "app_id": bot.app_id,
        "enterprise_id": bot.enterprise_id,
        "enterprise_name": bot.enterprise_name,
        "team_id": bot.team_id,
        "team_name": bot.team_name,
        "bot_token": bot.bot_token,
        "bot_id": bot.bot_id,
        "bot_user_id": bot.bot_user_id,
        "bot_scopes": ",".join(bot.bot_scopes or ()),
        "bot_refresh_token": bot.bot_refresh_token,
        "bot_token_expires_at": bot.bot_token_expires_at,
        "is_enterprise_install": bot.is_enterprise_install,
        "installed_at": bot.installed_at,
    }
