from __future__ import annotations

import pytest

from bot.slack.assistant import prompts
from bot.slack.mock import MockSlack
from bot.slack.payloads import event, message, thread_started
from ontology.catalogue import Catalogue
from tests.bot.slack.conftest import Running


def test_a_new_pane_suggests_prompts_that_fit_the_role(running: Running, slack: MockSlack) -> None:
    running.app.desk.people.choose("T0SIGNPOST", "U1", "system-operator")
    assert running.post(thread_started("1.5")).status == 200
    slack.wait(lambda: "1.5" in slack.prompts)
    assert any("system operator" in p["message"] for p in slack.prompts["1.5"])


def test_without_a_role_the_prompts_are_general(running: Running, slack: MockSlack) -> None:
    running.post(thread_started("1.5"))
    slack.wait(lambda: "1.5" in slack.prompts)
    assert len(slack.prompts["1.5"]) == 4


def test_every_role_has_four_prompts(catalogue: Catalogue) -> None:
    assert all(len({p["message"] for p in prompts(role)}) == 4 for role in catalogue.roles)


def test_a_question_gets_a_status_a_streamed_answer_and_a_title(running: Running, slack: MockSlack) -> None:
    asked = slack.say("D1", "U1", "what must a developer do?", "1.5")
    running.post(message(asked.text, asked.ts, channel="D1", kind="im", thread="1.5"))
    slack.wait(lambda: running.waiting == 0 and "1.5" in slack.titles)
    (start,) = slack.of("chat.startStream")
    assert (start.args["recipient_user_id"], start.args["recipient_team_id"]) == ("U1", "T0SIGNPOST")
    (answer,) = slack.by_bot("D1")
    assert answer.thread == "1.5"
    assert answer.opening.startswith("In the Code,")
    assert answer.metadata["event_type"] == "signpost_answer"
    assert slack.titles["1.5"] == "what must a developer do?"
    assert slack.status == {}


def test_the_title_is_set_once(running: Running, slack: MockSlack) -> None:
    for text in ("5.4.1", "5.4.2"):
        asked = slack.say("D1", "U1", text, "1.5")
        running.post(message(asked.text, asked.ts, channel="D1", kind="im", thread="1.5"))
        slack.wait(lambda: running.waiting == 0 and "1.5" in slack.titles)
    assert slack.titles["1.5"] == "5.4.1"


@pytest.mark.parametrize("refusal", ["missing_scope", "channel_type_not_supported"])
def test_where_streaming_is_not_to_be_had_one_message_is_posted(
    running: Running, slack: MockSlack, refusal: str
) -> None:
    slack.fault = lambda method, _: refusal if method == "chat.startStream" else None
    for _ in range(2):
        asked = slack.say("D1", "U1", "5.4.1", "1.5")
        running.post(message(asked.text, asked.ts, channel="D1", kind="im", thread="1.5"))
        slack.wait(lambda: running.waiting == 0)
    assert len(slack.by_bot()) == 2
    assert len(slack.of("chat.startStream")) == 1


def test_moving_to_another_channel_beside_the_pane_changes_nothing(running: Running, slack: MockSlack) -> None:
    pane = {"user_id": "U1", "context": {"channel_id": "C9"}, "channel_id": "D1", "thread_ts": "1.5"}
    changed = event({"type": "assistant_thread_context_changed", "assistant_thread": pane, "event_ts": "2.0"})
    before = len(slack.calls)
    assert running.post(changed).status == 200
    assert [c.method for c in slack.calls[before:] if c.method != "auth.test"] == []
