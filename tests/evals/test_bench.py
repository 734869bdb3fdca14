from __future__ import annotations

import os
import sys

import pytest

from evals import bench
from evals.errors import RunInvalid

HERE = dict(os.environ)


def test_a_process_is_timed_from_start_to_exit() -> None:
    assert bench.cold([sys.executable, "-c", "import time; time.sleep(0.05)"], HERE, runs=1) >= 0.05


def test_a_step_that_fails_gives_its_last_line() -> None:
    with pytest.raises(RunInvalid, match="no bread"):
        bench.seconds([sys.executable, "-c", "import sys; sys.exit('no bread')"], HERE)


def test_warming_up_is_not_counted() -> None:
    heard: list[str] = []
    p50, p95 = bench.warm(heard.append, ["a", "b"])
    assert heard == ["a", "b", "a", "b"]
    assert p50 is not None
    assert p95 is not None
    assert p95 >= p50


def test_the_memory_of_this_process_is_plausible() -> None:
    assert 5 < bench.resident(os.getpid()) < 100_000


def test_the_memory_of_no_process_is_an_error() -> None:
    with pytest.raises(RunInvalid, match="cannot be read"):
        bench.resident(2**22 + 1)


def test_the_ratio_says_how_many_times_more_the_recipe_costs() -> None:
    ours = bench.Costs(1.0, 5.0, 10.0, 200.0, None)
    theirs = bench.Costs(6.0, 10.0, 30.0, 500.0, 20.0)
    found = bench.to_json(ours, theirs)
    assert found["cold_s"] == {"signpost": 1.0, "recipe": 6.0, "ratio": 6.0, "target": 1.5}
    assert found["build_s"]["ratio"] is None
    assert bench.to_json(ours, None)["cold_s"]["ratio"] is None
    assert "6.00" in bench.table(found)
