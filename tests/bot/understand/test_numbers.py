from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand.numbers import find
from ontology.catalogue import Catalogue


@pytest.mark.parametrize(
    ("question", "provisions"),
    [
        ("What does 5.4.1 say?", ("5.4.1",)),
        ("Compare 5.4 and 5.4.2.", ("5.4", "5.4.2")),
        ("ETSI 5.2.1-4.1", ("5.4.1",)),
        ("What is 5.4.1-2 in EN 304 223 about?", ("11.2",)),
        ("Is 12.2 a must?", ("12.2",)),
        ("difference: 5.3 v 6.5", ("5.3", "6.5")),
        ("our v5.4 model is 8.1 GB, 2.5 million rows", ()),
        ("We work from EN 304 223. What is 5.4.1 called over there?", ("5.4.1",)),
        ("What's 5.4.1's number in the ETSI standard?", ("5.4.1",)),
        ("Under what number does ETSI list the Code's 5.4.1?", ("5.4.1",)),
        ("gpt-4.1 and NIST MEASURE 2.7", ()),
    ],
)
def test_provisions_are_found_by_either_number(
    question: str, provisions: tuple[str, ...], whole_catalogue: Catalogue
) -> None:
    assert find(question, whole_catalogue).provisions == provisions


@pytest.mark.parametrize(
    ("question", "principles"),
    [
        ("principle 7", (7,)),
        ("Principles 7 and 8", (7, 8)),
        ("principles 8 + 9 only", (8, 9)),
        ("the eleventh principle", (11,)),
        ("principle nine, please", (9,)),
        ("P12 pls", (12,)),
        ("what operators have under the first four principles", (1, 2, 3, 4)),
        ("the last two principles", (12, 13)),
        ("the final three of the principles", (11, 12, 13)),
        ("the first thirteen principles", ()),
        ("principles five to eight", (5, 6, 7, 8)),
        ("principles 9 right through to 11", (9, 10, 11)),
        ("principles two, seven and nine", (2, 7, 9)),
        ("principle 5 or one of the others", (5,)),
        ("principle 6 and two of its provisions", (6,)),
        ("Map principle 5 to seven NIST functions", (5,)),
        ("Does principle nine and two pen tests do?", (9,)),
        ("What are the first three GDPR principles?", ()),
        ("the last two of the Code's principles", (12, 13)),
        ("shoulds in princ. 4", (4,)),
        ("all of it, from the first principle to the last", ()),
        ("what is 5.2.1 in the European Standard?", (5,)),
        ("What is 5.4.1 of EN 304 223 called in the Code?", (11,)),
    ],
)
def test_principles_are_found_by_number_word_or_clause(
    question: str, principles: tuple[int, ...], whole_catalogue: Catalogue
) -> None:
    assert find(question, whole_catalogue).principles == principles


@pytest.mark.parametrize(
    ("question", "missing"),
    [("quote 15.1", "15.1"), ("Principle 14?", "Principle 14"), ("what is 3.9", "3.9"), ("ETSI 5.9.9-1", "5.9.9-1")],
)
def test_numbers_that_do_not_exist_are_named(question: str, missing: str, whole_catalogue: Catalogue) -> None:
    assert missing in find(question, whole_catalogue).missing


CATALOGUE = Catalogue.load()


@given(st.text(alphabet="0123456789.- PpEetsi", max_size=60))
def test_any_jumble_of_digits_gives_only_numbers_that_exist(jumble: str) -> None:
    catalogue = CATALOGUE
    found = find(jumble, catalogue)
    assert all(p in catalogue.provisions for p in found.provisions)
    assert all(str(p) in catalogue.principles for p in found.principles)
