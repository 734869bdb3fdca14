"""Heads weighed against words: what either says counts, and the more certain of it, the more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BankInvalid
from bot.understand.weighing import KINDS, LIMITS, OPEN, LimitWeights, RoleWeights, Weights, log_odds

EVEN = Weights({name: LimitWeights(1.0, 2.0, 0.0) for name in LIMITS}, RoleWeights(1.0, (3.0, 2.0, 1.0), -1.0))
LABELS = ("none", "shall", "should", "may")
chances = st.floats(0, 1)
weights = st.floats(-5, 5)


def head(**told: float) -> dict[str, float]:
    return dict.fromkeys(LABELS, 0.01) | told


@given(st.floats(0, 5), weights, weights, chances, chances, st.booleans(), st.sampled_from(LABELS))
def test_a_labels_score_never_falls_when_the_head_is_surer_of_it(
    trust: float, words: float, open_: float, one: float, other: float, named: bool, label: str
) -> None:
    limit, less, more = LimitWeights(trust, words, open_), min(one, other), max(one, other)
    low, high = (limit.scores(head(**{label: x}), {label} if named else (), "none") for x in (less, more))
    assert low[label] <= high[label]
    assert all(low[x] == high[x] for x in LABELS if x != label)


@given(st.tuples(chances, chances, chances, chances), st.sets(st.sampled_from(LABELS)), chances)
def test_the_label_that_wins_still_wins_when_the_head_is_surer_of_it(
    given_: tuple[float, float, float, float], named: set[str], rise: float
) -> None:
    told = dict(zip(LABELS, given_, strict=True))
    best, _ = EVEN.limit("modality", told, named)
    assert EVEN.limit("modality", told | {best: max(told[best], rise)}, named)[0] == best


def test_words_decide_where_the_head_wavers_and_yield_where_it_is_sure() -> None:
    assert EVEN.limit("modality", head(shall=0.3, should=0.5), {"shall"})[0] == "shall"
    assert EVEN.limit("modality", head(none=0.99, shall=0.01), {"shall"})[0] == "none"


def test_the_surplus_is_over_no_limit() -> None:
    label, surplus = EVEN.limit("modality", head(none=0.1, shall=0.8), ())
    assert label == "shall"
    assert surplus == pytest.approx(2.0794, abs=1e-3)
    assert EVEN.limit("modality", head(none=0.9), ()) == ("none", 0)


@pytest.mark.parametrize("name", LIMITS)
def test_without_a_head_the_words_alone_decide(name: str) -> None:
    assert EVEN.limit(name, {}, {"x": "words"}) == ("x", 1.0)
    assert EVEN.limit(name, {}, {}) == (OPEN[name], 0.0)


@given(chances, chances, st.sets(st.sampled_from(KINDS)))
def test_a_role_is_likelier_the_surer_the_head_and_the_more_is_told(one: float, other: float, kinds: set[str]) -> None:
    roles = EVEN.roles
    assert roles.odds(min(one, other), kinds) <= roles.odds(max(one, other), kinds)
    assert roles.odds(one, kinds) >= roles.odds(one, ())
    assert roles.odds(one, KINDS) >= roles.odds(one, kinds)


def test_each_kind_of_telling_has_its_own_weight() -> None:
    assert [EVEN.roles.odds(0.5, {kind}) for kind in KINDS] == pytest.approx([2, 1, 0])


@given(chances)
def test_log_odds_are_symmetric_and_bounded(chance: float) -> None:
    assert log_odds(chance) == pytest.approx(-log_odds(1 - chance), abs=1e-6)
    assert abs(log_odds(chance)) < 10


def test_weights_come_back_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(EVEN.to_json()), encoding="utf-8")
    assert Weights.load(file) == EVEN


@pytest.mark.parametrize("content", ["", "{}", '{"limits": {"modality": {"odd": 1}}, "roles": {}}', "[]", None])
def test_damaged_or_missing_weights_are_reported(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "weights.json").write_text(content, encoding="utf-8")
    with pytest.raises(BankInvalid, match="cannot be read"):
        Weights.load(tmp_path / "weights.json")


def test_the_shipped_weights_believe_every_head() -> None:
    shipped = Weights.load()
    assert all(shipped.limits[name].head > 0 for name in LIMITS)
    assert shipped.roles.head > 0
