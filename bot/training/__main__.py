"""Training what reads questions: ``python -m bot.training`` (the extra ``train``: torch and scikit-learn).

Each branch is trained twice, side by side, each time on one core, an hour in all on a quiet machine: on four fifths of
the bank, to learn from the last fifth how sure to be, and on all of it, for what ships. Everything is written to
``bot/trained``, with a report of what it was made from and how it did. On another kind of processor the last digits may
differ.
"""

from __future__ import annotations

import argparse
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.topics.head import LISTED, classes
from bot.training.artefacts import write
from bot.training.calibration import calibrate
from bot.training.course import COURSES, learner, material, trained
from bot.training.learner import COMPOSED, EPOCHS, Plan
from ontology.catalogue import Catalogue

Training = tuple[dict[str, Any], list[float]]
"""What a training gave, and its mean loss by round."""


def main() -> None:
    """Train, calibrate, write."""
    parser = argparse.ArgumentParser(prog="python -m bot.training", description="Train on the shipped bank.")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="rounds over the bank (fewer to try things out)")
    parser.add_argument("--composed", type=int, default=COMPOSED, help="lists composed for each round")
    parser.add_argument(
        "--kept", type=Path, help="folder for what was trained; found there, only the rules are fitted anew"
    )
    asked = parser.parse_args()
    catalogue = Catalogue.load()
    taught, held = material(catalogue)
    names = tuple(catalogue.provisions)
    plan = Plan(asked.epochs, asked.composed, classes(names).index(LISTED))
    results = {branch: _trained_twice(branch, plan, asked.kept) for branch in COURSES}
    pupils = {branch: learner(catalogue, branch) for branch in COURSES}
    for branch, (most, _) in results.items():
        pupils[branch].restore(most[0])
    fitted = calibrate(pupils, taught, held, catalogue)
    for name, figure in fitted.figures.items():
        print(f"{name:32} {figure:.3f}", flush=True)
    for branch, (_, whole) in results.items():
        pupils[branch].restore(whole[0])
    losses = {branch: whole[1] for branch, (_, whole) in results.items()}
    write(pupils, fitted, names, {"epochs": plan.epochs, "lines": len(taught), "loss_by_epoch": losses})


def _trained_twice(branch: str, plan: Plan, kept: Path | None) -> list[Training]:
    """What trainings of `branch` on four fifths of the bank and on all of it gave, or what they once gave in `kept`."""
    files = [kept / f"{branch}-{name}.pickle" for name in ("most", "all")] if kept else []
    if files and all(file.is_file() for file in files):
        return [pickle.loads(file.read_bytes()) for file in files]  # noqa: S301 - written by this command
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(trained, branch, all_of_it, plan) for all_of_it in (False, True)]
        results = [job.result() for job in jobs]
    for file, result in zip(files, results, strict=False):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(result))
    return results


if __name__ == "__main__":
    main()
