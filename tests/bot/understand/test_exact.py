"""What is named outright: numbers that exist and that do not, other standards that are meant and that are mentioned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.frame import Choice, Decline, Frame, Intent
from bot.topics.model import TopicReading
from bot.understand import numbers
from bot.understand.exact import Exact
from bot.understand.references import References
from bot.understand.roles import RoleFinder
from ontology.catalogue import Catalogue

NOTHING: Mapping[str, float] = {}


class Topics:
    """A topic model that reads every question alike."""

    def __init__(self, *provisions: str) -> None:
        self.reading = TopicReading(tuple(Choice(p, 0.9, "") for p in provisions), provisions, {})

    def read(self, question: str) -> TopicReading:
        return self.reading


@pytest.fixture(scope="module")
def references(whole_catalogue: Catalogue) -> References:
    return References(whole_catalogue)


def exact(catalogue: Catalogue, references: References, *provisions: str) -> Exact:
    topics: Any = Topics(*provisions)
    return Exact(catalogue, references, topics, RoleFinder(catalogue))


def test_numbers_are_looked_up_or_compared(whole_catalogue: Catalogue, references: References) -> None:
    def read(question: str, **intent: float) -> Frame:
        named = numbers.find(question, whole_catalogue)
        return exact(whole_catalogue, references).looked_up(question, named, intent)

    assert (read("6.4, please").intent, read("6.4, please").ids) == (Intent.LOOK_UP, ("6.4",))
    assert read("6.4 and principle 3").ids == ("6.4", "P3")
    assert read("6.4 and 6.3").intent is Intent.LOOK_UP
    assert read("6.4 and 6.3", compare=0.9).intent is Intent.COMPARE
    assert read("6.4 versus 6.3").intent is Intent.COMPARE
    assert read("What does 6.4 differ from?").intent is Intent.LOOK_UP
    assert "requirement" in read("So 6.4 is optional, right?").notes[0]


def test_a_number_that_the_code_does_not_have_comes_with_its_neighbours(
    whole_catalogue: Catalogue, references: References
) -> None:
    named = numbers.find("What does 6.9 say?", whole_catalogue)
    frame = exact(whole_catalogue, references).nonexistent("What does 6.9 say?", named)
    assert (frame.decline, frame.missing) == (Decline.NONEXISTENT, ("6.9",))
    assert frame.near
    assert all(p.startswith("6.") for p in frame.near)


def test_a_standard_is_looked_up_where_it_is_meant(whole_catalogue: Catalogue, references: References) -> None:
    def read(question: str, *provisions: str, **intent: float) -> Frame | None:
        named = numbers.find(question, whole_catalogue)
        return exact(whole_catalogue, references, *provisions).mapped(question, named, intent)

    assert read("Who runs it?") is None
    assert read("Our auditor knows OWASP") is None
    assert read("Our auditor knows OWASP, touching on much", "6.4", map=0.1) is None
    by_words, by_head = read("What maps to LLM01:2025?", map=0.1), read("LLM01:2025 and us?", map=0.9)
    assert by_words is not None
    assert by_words.intent is Intent.MAP
    assert "target/" in by_words.nodes[0]
    assert by_head is not None
    assert by_head.nodes == by_words.nodes
    numbered = read("What in ISO 42001 corresponds to 6.4?")
    assert numbered is not None
    assert numbered.ids == ("6.4",)
    assert not numbered.choices
    topical = read("What in ISO 42001 corresponds to disclosure?", "6.4")
    assert topical is not None
    assert [c.provision for c in topical.choices] == ["6.4"]
    assert read("What in ISO 42001 corresponds to the weather?") is None
