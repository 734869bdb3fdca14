"""A sentence of the template's that a model's reading brought up is not taken for the model's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adviser import Adviser
from bot.answer import Claim, Path
from evals import wording


@pytest.mark.parametrize(
    ("text", "markers", "opens"),
    [
        ("Of the Code's provisions in Principle 12, 4 provisions oblige system operators.", (), True),
        ("Of the Code's provisions in Principle 12, 5 provisions oblige system operators.", (), False),
        ("Of the Code's provisions in Principle 12, 4 provisions oblige system operators.", (1,), False),
        ("In the Code, 3 provisions oblige system operators and 1 more has others inform them.", (), True),
        ("The Code has 4 provisions that you may ignore.", (), False),
    ],
)
def test_an_opening_counts_what_the_answer_cites(
    text: str, markers: tuple[int, ...], opens: bool, adviser: Adviser
) -> None:
    answer = adviser.ask("What must a system operator do under Principle 12?")
    assert wording.opens(Claim(text, markers), answer) is opens


def test_a_refusal_is_the_templates_unless_a_model_worded_it(adviser: Adviser) -> None:
    refused, answered = adviser.ask("What's the weather in Leeds?"), adviser.ask("What must developers do?")
    claim = refused.sections[0].claims[0]
    assert wording.refuses(claim, refused)
    assert not wording.refuses(Claim("Tout cela est facultatif.", ()), refused)
    assert not wording.refuses(claim, answered)
    assert not wording.refuses(claim, replace(refused, path=Path.MODEL))
    assert not wording.refuses(Claim(claim.text, (1,)), refused)
