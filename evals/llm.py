"""A trial of a language model: a set answered by template, then several times with the model, and what differs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evals import figures, record, wording
from evals.errors import RunInvalid
from evals.figures import Figures
from evals.run import Asked, Ground
from evals.sets import Question
from evals.wording import CITING, Comparison

TEMPLATE: Final = "template"
DECIMALS: Final = 4
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class LlmTrial:
    """What a trial came to.

    Attributes:
        set: name of the question set; `questions` its hash.
        model: as it was set (``openai:gpt-5``).
        template: citation figures without the model.
        runs: one comparison a run.
        worse: citation figures that are lower with the model in some run, a sentence each.
    """

    set: str
    questions: str
    model: str
    template: Figures
    runs: tuple[Comparison, ...]
    worse: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As a JSON object; of each figure mean, least and most over the runs."""
        spread = wording.spread(run.figures for run in self.runs)
        return {
            "set": self.set,
            "questions": self.questions,
            "model": self.model,
            "runs": len(self.runs),
            "template": {name: _rounded(self.template[name]) for name in CITING},
            "with_model": {
                name: values and dict(zip(("mean", "least", "most"), map(_rounded, values), strict=True))
                for name, values in spread.items()
            },
            "shown": [list(found) for found in self.runs[0].shown],
            "unsupported_shown": [list(found) for run in self.runs for found in run.unsupported],
            "citations_moved": sorted({name for run in self.runs for name in run.moved}),
            "worse_than_template": list(self.worse),
        }

    def save(self, file: Path) -> None:
        """Write it as JSON.

        Raises:
            RunInvalid: the file cannot be written.
        """
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(self.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        except OSError as error:
            raise RunInvalid(f"{file} cannot be written ({error.strerror}).") from error


def hold(
    name: str, questions: Sequence[Question], model: str, plain: Asked, worded: Asked, ground: Ground,
    runs: int = 1, told: Progress | None = None,
) -> LlmTrial:  # fmt: skip
    """Put `questions` to `plain` once and to `worded` `runs` times. `told` hears (what, done, total)."""

    def telling(what: str) -> Callable[[int, int], None] | None:
        return (lambda done, total: told(what, done, total)) if told else None

    before = wording.replies(plain, ground, questions, telling(TEMPLATE))
    found = []
    for number in range(1, runs + 1):
        after = wording.replies(worded, ground, questions, telling(f"{model}, run {number}"))
        found.append(wording.compared(before, after, ground))
    return LlmTrial(
        set=name,
        questions=record.hash_of(questions),
        model=model,
        template=figures.of([reply.outcome for reply in before]),
        runs=tuple(found),
        worse=tuple(dict.fromkeys(sentence for run in found for sentence in wording.worse(before, run))),
    )


def table(trial: LlmTrial) -> str:
    """Plain text: each figure without the model, with it, and least and most over the runs."""
    lines = [f"{'':24}{TEMPLATE:>10}{'with model':>12}{'least':>10}{'most':>10}"]
    for name, values in wording.spread(run.figures for run in trial.runs).items():
        old = figures.shown(trial.template[name]) if name in CITING else ""
        new = [figures.shown(value) for value in values] if values else [figures.shown(None)] * 3
        lines.append(f"{name:24}{old:>10}{new[0]:>12}{new[1]:>10}{new[2]:>10}")
    return "\n".join(lines)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
