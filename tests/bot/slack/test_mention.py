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
