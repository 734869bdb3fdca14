"""A run on paper: figures of all systems and each question's result, as JSON that can be committed and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from evals import significance
from evals.errors import RunInvalid
from evals.figures import Figures
from evals.outcome import Outcome
from evals.sets import Question
from evals.significance import Comparison

DECIMALS: Final = 3
OURS: Final = "Signpost"
Rows = dict[str, Figures]


@dataclass(frozen=True)
class Record:
    """What a run is remembered by.

    Attributes:
        set: name of the question set; `questions` its hash, `encoder` the hash of the encoder's weights.
        systems: figures by system and row (``all`` or a category).
        rankings: ranking figures by system.
        results: each question's result, by identifier.
        latency: milliseconds, in this process and over HTTP. Reported, never compared.
    """

    set: str
    questions: str
    encoder: str
    systems: dict[str, Rows]
    rankings: dict[str, Figures] = field(default_factory=dict)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    latency: dict[str, Figures] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As a JSON object, figures rounded to three decimals (milliseconds to one)."""
        return {
            "set": self.set,
            "questions": self.questions,
            "encoder": self.encoder,
            "systems": {name: {row: _rounded(f) for row, f in rows.items()} for name, rows in self.systems.items()},
            "rankings": {name: _rounded(f) for name, f in self.rankings.items()},
            "latency": {name: _rounded(f, 1) for name, f in self.latency.items()},
            "results": self.results,
        }

    def save(self, file: Path) -> None:
        """Write it; one question a line, so that a diff can be read.

        Raises:
            RunInvalid: the file cannot be written.
        """
        data = self.to_json()
        results = data.pop("results")
        head = json.dumps(data, indent=1, ensure_ascii=False)
        lines = ",\n".join(f"  {json.dumps(i)}: {json.dumps(r, ensure_ascii=False)}" for i, r in results.items())
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f'{head.removesuffix("}").rstrip()},\n "results": {{\n{lines}\n }}\n}}\n', encoding="utf-8")
        except OSError as error:
            raise RunInvalid(f"{file} cannot be written ({error.strerror}).") from error


def load(file: Path) -> Record:
    """A stored run.

    Raises:
        RunInvalid: it is not one.
    """
    try:
        return Record(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise RunInvalid(f"{file} is not a stored run; make one with “signpost eval --save FILE”.") from error


def result(outcome: Outcome) -> dict[str, Any]:
    """One question's result, short."""
    found: dict[str, Any] = {"right": outcome.right, "cited": list(outcome.cited)}
    if outcome.f1 is not None:
        found["f1"] = round(outcome.f1, DECIMALS)
    if outcome.refused:
        found["refused"] = True
    if outcome.facts_right is not None:
        found["facts_right"] = outcome.facts_right
    return found


def hash_of(questions: Sequence[Question]) -> str:
    """SHA-256 over the questions and their gold."""
    digest = hashlib.sha256()
    for question in questions:
        digest.update(question.model_dump_json(exclude={"note"}).encode())
    return digest.hexdigest()


def changed(before: Record, after: Record) -> list[str]:
    """Quality figures that differ at three decimals, a sentence each; latency is left out, and what one run lacks."""
    old, new = _flat(before), _flat(after)
    shared = [name for name in old if name in new]
    return [f"{name}: {old[name]} before, {new[name]} now" for name in shared if old[name] != new[name]]


def compared(before: Record, after: Record) -> dict[str, Comparison]:
    """The paired randomisation test on F1 and on the share of questions that are fully right, all questions."""
    found = {}
    for metric in ("f1", "right"):
        comparison = significance.compare(_each(before, metric), _each(after, metric))
        if comparison:
            found[metric] = comparison
    return found


def _each(record: Record, metric: str) -> dict[str, float]:
    return {i: float(r[metric]) for i, r in record.results.items() if r.get(metric) is not None}


def turned(before: Record, after: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Questions that went from wrong to right, and from right to wrong."""
    shared = [i for i in after.results if i in before.results]
    was, now = before.results, after.results
    better = tuple(i for i in shared if now[i]["right"] and not was[i]["right"])
    worse = tuple(i for i in shared if was[i]["right"] and not now[i]["right"])
    return better, worse


def _flat(record: Record) -> dict[str, float | None]:
    data = record.to_json()
    found = {
        f"{system} {row} {name}": value
        for system, rows in data["systems"].items()
        for row, figures in rows.items()
        for name, value in figures.items()
    }
    return found | {f"{s} ranking {n}": v for s, figures in data["rankings"].items() for n, v in figures.items()}


def _rounded(figures: Mapping[str, float | None], decimals: int = DECIMALS) -> dict[str, float | None]:
    return {name: None if value is None else round(value, decimals) for name, value in figures.items()}
