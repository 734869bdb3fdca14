"""The trainings of the branches, from the bank to what each gives, in a form that another process can take over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.branches import LISTS, QUESTIONS
from bot.phrases import bank as banks
from bot.topics.head import classes
from bot.training.folds import folds
from bot.training.learner import RATE, Learner, Plan, teach
from bot.training.lessons import LIMITED, Lesson, labels, lessons
from indexer import model_files
from ontology.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Course:
    """What a branch is taught: all lessons and heads, or `lists` alone with what they are limited to; `rank` of its
    factors, and the highest `rate` at which they learn."""

    lists: bool
    rank: int
    rate: float


COURSES: Final = {QUESTIONS: Course(False, 12, RATE), LISTS: Course(True, 32, 1.5e-3)}
"""By branch."""


def material(catalogue: Catalogue) -> tuple[tuple[Lesson, ...], list[bool]]:
    """All lessons, and which of them are held out of the first training."""
    taught = lessons(banks.shipped(), catalogue)
    return taught, [fold == 0 for fold in folds(taught)]


def learner(catalogue: Catalogue, branch: str) -> Learner:
    """An untaught learner over the bundled encoder."""
    course, folder = COURSES[branch], model_files.verified(model_files.BUNDLED)[0]
    if course.lists:
        return Learner(folder, {n: known for n, known in labels().items() if n in ("roles", *LIMITED)}, 0, course.rank)
    return Learner(folder, labels(), len(classes(tuple(catalogue.provisions))), course.rank)


def of(branch: str, taught: Sequence[Lesson]) -> list[Lesson]:
    """Those of the lessons `taught` that a branch learns from."""
    return [lesson for lesson in taught if lesson.limits is not None or not COURSES[branch].lists]


def trained(branch: str, all_of_it: bool, plan: Plan) -> tuple[dict[str, Any], list[float]]:
    """What a training gives, and its mean loss by round; run in a process of its own."""
    catalogue = Catalogue.load()
    taught, held = material(catalogue)
    pupil, losses = learner(catalogue, branch), []
    name = f"{branch}, {'all' if all_of_it else 'four fifths'}"

    def tell(epoch: int, loss: float) -> None:
        losses.append(round(loss, 4))
        print(f"{name}: round {epoch + 1} of {plan.epochs}, loss {loss:.3f}", flush=True)

    given = of(branch, [x for x, out in zip(taught, held, strict=True) if all_of_it or not out])
    teach(pupil, given, replace(plan, rate=COURSES[branch].rate), tell)
    return pupil.state(), losses
