"""Training's parts that need no training: lessons, folds, calibration, figures."""

from __future__ import annotations

import numpy as np
import pytest

from bot.phrases import bank as banks
from bot.phrases.bank import Need, Situation
from bot.topics import train
from bot.topics.chooser import Evidence
from bot.topics.lesson import background, lessons
from bot.topics.train import Trial, calibrate, f1, figures, folds
from ontology.catalogue import Catalogue

pytest.importorskip("sklearn")


def test_background_is_what_no_need_touches() -> None:
    text = "I took over a fraud model at a large bank. There is no list of datasets and models. What now, they ask?"
    need = Need("There is no list of datasets and models", ("5.1",))
    assert background(Situation(text, (need,), ("5.1",))) == [
        "I took over a fraud model at a large bank.",
        "What now, they ask?",
    ]


def test_lessons_come_in_the_order_of_the_bank_and_cover_every_provision(whole_catalogue: Catalogue) -> None:
    bank = banks.shipped()
    taught = lessons(bank, whole_catalogue)
    assert [lesson.text for lesson in taught[: len(bank.topics)]] == [t.text for t in bank.topics]
    assert {label for lesson in taught for label, _ in lesson.labels} == set(range(72 + 6))


def test_folds_keep_a_situation_and_its_parts_together_and_spread_each_provision(whole_catalogue: Catalogue) -> None:
    taught = lessons(banks.shipped(), whole_catalogue)
    fold = folds(taught)
    current = None
    for lesson, mine in zip(taught, fold, strict=True):
        if lesson.source == "situation":
            current = mine
        elif lesson.source in ("need", "background"):
            assert mine == current
        elif lesson.source in ("restatement", "example", "threat", "about"):
            assert mine == -1
    held = {lesson.labels[0][0] for lesson, mine in zip(taught, fold, strict=True) if mine == 0}
    assert held >= set(range(72))


def test_f1_counts_neighbours_as_precise_but_not_as_found() -> None:
    must, may = frozenset({1, 2}), frozenset({1, 2, 3})
    assert f1([1, 2], must, may) == 1
    assert f1([3], must, may) == 0
    assert f1([1, 3], must, may) == pytest.approx(2 * 1 * 0.5 / 1.5)
    assert f1([1, 4], must, may) == pytest.approx(0.5)


def trial(sure: float, refused: float, source: str, right: int = 0) -> Trial:
    chances = np.full(10, (1 - sure) / 9, dtype=np.float32)
    chances[0] = sure
    count = 3 if source == "situation" else 1
    evidence = Evidence(chances, chances, chances, chances, count, count)
    gold = frozenset() if source == "none" else frozenset({right})
    return Trial(evidence, gold, gold, refused, source)


def test_calibration_learns_that_sure_is_right_and_bounds_over_refusal() -> None:
    chance = np.random.default_rng(0)
    held = [trial(0.9, float(x), "topic") for x in chance.uniform(0, 0.3, 300)]
    held += [trial(0.3, 0.1, "topic", right=int(chance.integers(1, 10))) for _ in range(50)]
    held += [trial(0.9, 0.1, "situation") for _ in range(30)]
    held += [trial(0.2, float(x), "none") for x in chance.uniform(0.5, 1, 100)]
    chooser = calibrate(held)
    over = np.mean([t.refused > chooser.decline for t in held if t.source == "topic"])
    assert over <= train.OVER_REFUSED
    measured = figures(chooser, held)
    assert measured["held-out refusals declined"] == 1
    assert measured["held-out situation F1"] == 1
    assert 0.8 < measured["held-out topic F1"] < 1
