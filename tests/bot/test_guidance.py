"""The Guide's own measures come first, whatever stands in the first column of its table."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot import guidance
from bot.evidence import Gatherer
from bot.frame import Choice, Frame, Intent
from corpus import digest, guide
from corpus.passage import Passage
from corpus.pdf import pages
from ontology.catalogue import Catalogue
from tests.corpus import printed


@pytest.fixture(scope="module")
def fetched(whole_catalogue: Catalogue) -> tuple[Passage, ...]:
    parsed = guide.parse(pages(printed.guide(list(whole_catalogue.provisions)[:40]), "guide.pdf"), whole_catalogue)
    return guide.passages(parsed, whole_catalogue, "https://example.org/guide.pdf")


def gathered(catalogue: Catalogue, passages: tuple[Passage, ...], frame: Frame) -> list[str]:
    every = (*digest.passages(catalogue), *passages)
    store: Any = SimpleNamespace(by_id={p.id: p for p in every}, passages=every, positions=lambda keep: ())
    groups = Gatherer(catalogue, store).gather(frame).groups
    return [item.passage.id for group in groups if group.name == "guide" for item in group.items]


@pytest.mark.parametrize(
    "frame",
    [Frame("", Intent.LOOK_UP, ids=("5.4.1",)), Frame("", Intent.TOPIC, choices=(Choice("5.4.1", 0.9, ""),))],
)
def test_an_answer_is_accompanied_by_the_measures_not_the_threats(
    whole_catalogue: Catalogue, fetched: tuple[Passage, ...], frame: Frame
) -> None:
    assert gathered(whole_catalogue, fetched, frame) == ["guide/5.4.1/measures"]


def test_a_scenarios_measures_stand_in_where_there_are_no_general_ones(
    whole_catalogue: Catalogue, fetched: tuple[Passage, ...]
) -> None:
    some = tuple(p for p in fetched if not p.id.endswith("/measures"))
    assert gathered(whole_catalogue, some, Frame("", Intent.LOOK_UP, ids=("5.4.1",))) == ["guide/5.4.1/chatbot-app"]
    threats = tuple(p for p in fetched if p.id.endswith("/threats"))
    assert gathered(whole_catalogue, threats, Frame("", Intent.LOOK_UP, ids=("5.4.1",))) == ["guide/5.4.1/threats"]


def test_a_provisions_cells_are_in_the_order_of_use(fetched: tuple[Passage, ...]) -> None:
    parts = [guidance.part(p) for p in guidance.about("5.4.1", fetched)]
    assert parts[0] == "Example measures"
    assert parts[-2:] == ["Related threats or risks", "References"]
    assert len(parts) == 6
    assert guidance.about("13.9", fetched) == ()
