"""A sentence of the template's that a model's reading brought up is not taken for the model's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.adviser import Adviser
from bot.answer import Claim, Path
from bot.wording import strengths
from evals import wording
from ontology.catalogue import Catalogue


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


def test_the_line_on_strengths_is_the_templates_where_it_is_right(adviser: Adviser, whole_catalogue: Catalogue) -> None:
    answer = adviser.ask("How does 13.2 differ from 11.2?")
    right = "13.2 and 11.2 are requirements (*shall*)."
    cited = [whole_catalogue.provisions[c.id] for c in answer.citations if c.kind == "provision"]
    line = strengths(cited)
    assert wording.divides(Claim(line, ()), answer, whole_catalogue)
    assert line != right
    assert not wording.divides(Claim(right, ()), answer, whole_catalogue)
    assert not wording.divides(Claim(line, (1,)), answer, whole_catalogue)
