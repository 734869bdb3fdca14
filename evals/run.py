"""A run: every question of a set put to an adviser, and what came of it.

``python -m evals.run --set dev --home DIR`` runs one over an index in DIR without the surfaces; ``signpost eval``
is the full command.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol
from uuid import uuid4

from bot.answer import Answer
from corpus.passage import Passage
from evals import figures, gold, outcome, sets, support
from evals.outcome import Outcome
from evals.sets import Question
from ontology.catalogue import Catalogue

Told = Callable[[int, int], None]


class Asked(Protocol):
    """What a run needs of an adviser."""

    def ask(self, question: str, conversation_id: str | None = None) -> Answer:
        """Answer `question` in the light of a conversation."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What answers are checked against."""

    catalogue: Catalogue
    passages: Mapping[str, Passage]

    @classmethod
    def over(cls, catalogue: Catalogue, passages: Iterable[Passage]) -> Ground:
        """With passages by their identifiers."""
        return cls(catalogue, {passage.id: passage for passage in passages})


def ask(adviser: Asked, question: Question) -> tuple[Answer, float]:
    """The answer to `question` after its turns, in a conversation of its own, and its time in milliseconds."""
    conversation = str(uuid4()) if question.turns else None
    for turn in question.turns:
        adviser.ask(turn, conversation)
    start = perf_counter()
    answer = adviser.ask(question.question, conversation)
    return answer, (perf_counter() - start) * 1000


def run(adviser: Asked, ground: Ground, questions: Sequence[Question], told: Told | None = None) -> tuple[Outcome, ...]:
    """The outcome of each question, in order. `told` hears (done, total)."""
    golds = [gold.of(question, ground.catalogue) for question in questions]  # a wrong set fails before it costs time
    found = []
    for number, (question, right) in enumerate(zip(questions, golds, strict=True), 1):
        answer, milliseconds = ask(adviser, question)
        checked = support.check(answer, question, ground.catalogue, ground.passages)
        found.append(outcome.of(question, right, answer, milliseconds, checked))
        if told:
            told(number, len(questions))
    return tuple(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a set over the index in a data folder and print figures and failures."""
    parser = argparse.ArgumentParser(prog="python -m evals.run", description=__doc__)
    parser.add_argument("--set", default="dev", help="dev, test, or a YAML file")
    parser.add_argument("--home", type=Path, required=True, help="data folder (SIGNPOST_HOME)")
    parser.add_argument("--category", action="append", help="only this category; may be given again")
    parser.add_argument("--id", action="append", help="only this question; may be given again")
    parser.add_argument("--explain", action="store_true", help="show frame and answer of each failure")
    given = parser.parse_args(arguments)
    questions = [
        q
        for q in sets.load(given.set)
        if (not given.category or q.category in given.category) and (not given.id or q.id in given.id)
    ]
    adviser, ground = _here(given.home)
    found = run(adviser, ground, questions)
    sys.stdout.write(figures.table(figures.summary(found)) + "\n\n")
    sys.stdout.write(figures.failures(found, given.explain) + "\n")
    return 0


def _here(home: Path) -> tuple[Asked, Ground]:
    """An adviser over the digest alone, without the surfaces' settings."""
    from bot.adviser import Adviser
    from bot.phrases import bank
    from corpus import digest
    from indexer import build, encoder_store, model_files

    catalogue = Catalogue.load()
    sources = build.Sources(digest.passages(catalogue), bank.texts())
    fingerprint = sources.fingerprint(encoder_store.weights_of(model_files.BUNDLED))
    index = build.open_index(build.IndexConfig(home), lambda: sources, fingerprint)
    return Adviser.over(catalogue, index), Ground.over(catalogue, sources.passages)


if __name__ == "__main__":
    sys.exit(main())
