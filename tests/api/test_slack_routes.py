from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api import slack_settings
from api.app import create_app
from api.errors import SettingsInvalid
from api.settings import Settings
from bot.slack.mock import TOKEN, MockSlack
from bot.slack.payloads import as_request, mention
from bot.state.engine import open_engine
from bot.state.migrate import upgrade

SECRET = "s3cret"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in slack_settings.SECRETS:
        monkeypatch.delenv(name, raising=False)


def test_without_slacks_secrets_there_is_no_such_path(client: TestClient) -> None:
    assert client.post("/slack/events").status_code == 404


@pytest.mark.parametrize(
    ("given", "mounted"),
    [
        (("SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"), True),
        (("SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"), True),
        (("SLACK_BOT_TOKEN",), False),
        (("SLACK_SIGNING_SECRET",), False),
        (("SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID"), False),
    ],
)
def test_when_it_is_mounted(monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], mounted: bool) -> None:
    for name in given:
        monkeypatch.setenv(name, "x")
    assert slack_settings.mountable() is mounted


def test_slack_is_answered_over_http(house: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    with MockSlack() as slack:
        house.settings = house.settings.model_copy(update={"slack_api_url": slack.api_url, "require_key": True})
        with TestClient(create_app(house)) as client:
            body, headers = as_request(mention("what must I do?", slack.say("C1", "U1", "x").ts), SECRET)
            assert client.post("/slack/events", content=body, headers=headers).status_code == 200
            slack.wait(lambda: slack.by_bot())
            body, headers = as_request(mention("what must I do?", slack.ts()), "wrong")
            assert client.post("/slack/events", content=body, headers=headers).status_code == 401
            assert client.post("/slack/events", content=b"\xff{", headers=headers).status_code == 400
            assert client.get("/slack/install").status_code == 404
    _ = Engine, open_engine, upgrade


def test_settings_become_the_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("xoxb-file\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(secret))
    made = slack_settings.config(Settings(slack_mention_only="C1, C2", slack_api_url="http://127.0.0.1:1/api"))
    assert made.bot_token == "xoxb-file"
    assert made.mention_only == {"C1", "C2"}
    assert made.api_url == "http://127.0.0.1:1/api/"


@pytest.mark.parametrize(
    "changes", [{"slack_api_url": "nonsense"}, {"slack_api_url": "ftp://x"}, {"slack_threads": "sometimes"}]
)
def test_wrong_settings_are_named(changes: dict[str, str]) -> None:
    with pytest.raises(SettingsInvalid, match="SIGNPOST_SLACK"):
        slack_settings.config(Settings(**changes))


def test_a_secret_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN_FILE", "/no/such/file")
    with pytest.raises(SettingsInvalid, match="SLACK_APP_TOKEN_FILE"):
        slack_settings.config(Settings())
