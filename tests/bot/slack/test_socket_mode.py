"""Socket Mode against a websocket server on the loopback address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.slack.errors import SlackMisconfigured
from bot.slack.mock import MockSlack
from bot.slack.payloads import command, mention
from tests.bot.slack.conftest import Running


@pytest.fixture
def connected(start: Callable[..., Running], slack: MockSlack) -> Any:
    running = start(app_token="xapp-1", signing_secret="")
    handler = running.run(running.app.connect())
    slack.wait(lambda: slack.connected)
    yield running
    running.run(handler.close_async())


def test_events_and_commands_are_acknowledged_and_answered(connected: Running, slack: MockSlack) -> None:
    asked = slack.say("C1", "U1", "5.4.1")
    first = slack.send("events_api", mention(asked.text, asked.ts))
    second = slack.send("slash_commands", command("help", slack.response_url("C1", "U1")))
    slack.wait(lambda: {a.get("envelope_id") for a in slack.acknowledged} >= {first, second})
    slack.wait(lambda: len(slack.by_bot()) == 2)


def test_an_envelope_that_comes_again_is_answered_once(connected: Running, slack: MockSlack) -> None:
    payload = mention("5.4.1", slack.say("C1", "U1", "5.4.1").ts)
    for _ in range(2):
        slack.send("events_api", payload)
    slack.wait(lambda: len(slack.acknowledged) == 2)
    slack.wait(lambda: connected.waiting == 0)
    assert len(slack.by_bot()) == 1


@pytest.mark.parametrize(
    "changes", [{"app_token": ""}, {"app_token": "xoxb-1"}, {"app_token": "xapp-1", "bot_token": "xoxp-1"}]
)
def test_tokens_that_do_not_fit_are_named(start: Callable[..., Running], changes: dict[str, str]) -> None:
    running = start(**changes)
    with pytest.raises(SlackMisconfigured, match="SLACK_"):
        running.run(running.app.connect())


def test_an_app_token_that_slack_refuses_is_named(start: Callable[..., Running], slack: MockSlack) -> None:
    running = start(app_token="xapp-1")
    slack.fault = lambda method, _: "invalid_auth" if method == "apps.connections.open" else None
    with pytest.raises(SlackMisconfigured, match="SLACK_APP_TOKEN"):
        running.run(running.app.connect())
