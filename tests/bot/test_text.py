from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QuestionEmpty, QuestionInvalid, QuestionTooLong
from bot.text import LONGEST, clean


def test_control_bidirectional_and_zero_width_characters_are_removed() -> None:
    assert clean("what\u202e must\u200b I\x07 do\ufeff?") == "what must I do?"


def test_white_space_is_folded() -> None:
    assert clean("  what\n\n must\t I do ") == "what must I do"


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\u200b", "\x00\x01", "?!…", "\u202e\n"])
def test_a_question_with_nothing_left_is_refused_with_a_hint(nothing: str) -> None:
    with pytest.raises(QuestionEmpty, match="Ask something"):
        clean(nothing)


def test_the_longest_question_is_read_and_one_more_character_is_not() -> None:
    assert len(clean("a" * LONGEST)) == LONGEST
    with pytest.raises(QuestionTooLong, match="4,001"):
        clean("a" * (LONGEST + 1))


@given(st.text(max_size=200))
def test_whatever_comes_in_nothing_invisible_comes_out(question: str) -> None:
    try:
        cleaned = clean(question)
    except QuestionInvalid:
        return
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in cleaned)
    assert clean(cleaned) == cleaned
