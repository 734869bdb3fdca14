"""The Slack app over a house: its database, its adviser, its passages as evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api import keeping, slack_settings

if TYPE_CHECKING:
    from api.wiring import House
    from bot.slack.app import SlackApp
    from bot.slack.asking import Asks


def wired(house: House, adviser: Asks) -> SlackApp:
    """The app, not started yet.

    Raises:
        SettingsInvalid: a setting of Slack's cannot be used.
        SlackMisconfigured: there is neither a bot token nor an OAuth client.
    """
    from bot.slack.app import build

    return build(
        slack_settings.config(house.settings),
        adviser,
        house.catalogue,
        house.state,
        partial(keeping.evidence, house),
        house.settings.audit_questions,
    )
