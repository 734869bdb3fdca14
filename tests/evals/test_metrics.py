from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import metrics
from evals.gold import Gold

GOLD = Gold(frozenset({"5.4", "5.4.1"}), frozenset({"5.1"}))
IDS = st.sets(st.sampled_from(["1.1", "5.1", "5.4", "5.4.1", "P7"]))


def test_a_neighbour_counts_for_precision_and_not_for_recall() -> None:
    cited = ["5.4", "5.1", "9.9"]
    assert metrics.precision(cited, GOLD) == pytest.approx(2 / 3)
    assert metrics.recall(cited, GOLD) == 0.5
    assert metrics.f1(cited, GOLD) == pytest.approx(4 / 7)


def test_citing_nothing_scores_nothing_unless_nothing_is_right() -> None:
    assert metrics.f1([], GOLD) == 0.0
    nothing = Gold(frozenset(), frozenset(), exact=True)
    assert metrics.f1([], nothing) == 1.0
    assert metrics.f1(["1.1"], nothing) == 0.0


@given(IDS, IDS, IDS)
def test_f1_lies_between_zero_and_one_and_is_one_exactly_when_exact(
    cited: set[str], must: set[str], may: set[str]
) -> None:
    gold = Gold(frozenset(must), frozenset(may - must), exact=not must)
    score = metrics.f1(cited, gold)
    assert 0.0 <= score <= 1.0
    assert (score == 1.0) == metrics.exact(cited, gold)


def test_refusals_are_counted_both_ways() -> None:
    pairs = [(True, True), (True, False), (False, True), (False, False), (False, False)]
    assert metrics.refusal_precision(pairs) == 0.5
    assert metrics.refusal_recall(pairs) == 0.5
    assert metrics.over_refusal(pairs) == pytest.approx(1 / 3)


def test_without_refusals_there_is_nothing_to_measure() -> None:
    assert metrics.refusal_precision([(False, False)]) is None
    assert metrics.refusal_recall([(False, False)]) is None


def test_calibration_is_perfect_when_shares_match_and_worst_when_opposite() -> None:
    assert metrics.calibration_error([1.0, 0.0], [True, False]) == 0.0
    assert metrics.calibration_error([1.0, 0.0], [False, True]) == 1.0
    assert metrics.calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False]) == 0.0
    assert metrics.calibration_error([], []) is None


@pytest.mark.parametrize(
    ("answer", "facts", "right"),
    [
        ("It came out on **31 January 2025** [1].", [["31 January 2025"]], True),
        ("It is voluntary.", [["VOLUNTARY", "not law"], ["law"]], False),
        ("There are 9 of them.", [["9", "nine"]], True),
        ("It dates from 1998, see 9.4 [9].", [["9"]], False),
        ("The number is 5.1.2‑3.", [["5.1.2-3"]], True),
        ("nothing of the kind", [["no"]], False),
    ],
)
def test_facts_are_found_as_words(answer: str, facts: list[list[str]], right: bool) -> None:
    assert metrics.facts_right(answer, facts) is right


def test_percentiles_are_values_that_occurred() -> None:
    assert metrics.percentile([3.0, 1.0, 2.0, 4.0], 0.5) == 2.0
    assert metrics.percentile(list(map(float, range(1, 101))), 0.95) == 95.0
    assert metrics.percentile([7.0], 0.95) == 7.0
    assert metrics.percentile([], 0.5) is None
