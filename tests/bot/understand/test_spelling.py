from __future__ import annotations

import pytest

from bot.understand.spelling import Spelling

BANK = [
    "tell users when the model gets updated",
    "the updated model",
    "updated prompts",
    "limiting the rate",
    "limiting calls",
    "limiting access",
]
KNOWN = {"what", "have", "tell", "when", "model", "gets", "rate", "with", "users", "the", "nurse", "ward"}


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(BANK, KNOWN)


def test_haste_is_repaired(spelling: Spelling) -> None:
    assert (
        spelling.repair("wat do we haf to tel usrs wen model gets updatd")
        == "what do we have to tell users when model gets updated"
    )


def test_a_well_written_question_with_a_rare_word_is_left_alone(spelling: Spelling) -> None:
    question = "May the radiographer override the reader on the ward?"
    assert spelling.repair(question) == question


def test_dictation_loses_its_fillers(spelling: Spelling) -> None:
    repaired = spelling.repair("um so the vendor er changed it full stop is that is that allowed question mark")
    assert "um" not in repaired.split()
    assert "full stop" not in repaired
    assert repaired.count("is that") == 1


def test_a_telegram_gets_its_stops(spelling: Spelling) -> None:
    telegram = spelling.repair("OWN TEAM OR INDEPENDENT TESTERS QUERY STOP REPLY STOP")
    assert telegram == "own team or independent testers? reply."
    assert "stop" in spelling.repair("Must we stop the query?")


def test_shouting_is_lowered(spelling: Spelling) -> None:
    assert spelling.repair("DO WE NEED A LIST") == "do we need a list"


def test_other_languages_are_not_corrected(spelling: Spelling) -> None:
    question = "Müssen wir vor der Inbetriebnahme prüfen?"
    assert spelling.repair(question) == question


def test_a_slip_in_a_short_question_is_mended_but_no_ending_is_changed(spelling: Spelling) -> None:
    assert spelling.repair("the updatted model") == "the updated model"
    assert spelling.repair("the updates model") == "the updates model"


def test_words_that_only_sometimes_fill_are_kept(spelling: Spelling) -> None:
    assert spelling.repair("What do you know?") == "What do you know?"


def test_a_digit_that_numbers_something_stays_one(spelling: Spelling) -> None:
    assert spelling.repair("pls tell us wat princ 2 and phase 4 want 2 tell") == (
        "please tell us what principle 2 and phase 4 want to tell"
    )
