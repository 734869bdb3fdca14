from __future__ import annotations

from bot.llm.schema import Sentence, SentenceReader

GOOD = 'Sure!\n```json\n{"sentences": [{"text": "A [2].", "passages": [1]}, {"text": "B } ] \\" c", "passages": []}]}'


def test_sentences_come_as_soon_as_they_are_complete() -> None:
    reader = SentenceReader()
    found = [(at, s.text) for at, c in enumerate(GOOD) for s in reader.feed(c)]
    assert [text for _, text in found] == ["A [2].", 'B } ] " c']
    assert found[0][0] < GOOD.index("B }")
    assert reader.finished


def test_what_breaks_off_gives_what_was_complete() -> None:
    reader = SentenceReader()
    assert [s.text for s in reader.feed(GOOD[:70])] == ["A [2]."]
    assert not reader.finished


def test_what_is_no_sentence_is_counted_and_left_out() -> None:
    reader = SentenceReader()
    found = reader.feed('{"sentences": [{"text": 5}, {"text": "x", "passages": ["1"]}, 7, {"text": "Good."}]}')
    assert [s.text for s in found] == ["Good."]
    assert reader.malformed == 3


def test_an_endless_reply_is_not_read_for_ever() -> None:
    reader = SentenceReader()
    for _ in range(100):
        assert reader.feed("x" * 1000) == []
    assert reader.feed(GOOD) == []


def test_several_sentences_in_one_are_checked_apart_with_all_their_markers() -> None:
    (first, second) = Sentence(text="One [2]. Two\nthree.", passages=[1]).claims()
    assert (first.text, first.markers) == ("One.", (1, 2))
    assert second.text == "Two three."
