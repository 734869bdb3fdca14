"""Block Kit limits, at the edges and for whatever an answer may hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import DISCLAIMER, Answer, Citation, Claim, Section, Status
from bot.frame import Choice, Frame, Intent
from bot.slack import views
from bot.slack.blocks import FALLBACK, MESSAGE_BLOCKS, SECTION, VIEW_BLOCKS, modal, section, sections, select
from bot.slack.message import FOLD, apart, message, plain_text
from bot.slack.payloads import buttons
from bot.slack.refusals import refused

ODD = st.text(st.sampled_from("ab *_`~<>&|!@#\n\u202e\u200b\x00[]()é😀"), max_size=60)
TEXT = st.builds(lambda t, n: t * n, ODD, st.sampled_from([1, 1, 1, 80, 400]))
URI = st.sampled_from(
    [
        "https://signpost.example/id/provision/1",
        "https://a.test/x?a=1&b=2",
        "javascript:alert(1)",
        "",
        "https://a.test/" + "x" * 2000,
    ]
)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    count = draw(st.integers(0, 80))
    citations = tuple(
        Citation(n, "provision", "5.4.1", draw(URI), draw(TEXT), draw(st.sampled_from(["shall", "should", None])),
                 draw(TEXT), draw(st.booleans()), draw(st.none() | URI))
        for n in range(1, draw(st.integers(0, 6)) + 1)
    )  # fmt: skip
    claims = st.builds(Claim, TEXT, st.lists(st.integers(0, 8), max_size=4).map(tuple))
    found = [
        Section(tuple([draw(claims)] * draw(st.integers(1, max(1, count)))), draw(TEXT), draw(st.booleans()))
        for _ in range(draw(st.integers(0, 12)))
    ]
    frame = Frame(
        draw(TEXT), Intent.TOPIC, choices=(Choice(draw(TEXT), 0.5, draw(TEXT)),), why=((draw(TEXT), draw(TEXT)),)
    )
    return Answer(
        draw(st.sampled_from(Status)), "", citations, citations[:3], "c", frame, tuple(found), attribution=draw(TEXT)
    )


@settings(max_examples=60, deadline=None)
@given(answers(), st.booleans(), st.booleans(), TEXT)
def test_any_answer_keeps_to_slacks_limits(answer: Answer, private: bool, late: bool, role: str) -> None:
    made = message(answer, private=private, late=late, role=role, shared_by="U1" if late else "")
    assert refused(made.blocks, MESSAGE_BLOCKS) == ""
    assert refused(made.rest, MESSAGE_BLOCKS) == ""
    assert 1 <= len(made.text) <= FALLBACK
    assert 1 <= len(made.opening) <= 12_000
    for view in (views.everything(answer), views.quotes(answer), views.why(answer), views.listed(answer, 0)):
        assert refused(view["blocks"], VIEW_BLOCKS) == ""
        assert len(view["title"]["text"]) <= 24
        assert "<!" not in " ".join(marked(view))
    shown = " ".join([*marked(made.blocks), made.text, made.opening])
    assert "<!" not in shown
    assert "<javascript:" not in shown
    assert "(javascript:" not in made.opening
    assert "<@" not in shown.replace("<@U1>", "")


def marked(value: object) -> list[str]:
    """Every text in which Slack would read markup."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [text for item in value.values() for text in marked(item)]
    return [text for item in value for text in marked(item)] if isinstance(value, list) else []


@pytest.mark.parametrize("length", [0, 1, SECTION - 1, SECTION, SECTION + 1, 9000])
def test_a_section_at_the_edge(length: int) -> None:
    text = section("x" * length)["text"]["text"]
    assert 1 <= len(text) <= SECTION
    assert (text == "x" * length) is (1 <= length <= SECTION)


