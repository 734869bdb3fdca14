"""What a declined question is about."""

from __future__ import annotations

from bot.phrases.bank import NonTopic
from bot.topics.subject import Subjects
from tests.bot.topics.small import WordEncoder


def line(topic: str, peer: str | None = None) -> NonTopic:
    return NonTopic(f"how many months of {topic}", "unsettled", topic, peer)


def subject(question: str, *lines: NonTopic) -> NonTopic | None:
    return Subjects(WordEncoder()).of(question, lines)


def test_of_lines_that_are_near_the_subject_that_the_question_names_counts() -> None:
    logs, permissions = line("log months", "uk-gdpr-ico-ai"), line("agent permissions")
    assert subject("log months", permissions, logs) == logs


def test_where_no_subject_fits_none_is_named() -> None:
    assert subject("who signs the lease", line("agent permissions"), line("log months")) is None
    assert subject("who signs the lease") is None
    assert subject("who signs the lease", line("")) is None


def test_of_two_lines_with_one_subject_the_nearest_tells_who_may_know() -> None:
    assert subject("log months", line("log months", "eu-cra"), line("log months")) == line("log months", "eu-cra")
