"""Serving and keys from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.cli.serve import loopback, served
from api.cli.serving import served as process
from api.guards.keys import KeyRing
from api.settings import Settings
from api.wiring import House


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("signpost.internal", "http://signpost.internal:8000"),
    ],
)
def test_identifiers_are_served_where_the_server_listens_unless_set(tmp_path: Path, host: str, address: str) -> None:
    assert served(House(Settings(home=tmp_path)), host, 8000).settings.base_url == address
    public = "https://signpost.test"
    assert served(House(Settings(home=tmp_path, base_url=public)), host, 8000).settings.base_url == public


@pytest.mark.parametrize(
    ("host", "warned"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True), ("192.0.2.1", True)]
)
def test_another_address_than_loopback_without_keys_is_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, warned: bool
) -> None:
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: None)
    monkeypatch.setattr("api.guards.log.configure", lambda _: None)
    result = CliRunner().invoke(app, ["serve", "--host", host])
    assert result.exit_code == 0, result.stderr
    assert ("warning" in result.stderr) is warned
    assert loopback(host) is not warned
    assert result.stdout == ""
    if warned:
        KeyRing(tmp_path).create("somebody")
        assert "warning" not in CliRunner().invoke(app, ["serve", "--host", host]).stderr


def test_keys_are_made_listed_and_revoked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["keys", *arguments])

    token = run("create", "audit team", "--scope", "ask").stdout.strip()
    key = KeyRing(tmp_path).check(token)
    assert key is not None
    [row] = json.loads(run("list", "--json").stdout)
    assert (row["name"], row["scopes"], row["revoked"]) == ("audit team", ["ask"], None)
    assert token not in run("list").stdout
    assert run("revoke", key.id).exit_code == 0
    assert "revoked" in run("list").stdout
    refused = run("create", "x", "--scope", "everything")
    assert refused.exit_code == 1
    assert "no scope" in refused.stderr


@pytest.mark.parametrize("options", [("--workers", "2"), ("--server", "granian")])
def test_servers_of_their_own_processes_answer(real_house: House, options: tuple[str, ...]) -> None:
    if "granian" in options:
        pytest.importorskip("granian")
    with process(real_house.settings.home, *options) as up:
        answer = httpx.post(
            f"{up.url}/v1/ask", json={"question": "What must I do as a data custodian?"}, timeout=60, trust_env=False
        ).json()
    assert answer["status"] == "answered"
    assert answer["citations"][0]["uri"].startswith(up.url)


def test_a_server_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, real_house: House) -> None:
    monkeypatch.setenv("SIGNPOST_HOME", str(real_house.settings.home))
    monkeypatch.setitem(sys.modules, "granian", None)
    result = CliRunner().invoke(app, ["serve", "--server", "granian"])
    assert result.exit_code != 0
    assert "signpost-adviser[granian]" in result.stderr
