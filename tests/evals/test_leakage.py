from __future__ import annotations

import pytest

from evals import leakage
from evals.leakage import Text
from tests.evals.conftest import LetterEncoder

QUESTION = Text("T-1", "Can our chatbot quietly learn from what nurses type?")


def test_no_question_of_the_sets_stands_in_the_phrase_bank() -> None:
    assert [str(leak) for leak in leakage.check()] == []


@pytest.mark.parametrize(
    ("other", "how"),
    [
        ("can our chatbot quietly learn from what nurses type", "hash"),
        ("CAN OUR CHATBOT -- QUIETLY LEARN FROM WHAT NURSES TYPE?!", "hash"),
        ("Can our chatbot quietly learn from what the nurses type?", "5-grams"),
    ],
)
def test_the_same_and_nearly_the_same_are_found(other: str, how: str) -> None:
    (leak,) = leakage.find([QUESTION], [Text("bank:1", "Something else"), Text("bank:7", other)])
    assert (leak.other.place, leak.how) == ("bank:7", how)
    assert "T-1 and bank:7" in str(leak)


def test_another_question_on_the_same_topic_is_no_leak() -> None:
    assert leakage.find([QUESTION], [Text("bank:1", "May the ward's bot train itself on staff input?")]) == []


def test_vectors_find_what_letters_do_not() -> None:
    others = [Text("bank:1", "type nurses what from learn quietly chatbot our can")]
    assert leakage.find([QUESTION], others) == []
    (leak,) = leakage.find([QUESTION], [Text("b:1", QUESTION.text + " Can our chatbot")], LetterEncoder().encode)
    assert leak.alike > leakage.COSINE or leak.how == "5-grams"


def test_the_bank_is_read_whole() -> None:
    places = {text.place.split(":")[0] for text in leakage.bank()}
    assert {"topics.jsonl", "situations.jsonl", "none.jsonl", "terms.jsonl"} <= places
