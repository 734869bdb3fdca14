"""One training from the bank to what it gives, in a form that another process can take over."""

from __future__ import annotations

from typing import Any

from bot.phrases import bank as banks
from bot.topics.head import classes
from bot.training.folds import folds
from bot.training.learner import Learner, Plan, teach
from bot.training.lessons import Lesson, labels, lessons
from indexer import model_files
from ontology.catalogue import Catalogue


def material(catalogue: Catalogue) -> tuple[tuple[Lesson, ...], list[bool]]:
    """All lessons, and which of them are held out of the first training."""
    taught = lessons(banks.shipped(), catalogue)
    return taught, [fold == 0 for fold in folds(taught)]


def learner(catalogue: Catalogue) -> Learner:
    """An untaught learner over the bundled encoder."""
    folder = model_files.verified(model_files.BUNDLED)[0]
    return Learner(folder, labels(), len(classes(tuple(catalogue.provisions))))


def trained(all_of_it: bool, plan: Plan) -> tuple[dict[str, Any], list[float]]:
    """What a training gives, and its mean loss by round; run in a process of its own."""
    catalogue = Catalogue.load()
    taught, held = material(catalogue)
    pupil, losses, name = learner(catalogue), [], "all" if all_of_it else "four fifths"

    def tell(epoch: int, loss: float) -> None:
        losses.append(round(loss, 4))
        print(f"{name}: round {epoch + 1} of {plan.epochs}, loss {loss:.3f}", flush=True)

    teach(pupil, [x for x, out in zip(taught, held, strict=True) if all_of_it or not out], plan, tell)
    return pupil.state(), losses
