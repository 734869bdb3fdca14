from __future__ import annotations

import pytest

from bot.slack.mrkdwn import cut, escaped, linked, mrkdwn, plain, said


@pytest.mark.parametrize(
    "text", ["<!channel>", "<!here|here>", "<@U1>", "<#C1>", "<https://evil.example|bank>", "&lt;!channel&gt;"]
)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    for made in (escaped(text), mrkdwn(text), linked("https://a.test", text)[len("<https://a.test|") : -1]):
        assert "<" not in made
        assert ">" not in made
        assert text != "&lt;!channel&gt;" or made.startswith("&amp;lt;")


def test_marks_become_slacks() -> None:
    assert mrkdwn("**5.4.1** (*shall*; on a*b): x < y & z") == "*5.4.1* (_shall_; on a*b): x &lt; y &amp; z"
    assert plain("**5.4.1** (*shall*)") == "5.4.1 (shall)"


def test_invisible_characters_are_dropped() -> None:
    assert escaped("a\u202eb\u200bc\x00d\ne") == "abcd\ne"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a.test/|x", "https://a.test/ b", "https://a.test/>", ""]
)
def test_only_addresses_are_linked(url: str) -> None:
    assert linked(url, "label") == "label"


def test_a_label_cannot_end_a_link() -> None:
    assert linked("https://a.test/?a=1&b=2", "x|y>z") == "<https://a.test/?a=1&amp;b=2|x¦y&gt;z>"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@U1|bob> must <https://a.test|they> log?", "must they log?"),
        ("<!channel> &lt;b&gt; &amp; c", "<b> & c"),
        ("see <https://a.test/x>", "see https://a.test/x"),
        ("&amp;lt;", "&lt;"),
        ("  a\n\n b ", "a b"),
    ],
)
def test_what_a_person_typed_is_read_as_they_saw_it(typed: str, read: str) -> None:
    assert said(typed) == read


def test_cutting() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("word " * 10, 20) == "word word word word…"
