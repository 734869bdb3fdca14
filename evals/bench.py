"""The benchmark: what an answer costs in time and memory, beside the usual recipe in the same run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from evals import metrics
from evals.errors import RunInvalid

COLD_RUNS: Final = 5
WARM_UP: Final = 5
STEP_SECONDS: Final = 900


@dataclass(frozen=True, slots=True)
class Costs:
    """What one system costs; None where it was not measured.

    Attributes:
        cold_s: seconds from starting a process to its end with an answer, median.
        warm_p50_ms, warm_p95_ms: milliseconds of an answer in a process that has answered before.
        memory_mb: resident memory of the process that has answered.
        build_s: seconds to make everything that is kept on disk, from nothing.
    """

    cold_s: float | None
    warm_p50_ms: float | None
    warm_p95_ms: float | None
    memory_mb: float | None
    build_s: float | None


TARGETS: Final = Costs(cold_s=1.5, warm_p50_ms=15.0, warm_p95_ms=40.0, memory_mb=400.0, build_s=90.0)
NAMES: Final = {
    "cold_s": "cold ask, start to exit (s)",
    "warm_p50_ms": "warm ask, p50 (ms)",
    "warm_p95_ms": "warm ask, p95 (ms)",
    "memory_mb": "serving process (MB)",
    "build_s": "first build (s)",
}


def cold(command: Sequence[str], environment: Mapping[str, str], runs: int = COLD_RUNS) -> float:
    """Median seconds of running `command` from start to exit, after one run that warms the disk's cache.

    Raises:
        RunInvalid: the command fails.
    """
    return median([seconds(command, environment) for _ in range(runs + 1)][1:])


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds of one run of `command`.

    Raises:
        RunInvalid: it fails or takes more than fifteen minutes.
    """
    return _run(command, environment)[0]


def warm(ask: Callable[[str], object], questions: Sequence[str]) -> tuple[float | None, float | None]:
    """Median and 95th percentile, in milliseconds, of `ask` over `questions`, after some that are not counted."""
    times = []
    for question in [*questions[:WARM_UP], *questions]:
        start = perf_counter()
        ask(question)
        times.append((perf_counter() - start) * 1000)
    measured = times[min(WARM_UP, len(questions)) :]
    return metrics.percentile(measured, 0.5), metrics.percentile(measured, 0.95)


def resident(pid: int) -> float:
    """Resident memory of a process in MB (10**6 bytes): from /proc, or by ``ps`` where there is none.

    Raises:
        RunInvalid: neither says.
    """
    status = Path(f"/proc/{pid}/status")
    try:
        if status.is_file():
            found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text(encoding="utf-8"))
            kilobytes = int(found.group(1)) if found else 0
        else:
            kilobytes = int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)], text=True))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise RunInvalid("The memory of a process cannot be read on this system.") from error
    return kilobytes * 1024 / 1e6


def recipe(passages: Path, questions: Sequence[str], environment: Mapping[str, str], runs: int = COLD_RUNS) -> Costs:
    """What the usual recipe costs over the passages in `passages` (an index's ``passages.jsonl``).

    Raises:
        RunInvalid: a step fails, as it does when the packages of the comparison are missing.
    """
    program = [sys.executable, "-m", "evals.recipe"]
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as name:
        folder = Path(name)
        places = [str(folder / "store"), str(passages)]
        built = seconds([*program, "build", *places], environment)
        started = cold([*program, "ask", *places, questions[0]], environment, runs)
        asked = folder / "questions.json"
        asked.write_text(json.dumps(list(questions)), encoding="utf-8")
        found = json.loads(_run([*program, "warm", *places, str(asked)], environment)[1].splitlines()[-1])
    times = found["milliseconds"]
    return Costs(started, metrics.percentile(times, 0.5), metrics.percentile(times, 0.95), found["megabytes"], built)


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """How many times more the recipe costs; None where either is missing."""
    return theirs / ours if ours and theirs is not None else None


def to_json(ours: Costs, theirs: Costs | None) -> dict[str, Any]:
    """Costs, ratios and targets by measure."""
    return {
        name: {
            "signpost": getattr(ours, name),
            "recipe": getattr(theirs, name) if theirs else None,
            "ratio": ratio(getattr(ours, name), getattr(theirs, name)) if theirs else None,
            "target": getattr(TARGETS, name),
        }
        for name in NAMES
    }


def table(measured: Mapping[str, Mapping[str, float | None]]) -> str:
    """The measures as plain text; the ratio says how many times more the recipe costs."""
    lines = [f"{'':<30}{'Signpost':>10}{'target':>10}{'recipe':>10}{'ratio':>8}"]
    for name, values in measured.items():
        cells = [
            _shown(values["signpost"]),
            f"≤ {values['target']:g}",
            _shown(values["recipe"]),
            _shown(values["ratio"]),
        ]
        lines.append(f"{NAMES[name]:<30}{cells[0]:>10}{cells[1]:>10}{cells[2]:>10}{cells[3]:>8}")
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _run(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, str]:
    start = perf_counter()
    try:
        done = subprocess.run(
            command, env=dict(environment), capture_output=True, text=True, check=False, timeout=STEP_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise RunInvalid(f"A step of the benchmark took more than {STEP_SECONDS} s: {' '.join(command)}.") from error
    spent = perf_counter() - start
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise RunInvalid(f"A step of the benchmark failed ({last}).")
    return spent, done.stdout
