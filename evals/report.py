"""The report: one HTML file with figures, plots, what failed and why, and what changed since the last run."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from evals import figures, plots, record
from evals.errors import RunInvalid
from evals.outcome import Outcome
from evals.record import OURS, Record
from evals.sets import CATEGORIES
from evals.trial import Trial

PAGE: Final = "report.html"
RUN: Final = "run.json"
COLUMNS: Final = (
    "questions", "precision", "recall", "f1", "exact", "list_exact", "refusal_precision", "refusal_recall",
    "over_refusal", "facts", "right",
)  # fmt: skip
CHECKS: Final = (*figures.CHECKS, "calibration_error")


def html(trial: Trial, before: Record | None = None) -> str:
    """The page for `trial`, compared with an earlier run when one is given. It loads nothing from anywhere."""
    after = trial.record
    better, worse = record.turned(before, after) if before else ((), ())
    failed = [o for o in trial.outcomes if not o.right or o.faults]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"figure": figures.shown, "verdict": figures.verdict, "frame": _frame}
    template = (resources.files("evals") / "report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(template).render(
        record=after,
        ours=OURS,
        outcomes=trial.outcomes,
        columns=COLUMNS,
        checks=CHECKS,
        plots=_plots(trial),
        before=before,
        comparisons=record.compared(before, after) if before else {},
        changed=record.changed(before, after) if before else [],
        better=better,
        worse=worse,
        failed={c: [o for o in failed if o.category == c] for c in CATEGORIES if any(o.category == c for o in failed)},
    )


def write(trial: Trial, folder: Path, before: Record | None = None) -> Path:
    """Write the page and the record into `folder`; compared with the record that lies there when `before` is None.

    Returns the page's path.

    Raises:
        RunInvalid: the folder cannot be written, or what lies there is not a record.
    """
    page, run = folder / PAGE, folder / RUN
    if before is None and run.is_file():
        last = record.load(run)
        before = last if last.set == trial.record.set else None
    text = html(trial, before)
    trial.record.save(run)
    try:
        page.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunInvalid(f"{page} cannot be written ({error.strerror}).") from error
    return page


def _plots(trial: Trial) -> list[plots.Plot]:
    rows = {
        system: {row: f["f1"] for row, f in found.items() if f["f1"] is not None}
        for system, found in trial.record.systems.items()
    }
    right = {OURS: {row: f["right"] for row, f in trial.record.systems[OURS].items()}}
    drawn = [
        plots.bars(rows, "F1 of cited provisions by category, beside the usual recipe."),
        plots.bars(right, "Share of questions that are fully right, by category."),
        plots.histogram([o.f1 for o in trial.outcomes if o.f1 is not None], "Questions by F1 of cited provisions."),
    ]
    stated = [o.decline_score for o in trial.outcomes if o.decline_score is not None]
    if stated:
        drawn.append(plots.histogram(stated, "Questions by the stated chance that the Code does not answer them."))
    return drawn


def _frame(outcome: Outcome) -> Markup:
    kept = {name: value for name, value in outcome.frame.items() if value and name != "question"}
    return Markup.escape(json.dumps(kept, indent=1, ensure_ascii=False, default=str))
