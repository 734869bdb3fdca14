from __future__ import annotations

import pytest

from bot.slack.mock import MockSlack, Said
from bot.slack.payloads import buttons, mention, pressed
from ontology.catalogue import Catalogue
from ontology.model import Relation
from tests.bot.slack.conftest import Running


@pytest.fixture
def answer(running: Running, slack: MockSlack) -> Said:
    asked = slack.say("C1", "U1", "what must a developer do?")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    return slack.by_bot()[0]


def test_show_all_opens_the_whole_list(running: Running, slack: MockSlack, answer: Said, catalogue: Catalogue) -> None:
    firm = [
        o for o in catalogue.obligations(["developer"], relations=[Relation.OBLIGES]) if o.provision.modality == "shall"
    ]
    folded = next(
        b for b in answer.blocks if b.get("accessory", {}).get("text", {}).get("text") == f"Show all {len(firm)}"
    )
    running.post(pressed(folded["accessory"]))
    slack.wait(lambda: slack.windows)
    shown = str(slack.windows[0])
    assert all(f"*{o.provision.id}*" in shown for o in firm)
    assert "_should_" not in shown.replace("second clause is a _should_", "")


def test_quotes_show_what_the_cited_passages_say(running: Running, slack: MockSlack, answer: Said) -> None:
    running.post(pressed(buttons(answer.blocks)["quotes"]))
    slack.wait(lambda: slack.windows)
    assert "restated" in str(slack.windows[0])


def test_why_shows_how_the_question_was_read(running: Running, slack: MockSlack, answer: Said) -> None:
    running.post(pressed(buttons(answer.blocks)["why"]))
    slack.wait(lambda: slack.windows)
    assert "developers" in str(slack.windows[0])


@pytest.mark.parametrize("verdict", ["up", "down"])
def test_feedback_is_kept_with_the_answer(running: Running, slack: MockSlack, answer: Said, verdict: str) -> None:
    element = buttons(answer.blocks)["feedback"]
    assert running.post(pressed(element, value=verdict)).status == 200
    (said,) = running.app.desk.answers.said()  # type: ignore[attr-defined]
    assert said.verdict == verdict
    assert said.answer_id == element["positive_button"]["value"].split()[1]


def test_an_answer_that_is_no_longer_kept_is_said_to_be_gone(running: Running, slack: MockSlack, answer: Said) -> None:
    for name, value in (("quotes", "no-such"), ("show_all", "no-such 99999999999"), ("show_all", "\x00 -1")):
        slack.windows.clear()
        running.post(pressed(buttons(answer.blocks)[name], value=value))
        slack.wait(lambda: slack.windows)
        assert "is kept" in str(slack.windows[0])
    feedback = {"type": "button", "action_id": "feedback", "value": "up no-such"}
    assert running.post(pressed(feedback)).status == 200
    assert running.post(pressed(feedback, value="sideways x")).status in (200, 503)
