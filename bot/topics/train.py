"""Training the topic model: ``python -m bot.topics.train`` (the extra ``train``: torch and scikit-learn).

Twice: once on four fifths of the bank, to learn from the last fifth how sure to be (the chooser's rules and the
threshold for declining), and once on all of it, for the adapter and the head that ship. About ten minutes each on one
quiet core. Everything is written to ``bot/topics/trained``, with a report of what it was made from and how it did.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.branches import BRANCHES
from bot.branches import TOPICS as BRANCH
from bot.phrases import bank as banks
from bot.topics.chooser import FILE as CHOOSER
from bot.topics.chooser import Chooser, Evidence, Rule, best_set, evidence_of
from bot.topics.clauses import Parts
from bot.topics.head import FILE as HEAD
from bot.topics.head import NULL, Head, classes
from bot.topics.lesson import Lesson, lessons
from bot.topics.neighbours import Neighbours
from bot.topics.scorer import Scorer
from bot.topics.tuning import Tuned, tune
from indexer import model_files
from indexer.branches import digest
from ontology.catalogue import Catalogue

ADAPTER: Final = BRANCHES[BRANCH]
SEED: Final = 1
EPOCHS: Final = 5
FOLDS: Final = 5
OVER_REFUSED: Final = 0.02  # share of held-out questions with an answer that may be declined
REPORT: Final = ADAPTER.parent / "report.json"
SITUATION_PARTS: Final = ("situation", "need", "background")


@dataclass(frozen=True)
class Trial:
    """A question that was held out, with what is known of it: `must` and `may` by place, or neither for a refusal."""

    evidence: Evidence
    must: frozenset[int]
    may: frozenset[int]
    refused: float
    source: str


def folds(taught: Sequence[Lesson], seed: int = 0) -> list[int]:
    """Fold of each lesson: topics and refusals class by class, situations with their parts; -1 stays in training."""
    order = np.random.RandomState(seed)
    found = [-1] * len(taught)
    single = [i for i, lesson in enumerate(taught) if lesson.source in ("topic", "none")]
    for label in sorted({taught[i].labels[0][0] for i in single}):
        rows = order.permutation([i for i in single if taught[i].labels[0][0] == label])
        for turn, row in enumerate(rows):
            found[row] = turn % FOLDS
    starts = [i for i, lesson in enumerate(taught) if lesson.source == "situation"]
    turns = dict(zip(order.permutation(starts).tolist(), (i % FOLDS for i in range(len(starts))), strict=True))
    current = -1
    for row, lesson in enumerate(taught):
        if lesson.source in SITUATION_PARTS:
            current = turns.get(row, current)
            found[row] = current
    return found


def trials(
    tuned: Tuned, taught: Sequence[Lesson], fold: Sequence[int], bank: banks.Bank, provisions: tuple[str, ...]
) -> list[Trial]:
    """What the model trained without fold 0 makes of fold 0."""
    lines = len(bank.topics) + len(bank.none)
    vectors = tuned.encode([lesson.text for lesson in taught[:lines]])
    near = Neighbours(
        provisions, bank, vectors[: len(bank.topics)], vectors[len(bank.topics) :], [f != 0 for f in fold[:lines]]
    )
    scorer = Scorer(near, Head(tuned.prototypes, tuned.bias))
    count, found = len(provisions), []
    for lesson, mine in zip(taught, fold, strict=True):
        if mine == 0 and lesson.source in ("topic", "none", "situation"):
            parts = Parts.of(lesson.text)
            chances, among = scorer.split(scorer.logits(tuned.encode([lesson.text, *parts.clauses, *parts.sentences])))
            found.append(
                Trial(
                    evidence_of(parts, chances[:, :count], among[0]),
                    frozenset(label for label, share in lesson.labels if share == 1 and label < count),
                    frozenset(label for label, _ in lesson.labels if label < count),
                    float(chances[0, count : count + len(NULL)].sum()),
                    lesson.source,
                )
            )
    return found


def calibrate(held_out: Sequence[Trial]) -> Chooser:
    """The rules and the threshold that fit what was held out."""
    asked = [t for t in held_out if t.source == "topic"]
    safe = np.sort([t.refused for t in asked])[int(len(asked) * (1 - OVER_REFUSED))]
    return Chooser(
        _rule([t for t in asked if not t.evidence.is_situation]),
        _rule([t for t in held_out if t.source == "situation" and t.evidence.is_situation]),
        round(float(safe), 3),
    )


def _rule(asked: Sequence[Trial]) -> Rule:
    from sklearn.linear_model import LogisticRegression

    features = np.concatenate([t.evidence.features() for t in asked])
    fitted = []
    for gold in ([t.must for t in asked], [t.may for t in asked]):
        truth = [i in g for t, g in zip(asked, gold, strict=True) for i in range(len(t.evidence.whole))]
        model = LogisticRegression(C=0.3, max_iter=2000).fit(features, truth)
        fitted.append(tuple(round(float(x), 4) for x in (*model.coef_[0], model.intercept_[0])))
    return Rule(fitted[0], fitted[1])


def f1(chosen: Sequence[int], must: frozenset[int], may: frozenset[int]) -> float:
    """F1 of one answer: precision counts what must and what may be cited, recall what must."""
    right = len(must.intersection(chosen))
    if not right:
        return 0.0
    precision, recall = len((must | may).intersection(chosen)) / len(chosen), right / len(must)
    return 2 * precision * recall / (precision + recall)


def figures(chooser: Chooser, held_out: Sequence[Trial]) -> dict[str, float]:
    """How the rules do on what they were fitted on (a check of the fit, not of the model: see docs/topics.md)."""
    found: dict[str, float] = {}
    for source in ("topic", "situation"):
        rows = [t for t in held_out if t.source == source]
        scores = [f1(best_set(*chooser.chances(t.evidence)), t.must, t.may) for t in rows]
        found[f"held-out {source} F1"] = round(float(np.mean(scores)), 4)
    first = [int(t.evidence.whole.argmax()) in t.must for t in held_out if t.source == "topic"]
    found["held-out topic first right"] = round(float(np.mean(first)), 4)
    refused = [t.refused > chooser.decline for t in held_out if t.source == "none"]
    found["held-out refusals declined"] = round(float(np.mean(refused)), 4)
    return found


def write(
    tuned: Tuned, chooser: Chooser, measured: dict[str, Any], provisions: tuple[str, ...], losses: list[float]
) -> None:
    """Write the adapter, the head, the rules and the report."""
    ADAPTER.parent.mkdir(exist_ok=True)
    factors = {name: values.astype(np.float16) for name, values in tuned.adapter.items()}
    np.savez_compressed(ADAPTER, encoder=np.array(model_files.BUNDLED_SHA256), **factors)
    adapter = model_files.sha256(ADAPTER)
    Head(tuned.prototypes, tuned.bias).save(digest(model_files.BUNDLED_SHA256, ADAPTER), provisions, HEAD)
    CHOOSER.write_text(json.dumps(chooser.to_json(), indent=1) + "\n", encoding="utf-8")
    report = {
        "seed": SEED,
        "epochs": EPOCHS,
        "encoder_sha256": model_files.BUNDLED_SHA256,
        "adapter_sha256": adapter,
        "data_sha256": {name: model_files.sha256(banks.FOLDER / f"{name}.jsonl") for name in banks.USED},
        "loss_by_epoch": [round(loss, 4) for loss in losses],
        "measured": measured,
    }
    REPORT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train, calibrate, write."""
    parser = argparse.ArgumentParser(prog="python -m bot.topics.train", description="Train on the shipped bank.")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="rounds over the bank (fewer to try things out)")
    epochs = parser.parse_args().epochs
    source: Path = model_files.verified(model_files.BUNDLED)[0]
    catalogue, bank = Catalogue.load(), banks.shipped()
    provisions, taught = tuple(catalogue.provisions), lessons(bank, catalogue)
    count, fold = len(classes(provisions)), folds(taught)

    def tell(stage: str, losses: list[float]) -> Any:
        def report(epoch: int, loss: float) -> None:
            losses.append(loss)
            print(f"{stage}: round {epoch + 1} of {epochs}, loss {loss:.3f}", flush=True)

        return report

    most = [lesson for lesson, mine in zip(taught, fold, strict=True) if mine != 0]
    partly = tune(source, most, count, epochs=epochs, seed=SEED, report=tell("four fifths", []))
    held_out = trials(partly, taught, fold, bank, provisions)
    chooser = calibrate(held_out)
    losses: list[float] = []
    whole = tune(source, taught, count, epochs=epochs, seed=SEED, report=tell("all", losses))
    measured = figures(chooser, held_out)
    write(whole, chooser, measured, provisions, losses)
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
