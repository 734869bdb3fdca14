from __future__ import annotations

from dataclasses import replace

import yaml

from bot.slack.config import SlackConfig
from bot.slack.manifest import EVENTS, as_yaml, manifest, scopes

PLAIN = SlackConfig()
SERVED = SlackConfig(base_url="https://signpost.test")


def test_the_yaml_is_the_manifest_with_a_reason_for_each_scope() -> None:
    for config, socket in ((PLAIN, True), (SERVED, False)):
        text = as_yaml(config, socket)
        assert yaml.safe_load(text) == manifest(config, socket)
        for scope, reason in scopes(config).items():
            assert f'- "{scope}"  # {reason}' in text


def test_scopes_that_a_setting_makes_needless_are_not_asked_for() -> None:
    everybody = replace(PLAIN, allow_guests=True, allow_shared=True)
    assert set(scopes(PLAIN)) - set(scopes(everybody)) == {"users:read", "channels:read", "groups:read"}
    assert set(scopes(SERVED)) - set(scopes(PLAIN)) == {"links:read", "links:write"}
    assert "links:read" not in scopes(replace(PLAIN, base_url="http://127.0.0.1:8000"))


def test_socket_mode_needs_no_address_and_http_names_ours() -> None:
    assert "url" not in str(manifest(PLAIN)["settings"])
    served = manifest(SERVED, socket=False)
    assert served["settings"]["event_subscriptions"]["request_url"] == "https://signpost.test/slack/events"
    assert served["oauth_config"]["redirect_urls"] == ["https://signpost.test/slack/oauth_redirect"]
    assert served["features"]["unfurl_domains"] == ["signpost.test"]
    assert served["features"]["slash_commands"][0]["url"] == "https://signpost.test/slack/events"


def test_slacks_limits_on_a_manifest_hold() -> None:
    made = manifest(SERVED)
    assert 174 <= len(made["display_information"]["long_description"]) <= 4000
    assert len(made["display_information"]["description"]) <= 140
    assert set(EVENTS) <= set(made["settings"]["event_subscriptions"]["bot_events"])
    assert len(made["features"]["shortcuts"][0]["name"]) <= 24
