"""Who is let in: signatures, guests, shared channels, limits, duplicates; and installing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.slack.errors import SlackMisconfigured
from bot.slack.limits import Limits, Verdict
from bot.slack.mock import TEAM, TOKEN, MockSlack
from bot.slack.payloads import command, event, mention, message
from tests.bot.slack.conftest import Running, SlowAdviser


@pytest.mark.parametrize(
    ("secret", "age"), [("wrong", 0), ("a-signing-secret", 301), ("a-signing-secret", -301), ("", 0)]
)
def test_a_wrong_signature_or_an_old_one_gets_401(running: Running, slack: MockSlack, secret: str, age: int) -> None:
    payload = mention("5.4.1", slack.ts())
    assert running.post(payload, secret or "x", int(time.time()) - age).status == 401
    assert running.waiting == 0


def test_no_signature_gets_401(running: Running) -> None:
    assert running.run(running.app.bolt.async_dispatch(AsyncBoltRequest(body="{}", headers={}))).status == 401


def test_the_address_is_verified(running: Running) -> None:
    answer = running.post({"type": "url_verification", "challenge": "abc", "token": "t"})
    assert answer.status == 200
    assert "abc" in str(answer.body)


@pytest.mark.parametrize("user", [{"is_restricted": True}, {"is_ultra_restricted": True}])
def test_guests_are_turned_away_privately(running: Running, slack: MockSlack, adviser: SlowAdviser, user: Any) -> None:
    slack.users["U1"] = user
    running.post(mention("5.4.1", slack.say("C1", "U1", "x").ts))
    slack.wait(lambda: slack.by_bot())
    assert slack.by_bot()[0].to == "U1"
    assert "not guests" in slack.by_bot()[0].text
    assert adviser.asked == []


def test_guests_are_served_where_the_operator_says_so(start: Callable[..., Running], slack: MockSlack) -> None:
    slack.users["U1"] = {"is_restricted": True}
    running = start(allow_guests=True)
    running.post(mention("5.4.1", slack.say("C1", "U1", "x").ts))
    slack.wait(lambda: running.waiting == 0)
    assert "5.4.1" in slack.by_bot()[0].text


@pytest.mark.parametrize("user", [{"is_stranger": True}, {"team_id": "T9"}, {"is_bot": True}])
def test_strangers_and_bots_get_nothing(running: Running, slack: MockSlack, adviser: SlowAdviser, user: Any) -> None:
    slack.users["U1"] = user
    running.post(mention("5.4.1", slack.say("C1", "U1", "x").ts))
    slack.wait(lambda: running.waiting == 0)
    assert slack.by_bot() == []
    assert adviser.asked == []


def test_who_cannot_be_looked_up_is_not_served(running: Running, slack: MockSlack) -> None:
    slack.fault = lambda method, _: "missing_scope" if method == "users.info" else None
    running.post(mention("5.4.1", slack.say("C1", "U1", "x").ts))
    slack.wait(lambda: slack.by_bot())
    assert "users:read" in slack.by_bot()[0].text


def test_a_person_is_looked_up_once(running: Running, slack: MockSlack) -> None:
    for _ in range(3):
        running.post(mention("5.4.1", slack.say("C1", "U1", "x").ts))
        slack.wait(lambda: running.waiting == 0)
    assert len(slack.of("users.info")) == 1


def test_channels_of_two_organisations_are_off_by_default(
    start: Callable[..., Running], slack: MockSlack, adviser: SlowAdviser
) -> None:
    running = start()
    payload = event(mention("5.4.1", slack.say("C1", "U1", "x").ts)["event"], shared=True)
    running.post(payload)
    slack.wait(lambda: slack.by_bot())
    assert slack.by_bot()[0].to == "U1"
    assert adviser.asked == []
    opened = start(allow_shared=True)
    again = event(mention("5.4.1", slack.say("C1", "U1", "x").ts)["event"], shared=True)
    opened.post(again)
    slack.wait(lambda: adviser.asked)


@pytest.mark.parametrize("retry", [True, False])
def test_two_events_for_one_message_are_answered_once(running: Running, slack: MockSlack, retry: bool) -> None:
    asked = slack.say("C1", "U1", "5.4.1")
    first = mention("5.4.1", asked.ts)
    second = first if retry else event(first["event"])
    for payload in (first, second):
        assert running.post(payload).status == 200
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.by_bot()) == 1


def test_two_replicas_agree_on_what_came(start: Callable[..., Running], slack: MockSlack) -> None:
    payload = mention("5.4.1", slack.say("C1", "U1", "5.4.1").ts)
    replicas = [start(), start()]
    for replica in replicas:
        replica.post(payload)
    slack.wait(lambda: replicas[0].waiting == 0)
    assert len(slack.by_bot()) == 1


def test_who_asks_too_much_is_told_once(start: Callable[..., Running], slack: MockSlack, adviser: SlowAdviser) -> None:
    running = start(user_limit=2)
    for _ in range(5):
        running.post(message("5.4.1", slack.ts(), channel="D1", kind="im"))
    slack.wait(lambda: running.waiting == 0 and len(slack.by_bot()) == 3)
    assert len(adviser.asked) == 2
    assert sum("wait a minute" in m.text for m in slack.by_bot()) == 1
    running.post(command("5.4.1", slack.response_url("C1", "U2"), user="U2"))
    slack.wait(lambda: len(adviser.asked) == 3)


def test_limits_slide_and_count_people_and_channels() -> None:
    now = [0.0]
    limits = Limits(user=2, channel=3, clock=lambda: now[0])
    assert [limits.ask("a", "c") for _ in range(4)] == [Verdict.GO, Verdict.GO, Verdict.TELL, Verdict.DROP]
    assert [limits.ask("b", "c") for _ in range(2)] == [Verdict.GO, Verdict.TELL]
    now[0] = 60.0
    assert limits.ask("a", "c") is Verdict.GO
    assert all(Limits(0, 0).ask("a", "c") is Verdict.GO for _ in range(100))


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk under aiohttp 3.14
def test_several_workspaces_install_through_oauth(start: Callable[..., Running], slack: MockSlack) -> None:
    running = start(bot_token="", client_id="1.2", client_secret="s")
    assert running.post(mention("5.4.1", slack.say("C1", "U1", "x").ts)).status == 200
    assert running.waiting == 0
    flow = running.app.bolt.oauth_flow
    assert flow is not None
    page = running.run(flow.handle_installation(AsyncBoltRequest(body="", query={})))
    state = page.headers["set-cookie"][0].split("=")[1].split(";")[0]
    assert "users:read" in page.body
    back = {"code": ["good"], "state": [state]}
    cookies = {"cookie": [f"slack-app-oauth-state={state}"]}
    assert running.run(flow.handle_callback(AsyncBoltRequest(body="", query=back, headers=cookies))).status == 200
    assert running.run(flow.handle_callback(AsyncBoltRequest(body="", query=back, headers=cookies))).status == 401
    found = running.run(running.app.desk.installations.async_find_bot(enterprise_id=None, team_id=TEAM))
    assert found is not None
    assert found.bot_token == TOKEN
    running.post(mention("5.4.1", slack.say("C1", "U1", "x").ts))
    slack.wait(lambda: len(slack.by_bot()) == 1)
    running.post(event({"type": "app_uninstalled"}))
    assert running.run(running.app.desk.installations.async_find_bot(enterprise_id=None, team_id=TEAM)) is None


def test_a_revoked_installation_is_forgotten(start: Callable[..., Running], slack: MockSlack) -> None:
    from slack_sdk.oauth.installation_store import Bot

    running = start(bot_token="", client_id="1.2", client_secret="s")
    bot = Bot(bot_token="xoxb-old", bot_id="B", bot_user_id="U0BOT", team_id=TEAM, installed_at=1.0)
    running.app.desk.installations.save(bot)
    running.post(mention("5.4.1", slack.say("C1", "U1", "x").ts))
    slack.wait(lambda: running.waiting == 0)
    assert running.app.desk.installations.find(None, TEAM) is None


def test_without_a_token_there_is_no_app(start: Callable[..., Running]) -> None:
    with pytest.raises(SlackMisconfigured, match="SLACK_BOT_TOKEN"):
        start(bot_token="")


def test_the_database_holds_no_text_once_a_question_is_answered(
    running: Running, slack: MockSlack, engine: Any
) -> None:
    root = slack.say("C1", "U2", "A very private remark on lunch.")
    asked = slack.say("C1", "U1", "what must a developer do?", root.ts)
    running.post(mention(asked.text, asked.ts, thread=root.ts))
    slack.wait(lambda: running.waiting == 0)
    with engine.connect() as connection:
        for table in ("event", "slack_job", "slack_thread", "slack_person", "slack_asked", "turn", "answer", "audit"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert "private remark" not in str(rows)
    assert running.app.desk.threads.purge(-1) == 1
    assert running.app.desk.inbox.purge(1) == 0
