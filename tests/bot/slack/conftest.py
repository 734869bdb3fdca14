"""A running app over a database, a mock Slack, and an adviser whose understanding is scripted, the rest real."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from sqlalchemy import Engine

from bot.adviser import Adviser
from bot.compose import Composer
from bot.conversation import Turn
from bot.evidence import Gatherer
from bot.frame import Decline, Frame, Intent
from bot.slack.app import SlackApp, build
from bot.slack.config import SlackConfig
from bot.slack.mock import TOKEN, WAIT, MockSlack
from bot.slack.payloads import Payload, as_request
from bot.state.conversations import SqlConversations
from bot.state.engine import open_engine
from bot.state.migrate import upgrade
from bot.verify import Verifier
from corpus import digest
from ontology.catalogue import Catalogue
from ontology.model import Modality

T = TypeVar("T")
SECRET = "a-signing-secret"
_NUMBER = re.compile(r"\b\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\b")
BASE = "https://signpost.test"
GATE = 600.0  # longer than any test; a gate is opened, it does not give way


class ScriptedReader:
    """Roles by name, provisions by number, “thanks” as small talk, the rest as outside; roles carry over."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def read(self, question: str, turns: tuple[Turn, ...] = ()) -> Frame:
        low = question.lower()
        roles = tuple(r.id for r in self._catalogue.roles.values() if r.id.replace("-", " ") in low)
        ids = tuple(n for n in _NUMBER.findall(question) if n in self._catalogue.provisions)
        modality = Modality.SHALL if "required" in low else None
        if "thanks" in low:
            return Frame(question, Intent.SMALL_TALK)
        if ids:
            return Frame(question, Intent.LOOK_UP, ids=ids, why=(("ids", "a number in the question"),))
        if not roles and turns and "only" in low:
            roles, modality = turns[-1].frame.roles, Modality.SHALL
        if roles:
            return Frame(question, Intent.ENUMERATE, roles=roles, modality=modality, why=(("roles", "named"),))
        return Frame(question, Intent.OUTSIDE, decline=Decline.OUTSIDE)


class SlowAdviser(Adviser):
    """An adviser that can be held up, broken, and counted."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.broken = 0

    def ask(self, question: str, conversation_id: str | None = None) -> Any:
        self.asked.append(question)
        self.gate.wait(GATE)
        if self.broken:
            self.broken -= 1
            raise RuntimeError("secret detail")
        return super().ask(question, conversation_id)


class Running:
    """The app on an event loop of its own; payloads go in as Slack would send them over HTTP."""

    def __init__(
        self, config: SlackConfig, adviser: Any, catalogue: Catalogue, engine: Engine, keeping: dict[str, Any]
    ) -> None:
        self._make = lambda: build(config, adviser, catalogue, engine, **keeping)
        self.config = config
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.app: SlackApp = self.run(self._started())

    async def _started(self) -> SlackApp:
        app = self._make()
        await app.start()
        return app

    def run(self, work: Coroutine[Any, Any, T], seconds: float = WAIT) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def post(self, payload: Payload, secret: str = SECRET, at: int | None = None) -> BoltResponse:
        body, headers = as_request(payload, secret, at)
        return self.run(self.app.bolt.async_dispatch(AsyncBoltRequest(body=body, headers=headers)))

    @property
    def waiting(self) -> int:
        return self.app.desk.inbox.waiting()

    def stop(self) -> None:
        self.run(self.app.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def passages(catalogue: Catalogue) -> Any:
    return SimpleNamespace(
        by_id={p.id: p for p in digest.passages(catalogue)},
        passages=(),
        positions=lambda _: [],
        search=lambda *_, **__: [],
    )


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(tmp_path)
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def adviser(catalogue: Catalogue, passages: Any, engine: Engine) -> SlowAdviser:
    return SlowAdviser(
        ScriptedReader(catalogue), Gatherer(catalogue, passages), Composer(catalogue), Verifier(catalogue),
        SqlConversations(engine), BASE,
    )  # fmt: skip


@pytest.fixture
def slack() -> Iterator[MockSlack]:
    with MockSlack() as mock:
        yield mock


@pytest.fixture
def config(slack: MockSlack) -> SlackConfig:
    return SlackConfig(
        bot_token=TOKEN, signing_secret=SECRET, api_url=slack.api_url, base_url=BASE, patience=0.02,
        user_limit=0, channel_limit=0,
    )  # fmt: skip


@pytest.fixture
def start(
    config: SlackConfig, adviser: SlowAdviser, catalogue: Catalogue, engine: Engine
) -> Iterator[Callable[..., Running]]:
    """Starts an app, with changes to the configuration and to what is kept; stops it after the test."""
    running: list[Running] = []

    def started(**changes: Any) -> Running:
        keeping = {name: changes.pop(name) for name in ("evidence", "tells") if name in changes}
        running.append(Running(replace(config, **changes), adviser, catalogue, engine, keeping))
        return running[-1]

    yield started
    adviser.gate.set()
    for one in running:
        one.stop()


@pytest.fixture
def running(start: Callable[..., Running]) -> Running:
    return start()
