"""Held out is a fifth of each part of the bank; situations are never torn apart."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases import bank as banks
from bot.training.folds import ALWAYS, FOLDS, folds
from bot.training.lessons import SITUATION_PARTS, Lesson, lessons
from ontology.catalogue import Catalogue


@pytest.fixture(scope="module")
def taught(whole_catalogue: Catalogue) -> tuple[Lesson, ...]:
    return lessons(banks.shipped(), whole_catalogue)


def test_a_situation_and_its_parts_are_kept_together(taught: tuple[Lesson, ...]) -> None:
    current = -1
    for lesson, fold in zip(taught, folds(taught), strict=True):
        if lesson.source == "situation":
            current = fold
        if lesson.source in SITUATION_PARTS:
            assert fold == current >= 0


def test_some_parts_always_stay_in_training_and_no_others(taught: tuple[Lesson, ...]) -> None:
    for lesson, fold in zip(taught, folds(taught), strict=True):
        assert (fold == -1) == (lesson.source in ALWAYS), lesson


def test_every_provision_and_every_part_is_tested_on(taught: tuple[Lesson, ...]) -> None:
    held = [lesson for lesson, fold in zip(taught, folds(taught), strict=True) if fold == 0]
    assert {lesson.classes[0][0] for lesson in held if lesson.classes} >= set(range(72))
    assert {lesson.source for lesson in held} == {lesson.source for lesson in taught} - set(ALWAYS)
    assert 0.15 < len(held) / len(taught) < 0.25


def test_the_same_seed_folds_alike(taught: tuple[Lesson, ...]) -> None:
    assert folds(taught) == folds(taught)
    assert folds(taught) != folds(taught, 1)


@given(st.lists(st.tuples(st.sampled_from(["topic", "none", "fact"]), st.integers(0, 3)), max_size=80))
def test_each_class_of_each_part_is_spread_evenly(drawn: list[tuple[str, int]]) -> None:
    taught = [Lesson(str(i), source, ((label, 1.0),)) for i, (source, label) in enumerate(drawn)]
    by_class: dict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    for key, fold in zip(drawn, folds(taught), strict=True):
        by_class[key][fold] += 1
    for counts in by_class.values():
        each = [counts[fold] for fold in range(FOLDS)]
        assert max(each) - min(each) <= 1
