"""Slack's events through the real HTTP door: acknowledged while no answer comes, each answered once."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api import slack_settings
from api.app import create_app
from bot.slack import replay
from bot.slack.mock import TOKEN, WAIT, MockSlack
from bot.state.audit import Audit
from bot.state.engine import open_engine
from bot.state.migrate import upgrade

SECRET = "s3cret"
EVENTS = 60


class Gated:
    """The house's adviser; no answer comes before the gate is opened."""

    def __init__(self, adviser: Any) -> None:
        self._adviser = adviser
        self.gate = threading.Event()
        self.asked = 0

    def ask(self, question: str, conversation_id: str | None = None) -> Any:
        self.asked += 1
        self.gate.wait(600)
        return self._adviser.ask(question, conversation_id)

    def understand(self, question: str, conversation_id: str | None = None) -> Any:
        raise AssertionError((question, conversation_id))


@pytest.fixture
def slack() -> Iterator[MockSlack]:
    with MockSlack() as mock:
        yield mock


@pytest.fixture
def gated(house: Any, slack: MockSlack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Gated]:
    for name in slack_settings.SECRETS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    changes = {"slack_api_url": slack.api_url, "slack_user_limit": 0, "slack_channel_limit": 0, "slack_workers": 8}
    house.settings = house.settings.model_copy(update=changes)
    house.__dict__["state"] = open_engine(tmp_path)  # the database in memory has one connection for all threads
    upgrade(house.state)
    house.__dict__["adviser"] = Gated(house.adviser)
    yield house.adviser
    house.state.dispose()


@pytest.fixture
def url(house: Any, gated: Gated) -> Iterator[str]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(house), log_level="error"))
        serving = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        serving.start()
        while not server.started:
            assert serving.is_alive()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/slack/events"
        gated.gate.set()
        server.should_exit = True
        serving.join(WAIT)


def test_events_are_acknowledged_before_any_answer_and_each_is_answered_once(
    url: str, slack: MockSlack, house: Any, gated: Gated
) -> None:
    slack.fault = replay.failing(0.05)
    sent = replay.payloads(slack, EVENTS, 0.1, "what is there?")
    delivered = asyncio.run(replay.deliver_over_http(url, SECRET, sent, 12))
    assert [status for status, _ in delivered] == [200] * EVENTS
    assert slack.by_bot() == []
    slack.wait(lambda: gated.asked >= 8)
    gated.gate.set()
    replay.settle(slack, sent, 300, after=0.5)
    found = replay.outcome(slack, sent, delivered)
    assert (found.refused, found.lost, found.doubled) == (0, 0, 0)
    assert Audit(house.state).read(limit=EVENTS)[0].who.startswith("slack:T0SIGNPOST/U")


def test_what_slack_was_told_is_kept_with_its_evidence(url: str, slack: MockSlack, house: Any, gated: Gated) -> None:
    from bot.state.answers import Answers

    gated.gate.set()
    sent = replay.payloads(slack, 1, 0, "what is there?")
    asyncio.run(replay.deliver_over_http(url, SECRET, sent, 1))
    slack.wait(lambda: replay.answers(slack))
    (line,) = Audit(house.state).read()
    kept = Answers(house.state).get(line.subject)
    assert [passage["id"] for passage in kept["evidence"]] == line.details["cited"]
    assert line.details["cited"]
