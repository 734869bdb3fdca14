"""A run: every question of a set put to an adviser, and what came of it.

``signpost eval`` is the command; ``python -m evals.run --home DIR --set dev`` is short for it, without peers.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol
from uuid import uuid4

from bot.answer import Answer
from corpus.passage import Passage
from evals import gold, outcome, support
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
    """Hand over to ``signpost eval`` with SIGNPOST_HOME set: this floor may not put an adviser together itself."""
    parser = argparse.ArgumentParser(prog="python -m evals.run", description="Short for “signpost eval --no-peers”.")
    parser.add_argument("--home", type=Path, help="data folder (SIGNPOST_HOME)")
    given, rest = parser.parse_known_args(arguments)
    environment = os.environ | ({"SIGNPOST_HOME": str(given.home)} if given.home else {})
    command = [sys.executable, "-c", "from api.cli import main; main()", "eval", "--no-peers", *rest]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
