"""Situations are cut into clauses that occur in them, in order, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.topics.clauses import LONGEST, Parts, clauses


def test_a_sentence_is_cut_where_both_sides_can_stand_alone() -> None:
    (sentence,) = clauses("The vendor pushes new weights every month, and nobody knows who may see the chats.")
    assert sentence.parts == ("The vendor pushes new weights every month", "nobody knows who may see the chats.")


def test_a_short_aside_is_not_cut_off() -> None:
    (sentence,) = clauses("We have models, data and no list.")
    assert sentence.parts == (sentence.text,)


def test_a_question_of_two_sentences_is_no_situation() -> None:
    assert not Parts.of("We changed the model. Must users hear of it?")


def test_three_sentences_make_a_situation() -> None:
    parts = Parts.of("We run a bot. It reads all our mail. Nobody tested it.")
    assert parts.sentences == ("We run a bot.", "It reads all our mail.", "Nobody tested it.")


def test_numbered_points_are_apart() -> None:
    parts = Parts.of("Three gripes: 1) fixes never reach us 2) no test results 3) it changes overnight")
    assert parts.sentences == (
        "Three gripes:",
        "1) fixes never reach us",
        "2) no test results",
        "3) it changes overnight",
    )


def test_a_very_long_text_is_read_up_to_a_limit() -> None:
    parts = Parts.of("The bot is in trouble again. " * 200)
    assert len(parts.clauses) == len(parts.sentences) == LONGEST


@given(st.text(alphabet="ab ,.;:?!-–—and\n", max_size=300))
def test_parts_are_substrings_in_order(text: str) -> None:
    for sentence in clauses(text):
        at = 0
        for part in sentence.parts:
            at = sentence.text.index(part, at) + len(part)
