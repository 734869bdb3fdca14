"""Figures: outcomes averaged, for all questions and by category, and shown as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evals import metrics
from evals.outcome import Outcome
from evals.sets import CATEGORIES

Figures = dict[str, float | None]
ALL: Final = "all"
CHECKS: Final = ("modality_accuracy", "quote_fidelity", "no_invented_id", "citation_recall", "citation_precision")
COLUMNS: Final = (
    "questions", "precision", "recall", "f1", "exact", "list_exact", "refusal_recall", "over_refusal", "facts", "right",
)  # fmt: skip
LATENCY: Final = ("p50_ms", "p95_ms")


def of(outcomes: Sequence[Outcome]) -> Figures:
    """Every quality figure of `outcomes`; None where there is nothing to measure.

    ``f1`` and the like are macro averages over the questions whose gold has provisions.
    """
    pairs = [(o.refused, o.should_refuse) for o in outcomes]
    sure = [o for o in outcomes if o.decline_score is not None]
    found: Figures = {
        "questions": float(len(outcomes)),
        "precision": metrics.mean(o.precision for o in outcomes if o.precision is not None),
        "recall": metrics.mean(o.recall for o in outcomes if o.recall is not None),
        "f1": metrics.mean(o.f1 for o in outcomes if o.f1 is not None),
        "exact": metrics.mean(float(o.exact) for o in outcomes if o.exact is not None),
        "list_exact": metrics.mean(float(o.exact) for o in outcomes if o.exact is not None and o.listed),
        "refusal_precision": metrics.refusal_precision(pairs),
        "refusal_recall": metrics.refusal_recall(pairs),
        "over_refusal": metrics.over_refusal(pairs),
        "calibration_error": metrics.calibration_error(
            [o.decline_score for o in sure if o.decline_score is not None], [o.should_refuse for o in sure]
        ),
        "facts": metrics.mean(float(o.facts_right) for o in outcomes if o.facts_right is not None),
        "right": metrics.mean(float(o.right) for o in outcomes),
    }
    for name in CHECKS:
        values = (o.checks.get(name) for o in outcomes)
        found[name] = metrics.mean(v for v in values if v is not None)
    return found


def latency(outcomes: Sequence[Outcome]) -> Figures:
    """Median and 95th percentile of the time of one answer, in milliseconds. Reported, never compared."""
    times = [o.milliseconds for o in outcomes]
    return {"p50_ms": metrics.percentile(times, 0.5), "p95_ms": metrics.percentile(times, 0.95)}


def summary(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Figures for ``all`` and each category that occurs."""
    found = {ALL: of(outcomes)}
    for category in CATEGORIES:
        members = [o for o in outcomes if o.category == category]
        if members:
            found[category] = of(members)
    return found


def shown(value: float | None) -> str:
    """A figure with three decimals; whole numbers above one as they are; a dash for None."""
    if value is None:
        return "–"
    return f"{value:.0f}" if value > 1 and value == int(value) else f"{value:.3f}"


def table(rows: dict[str, Figures], columns: Sequence[str] = COLUMNS) -> str:
    """A plain-text table, one row a category, the remaining figures of ``all`` below it."""
    width = max(12, *(len(name) for name in rows)) + 1
    wide = [max(len(c), 6) + 2 for c in columns]
    lines = [" " * width + "".join(f"{c:>{w}}" for c, w in zip(columns, wide, strict=True))]
    for name, figures in rows.items():
        cells = (f"{shown(figures.get(c)):>{w}}" for c, w in zip(columns, wide, strict=True))
        lines.append(f"{name:<{width}}" + "".join(cells))
    if ALL in rows:
        rest = [f"{k} {shown(v)}" for k, v in rows[ALL].items() if k not in columns]
        lines += ["", "; ".join(rest)]
    return "\n".join(lines)


def failures(outcomes: Sequence[Outcome], explain: bool = False) -> str:
    """What failed and how, a line or two for each question."""
    lines = []
    for o in outcomes:
        if o.right and not o.faults:
            continue
        lines.append(f"{o.id}  {' / '.join((*o.turns, o.question))}")
        lines.append(f"    {verdict(o)}")
        lines += [f"    ! {fault}" for fault in o.faults]
        if explain:
            kept = {k: v for k, v in o.frame.items() if v and k != "question"}
            lines += [f"    frame: {kept}", f"    answer: {o.answer[:600]!r}"]
    return "\n".join(lines)


def verdict(o: Outcome) -> str:
    """In one line: what was wanted, and what came."""
    wanted = "decline" if o.should_refuse else f"must {' '.join(o.must) or 'nothing'}"
    if o.may:
        wanted += f" (may {' '.join(o.may)})"
    got = "declined" if o.refused else f"got {' '.join(o.cited) or 'no provision'}"
    f1 = f", F1 {o.f1:.2f}" if o.f1 is not None else ""
    facts = "; a fact is missing" if o.facts_right is False else ""
    return f"{wanted}; {got}{f1}{facts}"
