"""A list for “us” is that of the role which the asker told before."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bot.adviser import Adviser
from bot.conversation import Turn
from bot.frame import Frame, Intent
from bot.understand import askers

LIST = Frame("x", Intent.ENUMERATE)


def said(question: str, *roles: str) -> Turn:
    return Turn(question, Frame(question, Intent.TOPIC, roles=roles), (), "answered", "a", datetime.now(UTC))


@pytest.mark.parametrize(
    ("question", "before", "roles"),
    [
        ("Which requirements are there for us?", "We run a bought triage bot.", ("system-operator",)),
        ("Can you show me all requirements of Principle 8?", "We run a bought triage bot.", ()),
        ("List the recommendations in principle 12 for me.", "We run a bought triage bot.", ()),
        ("Tell us which requirements bind us.", "We run a bought triage bot.", ("system-operator",)),
        ("Which requirements hold in the US?", "We run a bought triage bot.", ()),
        ("Which requirements are there?", "We run a bought triage bot.", ()),
        ("Which requirements are there for us, whatever role?", "We run a bought triage bot.", ()),
        ("Which requirements are there for us?", "The vendor runs a triage bot.", ()),
    ],
)
def test_the_role_is_taken_from_what_the_asker_told_of_themselves(
    question: str, before: str, roles: tuple[str, ...]
) -> None:
    assert askers.carried(LIST, question, (said(before, "system-operator"),)).roles == roles


def test_the_last_that_was_told_counts_and_nothing_replaces_a_role_that_is_there() -> None:
    turns = (said("We train it.", "developer"), said("We host it, too.", "system-operator"), said("Thanks for that."))
    assert askers.carried(LIST, "What binds us?", turns).roles == ("system-operator",)
    own = LIST.having(roles=("end-user",))
    assert askers.carried(own, "What binds us?", turns) is own
    topic = Frame("x", Intent.TOPIC)
    assert askers.carried(topic, "What about our logs?", turns) is topic


def test_a_conversation_keeps_the_asker_in_view(adviser: Adviser) -> None:
    conversation = str(uuid4())
    adviser.ask("Vet group here, we run a supplier's triage bot unchanged in our own data centre.", conversation)
    answer = adviser.ask("Which requirements are there for us in secure deployment?", conversation)
    assert answer.frame.roles == ("system-operator",)
    changed = adviser.ask("Keep us as we are, but move on to the maintenance phase.", conversation).frame
    assert (changed.roles, changed.phases) == (("system-operator",), ("secure-maintenance",))
