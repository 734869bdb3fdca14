"""One training: on four fifths of the bank, or on all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from bot.training import course
from bot.training.folds import ALWAYS
from bot.training.learner import Plan
from bot.training.lessons import Lesson
from ontology.catalogue import Catalogue


@pytest.mark.parametrize("whole", [True, False])
def test_what_is_held_out_is_never_taught(
    whole: bool, whole_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Lesson] = []

    def teach(_: Any, lessons: Sequence[Lesson], plan: Plan, tell: Callable[[int, float], None]) -> None:
        given.extend(lessons)
        for epoch in range(plan.epochs):
            tell(epoch, 1 / (epoch + 3))

    monkeypatch.setattr(course, "teach", teach)
    monkeypatch.setattr(course, "learner", lambda _: SimpleNamespace(state=lambda: {"done": True}))
    taught, held = course.material(whole_catalogue)
    state, losses = course.trained(whole, Plan(epochs=2))
    assert (state, losses) == ({"done": True}, [0.3333, 0.25])
    assert given == [lesson for lesson, out in zip(taught, held, strict=True) if whole or not out]
    assert len(given) < len(taught) or whole


def test_no_restatement_is_held_out(whole_catalogue: Catalogue) -> None:
    taught, held = course.material(whole_catalogue)
    assert not any(out for lesson, out in zip(taught, held, strict=True) if lesson.source in ALWAYS)
    assert 0.1 < sum(held) / len(held) < 0.25