@pytest.mark.parametrize("cut_at", range(2990, 3003))
def test_a_cut_never_falls_inside_an_entity_or_a_link(cut_at: int) -> None:
    for piece in ("&amp;", "<https://a.test|link>"):
        text = section("x" * (cut_at - 3) + piece + "y" * 50)["text"]["text"]
        assert len(text) <= SECTION
        assert text.count("&") == text.count("&amp;")
        assert text.count("<") == text.count(">")


def test_lines_are_packed_without_being_torn() -> None:
    made = sections(["a" * 1000] * 7)
    assert [len(b["text"]["text"]) for b in made] == [2001, 2001, 2001, 1000]


def _listing(count: int) -> Answer:
    citations = tuple(
        Citation(
            n, "provision", f"1.{n}", f"https://a.test/{n}", f"1.{n}", "should" if n % 2 else "shall", "q", False, None
        )
        for n in range(1, count + 1)
    )
    claims = tuple(Claim(f"claim {n}", (n,)) for n in range(1, count + 1))
    sections_ = (Section((Claim("Short."),)), Section(claims, "Everything", listed=True))
    return Answer(Status.ANSWERED, "", citations, (), "c", Frame("q", Intent.TOPIC), sections_)


def test_strengths_that_stand_mixed_are_set_apart_the_firm_first() -> None:
    parts = apart(_listing(6))
    assert [p.heading for p in parts] == ["", "Everything: Required (*shall*)", "Everything: Recommended (*should*)"]
    assert [len(p.claims) for p in parts] == [1, 3, 3]


@pytest.mark.parametrize(("count", "folded"), [(2 * FOLD, 0), (2 * FOLD + 2, 0), (2 * FOLD + 4, 2), (100, 2)])
def test_only_long_lists_fold_and_never_to_hide_a_single_item(count: int, folded: int) -> None:
    made = message(_listing(count))
    openers = [b["accessory"] for b in made.blocks if "accessory" in b]
    assert len(openers) == folded
    if folded:
        assert openers[0]["text"]["text"] == f"Show all {count // 2}"


def test_the_short_answer_stands_first_and_the_disclaimer_once_last() -> None:
    made = message(_listing(4))
    assert made.blocks[0]["text"]["text"] == "Short."
    assert made.opening == "Short."
    assert str(made.blocks).count(DISCLAIMER) == 1
    assert DISCLAIMER in str(made.blocks[-1])


def test_markers_are_links_to_our_pages_and_plain_where_none_are_served() -> None:
    assert "<https://a.test/1|[1]>" in str(message(_listing(1)).blocks)
    base = Citation(
        1, "provision", "5.1", "https://signpost.example/id/provision/5.1", "5.1", "shall", "q", False, None
    )
    answer = Answer(Status.ANSWERED, "", (base,), (), "c", Frame("q", Intent.TOPIC), (Section((Claim("Yes.", (1,)),)),))
    assert message(answer).blocks[0]["text"]["text"] == "Yes. [1]"


def test_in_plain_text_nothing_is_lost() -> None:
    text = plain_text(_listing(30))
    assert all(f"claim {n} [{n}]" in text for n in range(1, 31))
    assert text.index("claim 2 ") < text.index("claim 1 ")
    assert text.endswith(DISCLAIMER)


def test_a_refusal_has_pointers_and_no_quotes() -> None:
    pointer = Citation(1, "provision", "5.4", "https://a.test/5.4", "5.4 Protect", "shall", "q", False, None)
    answer = Answer(Status.REFUSED, "", (), (pointer,), "c", Frame("q", Intent.OUTSIDE), (Section((Claim("No."),)),))
    made = message(answer)
    assert "<https://a.test/5.4|5.4 Protect>" in str(made.blocks)
    assert not {"quotes", "why"} & set(buttons(made.blocks))


def test_a_window_that_is_too_long_says_so() -> None:
    assert "more than Slack can show" in str(modal("t", [section("x")] * 101)["blocks"][-1])
    assert len(select("p", "a", [("x" * 200, "v" * 200)] * 150)["options"]) == 100
