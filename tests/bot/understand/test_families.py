from __future__ import annotations

import pytest

from bot.phrases import bank
from bot.understand.families import family


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("document/etsi-en-304-223", "about/en-304-223"),
        ("edition/etsi-en-304-223", "about/en-304-223"),
        ("term/shall", "about/shall-should-may"),
        ("about/licence", "about/licence"),
        ("role/developer", "role/developer"),
    ],
)
def test_what_answers_the_same_question_is_one_family(node: str, expected: str) -> None:
    assert family(node) == expected


def test_the_head_of_a_family_belongs_to_no_other() -> None:
    families = {family(node) for node in bank.fact_nodes()}
    assert {family(head) for head in families} == families
