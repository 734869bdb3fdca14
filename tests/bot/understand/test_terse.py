from __future__ import annotations

import pytest

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
