from __future__ import annotations

from evals import significance


def test_the_same_run_twice_differs_by_nothing() -> None:
    scores = {str(n): n / 10 for n in range(10)}
    found = significance.compare(scores, scores)
    assert found is not None
    assert (found.difference, found.p) == (0.0, 1.0)


def test_a_steady_gain_is_significant_and_a_lone_one_is_not() -> None:
    before = {str(n): 0.2 for n in range(40)}
    steady = significance.compare(before, dict.fromkeys(before, 0.5))
    lone = significance.compare(before, before | {"3": 0.5})
    assert steady is not None
    assert lone is not None
    assert steady.p < 0.001
    assert lone.p > 0.9


def test_p_is_the_same_every_time_and_for_either_direction() -> None:
    before, after = {str(n): n % 3 / 2 for n in range(20)}, {str(n): n % 5 / 4 for n in range(20)}
    forth, again, back = (significance.compare(*pair) for pair in ((before, after), (before, after), (after, before)))
    assert forth == again
    assert forth is not None
    assert back is not None
    assert forth.p == back.p


def test_only_shared_questions_are_compared() -> None:
    found = significance.compare({"a": 1.0, "b": 0.0}, {"b": 1.0, "c": 0.0})
    assert found is not None
    assert (found.questions, found.before, found.after) == (1, 0.0, 1.0)
    assert significance.compare({"a": 1.0}, {"b": 1.0}) is None
