"""Training what reads questions: ``python -m bot.training`` (the extra ``train``: torch and scikit-learn).

Two trainings side by side, each on one core, some twenty minutes on a quiet machine: on four fifths of the bank, to learn
from the last fifth how sure to be, and on all of it, for what ships. Everything is written to ``bot/trained``, with a report
of what it was made from and how it did. On another kind of processor the last digits may differ.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bot.topics.head import LISTED, classes
from bot.training.artefacts import write
from bot.training.calibration import calibrate
from bot.training.course import learner, material, trained
from bot.training.learner import COMPOSED, EPOCHS, Plan
from ontology.catalogue import Catalogue


def main() -> None:
    """Train, calibrate, write."""
    parser = argparse.ArgumentParser(prog="python -m bot.training", description="Train on the shipped bank.")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="rounds over the bank (fewer to try things out)")
    parser.add_argument("--composed", type=int, default=COMPOSED, help="lists composed for each round")
    asked = parser.parse_args()
    catalogue = Catalogue.load()
    taught, held = material(catalogue)
    names = tuple(catalogue.provisions)
    plan = Plan(asked.epochs, asked.composed, classes(names).index(LISTED))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        partly, wholly = (pool.submit(trained, whole, plan) for whole in (False, True))
        state, _ = partly.result()
        pupil = learner(catalogue)
        pupil.restore(state)
        fitted = calibrate(pupil, taught, held, catalogue)
        for name, figure in fitted.figures.items():
            print(f"{name:32} {figure:.3f}", flush=True)
        state, losses = wholly.result()
    pupil.restore(state)
    write(pupil, fitted, names, {"epochs": plan.epochs, "lines": len(taught), "loss_by_epoch": losses})


if __name__ == "__main__":
    main()
