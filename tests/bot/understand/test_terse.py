from __future__ import annotations

import pytest

from bot.adviser import Adviser
from bot.frame import Intent
from bot.understand.terse import only_limits


@pytest.mark.parametrize(
    "question",
    [
        "system operators + secure end of life = ?",
        "Data custodian duties, phase four?",
        "Principle 12 for developers, please.",
        "developers / P5 / list",
    ],
)
def test_limits_side_by_side_ask_for_nothing_else(question: str) -> None:
    assert only_limits(question)


@pytest.mark.parametrize(
    "question", ["system operators and patching", "Why developers?", "Is end of life optional for operators?"]
)
def test_any_other_word_is_a_question_of_its_own(question: str) -> None:
    assert not only_limits(question)


def test_such_a_question_is_answered_with_the_list(adviser: Adviser) -> None:
    frame = adviser.understand("system operators + secure end of life = ?")
    assert (frame.intent, frame.roles) == (Intent.ENUMERATE, ("system-operator",))
    assert frame.phases == ("secure-end-of-life",)
