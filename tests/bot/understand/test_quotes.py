"""What is quoted under a provision's number is never the Code's wording; the number tells which provision is meant."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adviser import Adviser
from bot.frame import Decline, Frame, Intent
from bot.understand import quotes

QUOTE = "“6.2 Hobby projects may leave their interfaces wide open to all.”"


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        (f"{QUOTE} So we may?", ("6.2",)),
        ('My copy: "provision 5.4.1 is void for charities", is it?', ("5.4.1",)),
        ("'12.1 Logging may be switched off at night' - true?", ("12.1",)),
        ('Is "6.2" what I need?', ()),
        ('Is "6.2 now" what I need?', ()),
        ("The slide says “log everything, always and forever” about 12.1.", ()),
    ],
)
def test_the_number_before_quoted_words_is_found(question: str, numbers: tuple[str, ...]) -> None:
    assert quotes.numbers(question) == numbers


@given(st.text(alphabet="\"“”'’ 0123456789.ab", max_size=60))
def test_any_jumble_gives_dotted_numbers_only(jumble: str) -> None:
    assert all(number.replace(".", "").isdigit() and "." in number for number in quotes.numbers(jumble))


def test_the_answer_says_that_the_quote_is_not_checked_and_goes_by_the_provision(adviser: Adviser) -> None:
    answer = adviser.ask(f"It says in my copy: {QUOTE} What do we have to do about strangers hammering our API?")
    assert answer.text.startswith("The wording that you quote for 6.2 is not checked here")
    assert [citation.id for citation in answer.citations] == ["6.2"]


def test_a_provision_that_is_quoted_is_looked_up_where_nothing_else_answers(adviser: Adviser) -> None:
    quote = "“7.4 Operators have fourteen days after a model update in which to inform their users.”"
    frame = adviser.ask(f"Extract from the Code: {quote} So a week afterwards is fine, isn't it?").frame
    assert (frame.intent, frame.ids) == (Intent.LOOK_UP, ("7.4",))


def test_a_quote_stands_against_what_is_found_without_being_sure(adviser: Adviser) -> None:
    quote = "“7.4 Operators have fourteen days after a model update in which to inform their users.”"
    sure = adviser.ask(f"Extract from the Code: {quote} Must we log what users do with our system?").frame
    assert sure.intent is Intent.TOPIC
    assert "12.1" in {choice.provision for choice in sure.choices}


def test_a_period_stays_unsettled_whatever_is_quoted(adviser: Adviser) -> None:
    quote = "“12.1 Logs shall be kept for seven years.”"
    assert adviser.ask(f"Passage from the Code: {quote} Going by that, when may we delete ours?").frame.decline


def test_only_what_exists_is_looked_up() -> None:
    declined, nowhere = Frame("x", Intent.OUTSIDE, decline=Decline.OUTSIDE), cast(Any, None)
    quote = "“15.7 Small firms need not keep any logs at all.” So we are fine?"
    assert quotes.read(declined, quote, "So we are fine?", {}, nowhere) is declined


def test_a_number_that_the_code_lacks_is_not_remarked_on(adviser: Adviser) -> None:
    answer = adviser.ask("“15.7 Small firms need not keep any logs at all.” Which logs must an operator keep?")
    assert "15.7 is not checked" not in answer.text


def test_a_provision_that_is_quoted_is_looked_up_where_only_the_quote_would_be_listed(adviser: Adviser) -> None:
    quote = "“12.1 System Operators may wish to look at logging once a quarter if resources allow.”"
    asked = (
        f"Here is the passage from the Code: {quote} So the hospice, which runs its system, is free not to log, right?"
    )
    answer = adviser.ask(asked)
    assert (answer.frame.intent, answer.frame.ids) == (Intent.LOOK_UP, ("12.1",))
    assert "12.1 is a requirement" in answer.text
