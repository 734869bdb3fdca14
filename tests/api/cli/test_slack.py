from __future__ import annotations

import json

import pytest
import yaml
from typer.testing import CliRunner

from api.cli import app, slack_replay
from bot.slack.replay import Outcome


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SIGNPOST_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_the_manifest_is_printed_as_yaml_and_json(monkeypatch: pytest.MonkeyPatch) -> None:
    text = CliRunner().invoke(app, ["slack", "manifest"])
    assert text.exit_code == 0
    monkeypatch.setenv("SIGNPOST_BASE_URL", "https://signpost.test")
    body = CliRunner().invoke(app, ["slack", "manifest", "--http", "--json"])
    assert yaml.safe_load(text.stdout)["settings"]["socket_mode_enabled"] is True
    assert json.loads(body.stdout)["settings"]["socket_mode_enabled"] is False


def test_over_http_a_public_address_is_needed() -> None:
    result = CliRunner().invoke(app, ["slack", "manifest", "--http"])
    assert result.exit_code == 1
    assert "SIGNPOST_BASE_URL" in result.stderr


def test_without_tokens_it_says_which_are_missing() -> None:
    result = CliRunner().invoke(app, ["slack"])
    assert result.exit_code == 1
    assert "SLACK_APP_TOKEN" in result.stderr


@pytest.mark.parametrize(("lost", "status"), [(0, 0), (1, 1)])
def test_a_replay_says_what_was_measured_and_fails_when_something_was_lost(
    monkeypatch: pytest.MonkeyPatch, lost: int, status: int
) -> None:
    made = Outcome(10, 0, lost, 0, 0, (0.004,) * 9 + (0.2,))
    monkeypatch.setattr(slack_replay, "_measured", lambda *_: (made, 12.3))
    result = CliRunner().invoke(app, ["slack", "replay", "--events", "10"])
    assert result.exit_code == status
    assert "p50 4.0 ms, p99 200.0 ms" in result.stdout
    assert f"lost {lost}" in result.stdout
    figures = json.loads(CliRunner().invoke(app, ["slack", "replay", "--json"]).stdout)
    assert (figures["p99_ms"], figures["lost"], figures["answer_seconds"]) == (200.0, lost, 1.5)
