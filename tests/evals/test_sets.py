from __future__ import annotations

from pathlib import Path

import pytest

from evals import gold, sets
from evals.errors import SetInvalid, SetUnknown
from ontology.catalogue import Catalogue

GOOD = '- id: X-1\n  category: topic\n  question: "Patches?"\n  must: ["11.1"]\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "set.yaml"


def test_the_shipped_sets_hold_every_category_and_enough_questions() -> None:
    test, dev = sets.load("test"), sets.load("dev")
    assert len(test) >= 200
    assert len(test) + len(dev) >= 400
    for questions in (test, dev):
        assert {q.category for q in questions} == set(sets.CATEGORIES)


def test_no_question_stands_in_both_sets() -> None:
    assert not {q.id for q in sets.load("test")} & {q.id for q in sets.load("dev")}


def test_every_shipped_question_has_gold_in_the_graph(catalogue: Catalogue) -> None:
    for name in sets.SHIPPED:
        for question in sets.load(name):
            gold.of(question, catalogue)


def test_a_file_is_read(file: Path) -> None:
    file.write_text(GOOD)
    (question,) = sets.load(str(file))
    assert (question.id, question.must, question.refuse) == ("X-1", ("11.1",), False)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (GOOD + "  refuse: true\n", "cannot have provisions"),
        (GOOD.replace('must: ["11.1"]', "must: []"), "nothing says what a right answer is"),
        (GOOD + '  may: ["11.1"]\n', "in “must” and in “may”"),
        (GOOD + "  select: {roles: [developer]}\n", "leave it out"),
        (GOOD.replace("11.1", "eleven"), "X-1: must.0"),
        (GOOD + "  colour: red\n", "colour"),
        (GOOD.replace("topic", "riddle"), "category"),
        (GOOD + GOOD, "Two questions are called X-1"),
        ("a: b\n", "not a list"),
        ("[", "cannot be read"),
        ("[]", "holds no questions"),
    ],
)
def test_a_wrong_set_is_named_with_what_is_wrong(file: Path, change: str, says: str) -> None:
    file.write_text(change)
    with pytest.raises(SetInvalid, match=says):
        sets.load(str(file))


def test_an_unknown_name_says_what_is_known() -> None:
    with pytest.raises(SetUnknown, match="dev, test"):
        sets.load("nonesuch")
