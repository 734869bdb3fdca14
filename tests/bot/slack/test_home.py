from __future__ import annotations

from bot.slack.home import home
from bot.slack.mock import MockSlack
from bot.slack.payloads import buttons, home_opened, mention, message, pressed
from bot.slack.refusals import refused
from ontology.catalogue import Catalogue
from tests.bot.slack.conftest import Running, SlowAdviser


def _home(running: Running, slack: MockSlack, user: str = "U1") -> dict:  # type: ignore[type-arg]
    slack.homes.pop(user, None)
    running.post(home_opened(user))
    slack.wait(lambda: user in slack.homes)
    return slack.homes[user]


def test_a_role_is_chosen_with_one_click_and_remembered(running: Running, slack: MockSlack) -> None:
    roles = buttons(_home(running, slack)["blocks"])
    slack.homes.clear()
    running.post(pressed(roles["choose_role:data-custodian"]))
    slack.wait(lambda: "U1" in slack.homes)
    assert "You are asking as" in str(slack.homes["U1"])
    assert running.app.desk.people.role("T0SIGNPOST", "U1") == "data-custodian"
    again = buttons(_home(running, slack)["blocks"])["choose_role:data-custodian"]
    slack.homes.clear()
    running.post(pressed(again))
    slack.wait(lambda: "U1" in slack.homes)
    assert running.app.desk.people.role("T0SIGNPOST", "U1") == ""


def test_questions_about_oneself_are_read_for_the_role_and_say_so(
    running: Running, slack: MockSlack, adviser: SlowAdviser
) -> None:
    running.app.desk.people.choose("T0SIGNPOST", "U1", "data-custodian")
    for user, text in (
        ("U1", "what must I do?"),
        ("U1", "what must a developer do for me?"),
        ("U2", "what must I do?"),
    ):
        asked = slack.say("D1", user, text)
        running.post(message(asked.text, asked.ts, user=user, channel="D1", kind="im"))
        slack.wait(lambda: running.waiting == 0)
    assert adviser.asked == [
        "As a data custodian: what must I do?",
        "what must a developer do for me?",
        "what must I do?",
    ]
    assert "your role" in str(slack.by_bot()[0].blocks)
    assert "your role" not in str(slack.by_bot()[1].blocks)


def test_browsing_by_role_and_principle_opens_lists(running: Running, slack: MockSlack, catalogue: Catalogue) -> None:
    elements = buttons(_home(running, slack)["blocks"])
    running.post(pressed(elements["browse_role:developer"]))
    slack.wait(lambda: len(slack.windows) == 1)
    shown = str(slack.windows[0])
    assert all(f"|{o.provision.id}>" in shown for o in catalogue.obligations(["developer"]))
    running.post(pressed(elements["browse_principle"], value="5"))
    slack.wait(lambda: len(slack.windows) == 2)
    assert all(f"|{p}>" in str(slack.windows[1]) for p in catalogue.principles["5"].provisions)


def test_recent_questions_can_be_opened_again_by_whoever_asked(running: Running, slack: MockSlack) -> None:
    asked = slack.say("C1", "U1", "5.4.1")
    running.post(mention(asked.text, asked.ts))
    slack.wait(lambda: running.waiting == 0)
    elements = buttons(_home(running, slack)["blocks"])
    running.post(pressed(elements["recent:0"]))
    slack.wait(lambda: slack.windows)
    assert "5.4.1" in str(slack.windows[0])
    assert "recent:0" not in buttons(_home(running, slack, "U2")["blocks"])


def test_a_guest_finds_a_notice(running: Running, slack: MockSlack) -> None:
    slack.users["U3"] = {"is_restricted": True}
    assert "not guests" in str(_home(running, slack, "U3"))


def test_other_tabs_are_left_alone(running: Running, slack: MockSlack) -> None:
    running.post(home_opened(tab="messages"))
    assert slack.homes == {}


def test_the_tab_keeps_to_slacks_limits(catalogue: Catalogue) -> None:
    recent = [(str(n), "<!channel> " + "x" * 5000) for n in range(5)]
    for role in ("", *catalogue.roles):
        view = home(catalogue, role, recent)
        assert refused(view["blocks"], 100) == ""
        assert "<!channel>" not in str(view)
