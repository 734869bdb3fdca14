from __future__ import annotations

from bot.slack.mock import MockSlack
from bot.slack.payloads import buttons, mention
from tests.bot.slack.conftest import BASE, Running


def test_a_mention_is_answered_once_in_its_thread_with_links_that_open(running: Running, slack: MockSlack) -> None:
    asked = slack.say("C1", "U1", "what must I do as a data custodian?")
    assert running.post(mention(asked.text, asked.ts)).status == 200
    slack.wait(lambda: running.waiting == 0)
    (answer,) = slack.by_bot()
    assert answer.thread == asked.ts
    assert not answer.streaming
    assert answer.text.startswith("In the Code,")
    text = " ".join(b["text"]["text"] for b in answer.blocks if b["type"] == "section")
    assert f"<{BASE}/id/provision/" in text
    assert text.index("shall") < text.index("should")
    assert {"quotes", "why", "feedback"} <= set(buttons(answer.blocks))
    assert str(answer.blocks).count("not legal advice") == 1


def test_the_status_is_shown_before_the_answer_and_gone_after(running: Running, slack: MockSlack) -> None:
    asked = slack.say("C1", "U1", "5.4.1")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    methods = [c.method for c in slack.calls]
    if "assistant.threads.setStatus" in methods:
        assert methods.index("assistant.threads.setStatus") < methods.index("chat.startStream")
    assert slack.status == {}
