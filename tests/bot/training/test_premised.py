"""Questions after a statement teach what they teach alone."""

from __future__ import annotations

from bot.training.lessons import Lesson, listed
from bot.training.premised import Premised

STATED = Lesson("Ofcom wrote the Code", "stated", node="about/publisher")
ASKED = Lesson("Do we have to keep logs?", "topic", ((3, 1.0),), intent="topic", must=frozenset({3}))
LIST = listed("What must operators do?", roles=("system-operator",), place=9)
FACT = Lesson("Who wrote it?", "fact", intent="fact", node="about/publisher")


def test_each_is_a_statement_and_a_question_with_the_labels_of_the_question() -> None:
    for lesson in Premised(1, [STATED, ASKED, LIST, FACT]).join(60):
        assert "fcom wrote the Code" in lesson.text
        source = ASKED if "logs" in lesson.text else LIST
        assert source.text[1:] in lesson.text
        assert (lesson.classes, lesson.intent, lesson.limits, lesson.node) == (
            source.classes, source.intent, source.limits, "",
        )  # fmt: skip


def test_they_differ_and_come_alike_from_one_seed() -> None:
    texts = [lesson.text for lesson in Premised(1, [STATED, ASKED, LIST]).join(60)]
    assert len(set(texts)) > 10
    assert texts == [lesson.text for lesson in Premised(1, [STATED, ASKED, LIST]).join(60)]
    assert texts != [lesson.text for lesson in Premised(2, [STATED, ASKED, LIST]).join(60)]


def test_without_statements_or_questions_there_is_nothing_to_join() -> None:
    assert Premised(1, [ASKED, LIST]).join(5) == []
    assert Premised(1, [STATED, FACT]).join(5) == []


def test_abbreviations_keep_their_capitals_within_a_sentence() -> None:
    stated = Lesson("DSIT fines us", "stated", node="about/penalties")
    texts = [lesson.text for lesson in Premised(1, [stated, ASKED]).join(40)]
    assert any("Since DSIT" in text for text in texts)
    assert not any("dSIT" in text for text in texts)
