"""``/code`` and the shortcut."""

from __future__ import annotations

import pytest

from bot.slack.mock import MockSlack
from bot.slack.payloads import buttons, command, pressed, shortcut
from tests.bot.slack.conftest import Running, SlowAdviser


def _code(running: Running, slack: MockSlack, text: str, channel: str = "C1") -> None:
    assert running.post(command(text, slack.response_url(channel, "U1"), channel=channel)).status == 200
    slack.wait(lambda: running.waiting == 0)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("data custodian", "What must I do as a data custodian?"),
        ("Data Custodians", "What must I do as a data custodian?"),
        ("system-operator", "What must I do as a system operator?"),
        ("principle 5", "Which provisions does Principle 5 have?"),
        ("P13", "Which provisions does Principle 13 have?"),
        ("principle 14", "principle 14"),
        ("5.4.1", "5.4.1"),
        ("what about &lt;script&gt;?", "what about <script>?"),
    ],
)
def test_the_command_reads_roles_principles_numbers_and_questions(
    running: Running, slack: MockSlack, adviser: SlowAdviser, typed: str, asked: str
) -> None:
    _code(running, slack, typed)
    assert adviser.asked == [asked]


@pytest.mark.parametrize("typed", ["help", "", "HELP?"])
def test_help_says_what_can_be_asked(running: Running, slack: MockSlack, adviser: SlowAdviser, typed: str) -> None:
    _code(running, slack, typed)
    assert adviser.asked == []
    assert "/code 5.4.1" in slack.by_bot()[0].text


def test_the_answer_is_private_until_it_is_shared_and_then_posted_once(running: Running, slack: MockSlack) -> None:
    _code(running, slack, "5.4.1")
    (private,) = slack.by_bot()
    assert private.to == "U1"
    share = buttons(private.blocks)["share"]
    for _ in range(2):
        running.post(pressed(share, slack.response_url("C1", "U1")))
        slack.wait(lambda: running.waiting == 0)
    slack.wait(lambda: len(slack.by_bot()) == 1)
    (public,) = slack.by_bot()
    assert public.to == ""
    assert "<@U1>" in str(public.blocks)
    assert "share" not in buttons(public.blocks)


def test_nothing_is_shared_into_a_channel_of_two_organisations(running: Running, slack: MockSlack) -> None:
    slack.channels["C1"] = {"is_ext_shared": True}
    _code(running, slack, "5.4.1")
    running.post(pressed(buttons(slack.by_bot()[0].blocks)["share"], slack.response_url("C1", "U1")))
    slack.wait(lambda: len(slack.by_bot()) == 2)
    assert all(m.to == "U1" for m in slack.by_bot())
    assert "shared with other organisations" in slack.by_bot()[-1].text


def test_a_channel_that_cannot_be_seen_gets_nothing_either(running: Running, slack: MockSlack) -> None:
    _code(running, slack, "5.4.1", channel="X1")
    running.post(pressed(buttons(slack.by_bot()[0].blocks)["share"], slack.response_url("X1", "U1"), channel="X1"))
    slack.wait(lambda: len(slack.by_bot()) == 2)
    assert "Invite me" in slack.by_bot()[-1].text


def test_the_shortcut_checks_a_message_privately(running: Running, slack: MockSlack, adviser: SlowAdviser) -> None:
    url = slack.response_url("C1", "U1")
    assert running.post(shortcut("Should a <@U9|bob> developer log &amp; alert?", url, "1.0")).status == 200
    slack.wait(lambda: running.waiting == 0)
    assert adviser.asked == ["Should a developer log & alert?"]
    assert [m.to for m in slack.by_bot()] == ["U1"]


def test_a_message_without_words_is_not_checked(running: Running, slack: MockSlack, adviser: SlowAdviser) -> None:
    running.post(shortcut("", slack.response_url("C1", "U1"), "1.0"))
    slack.wait(lambda: running.waiting == 0)
    assert adviser.asked == []
    assert "no words" in slack.by_bot()[0].text


def test_the_same_command_delivered_twice_is_answered_once(running: Running, slack: MockSlack) -> None:
    payload = command("5.4.1", slack.response_url("C1", "U1"))
    for _ in range(2):
        running.post(payload)
    slack.wait(lambda: running.waiting == 0)
    assert len(slack.by_bot()) == 1


def test_a_reply_goes_to_slack_and_nowhere_else(running: Running, slack: MockSlack) -> None:
    running.post(command("5.4.1", "http://169.254.169.254/latest"))
    running.post(command("5.4.1", "https://hooks.slack.com.evil.example/x"))
    slack.wait(lambda: running.waiting == 0)
    assert slack.by_bot() == []
    assert not running.app.desk.delivery._is_slack("https://evil.example/.slack.com")
    assert running.app.desk.delivery._is_slack("https://hooks.slack.com/commands/1")
