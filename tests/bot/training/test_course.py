"""One training: on four fifths of the bank, or on all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from bot.branches import LISTS, QUESTIONS
from bot.training import course
from bot.training.folds import ALWAYS
from bot.training.learner import Plan
from bot.training.lessons import LIMITED, Lesson
from ontology.catalogue import Catalogue


@pytest.mark.parametrize("branch", [QUESTIONS, LISTS])
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_held_out_is_never_taught(
    branch: str, whole: bool, whole_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Lesson] = []
    rates: list[float] = []

    def teach(_: Any, lessons: Sequence[Lesson], plan: Plan, tell: Callable[[int, float], None]) -> None:
        given.extend(lessons)
        rates.append(plan.rate)
        for epoch in range(plan.epochs):
            tell(epoch, 1 / (epoch + 3))

    monkeypatch.setattr(course, "teach", teach)
    monkeypatch.setattr(course, "learner", lambda *_: SimpleNamespace(state=lambda: {"done": True}))
    taught, held = course.material(whole_catalogue)
    state, losses = course.trained(branch, whole, Plan(epochs=2))
    assert (state, losses) == ({"done": True}, [0.3333, 0.25])
    mine = [lesson.limits is not None or branch == QUESTIONS for lesson in taught]
    assert given == [x for x, out, own in zip(taught, held, mine, strict=True) if own and (whole or not out)]
    assert len(given) < len(taught) or (whole and branch == QUESTIONS)
    assert rates == [course.COURSES[branch].rate]


def test_the_branch_of_lists_learns_nothing_but_their_limits(whole_catalogue: Catalogue) -> None:
    pytest.importorskip("torch")
    taught, _ = course.material(whole_catalogue)
    assert all(lesson.limits for lesson in course.of(LISTS, taught))
    assert set(course.learner(whole_catalogue, LISTS).labels) == {"roles", *LIMITED}


def test_no_restatement_is_held_out(whole_catalogue: Catalogue) -> None:
    taught, held = course.material(whole_catalogue)
    assert not any(out for lesson, out in zip(taught, held, strict=True) if lesson.source in ALWAYS)
    assert 0.1 < sum(held) / len(held) < 0.25
