"""Which way a question goes follows from all its readers together, and never leads where there is nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BankInvalid
from bot.frame import Choice
from bot.topics.model import TopicReading
from bot.understand.heads import HeadReading
from bot.understand.router import COMPARE, FACT, INTENTS, LIST, NONE, ROUTES, TOPIC, Router, Signs, ending

NOTHING: HeadReading = {}
DECLINE = 0.6
ROUTER = Router(np.zeros((len(ROUTES), 1), dtype=np.float32), np.zeros(len(ROUTES), dtype=np.float32), DECLINE)


def signs(
    question: str = "a question", whole: HeadReading = NOTHING, ending: HeadReading = NOTHING, **told: float
) -> Signs:
    score = told.get("score", 0.2)
    reading = TopicReading(
        (Choice("1.1", score, ""),), (), {"1.1": score}, decline_score=told.get("declined", 0.1),
        about=told.get("about", 0.1), listed=told.get("listed", 0.1),
    )  # fmt: skip
    return Signs(question, whole, ending, reading, told.get("fact", 0.3), int(told.get("roles", 0)))


def told(**chances: float) -> dict[str, float]:
    return dict.fromkeys(ROUTES, 0.0) | chances


# the last sentence -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("We build models for banks. What applies to us?", "What applies to us?"),
        ("Our case: who has to act here?", "who has to act here?"),
        ("What applies to us? Thanks!", "What applies to us?"),
        ("logs?", "logs?"),
        ("", ""),
    ],
)
def test_the_ending_is_the_last_sentence_that_says_something(question: str, last: str) -> None:
    assert ending(question) == last


@given(st.text(max_size=200))
def test_the_ending_is_always_part_of_the_question(question: str) -> None:
    assert ending(question) in question


# what the rule sees ------------------------------------------------------------------------------------------------


def test_every_reader_has_its_place_among_the_signs() -> None:
    plain = signs().features()
    heads = {"intent": dict.fromkeys(INTENTS, 0.9)}
    changed = [
        signs(whole=heads), signs(ending=heads), signs(score=0.9), signs(declined=0.9), signs(about=0.9),
        signs(listed=0.9), signs(fact=1.5), signs(roles=2), signs("Define a deployer?"), signs("word " * 40),
    ]  # fmt: skip
    seen = [{i for i, x in enumerate(other.features()) if x != plain[i]} for other in changed]
    assert all(seen)
    assert all(not one & other for i, one in enumerate(seen) for other in seen[i + 1 :])
    assert {len(other.features()) for other in changed} == {len(plain)}


def test_silent_heads_and_a_reading_of_nothing_are_signs_too() -> None:
    nothing = Signs("", {}, {}, TopicReading((), (), {}), 0.0, 0)
    assert np.isfinite(nothing.features()).all()
    assert len(nothing.features()) == len(signs().features())


# the way -----------------------------------------------------------------------------------------------------------


def test_the_likeliest_way_is_gone() -> None:
    for route in (LIST, TOPIC, FACT, COMPARE):
        assert ROUTER.best(told(**{route: 0.5, NONE: 0.5}), {}) == route


def test_declining_needs_a_chance_above_the_threshold_and_is_then_the_way() -> None:
    assert ROUTER.best(told(none=DECLINE, topic=0.1), {}) == TOPIC
    assert ROUTER.best(told(none=DECLINE + 0.01, topic=0.1), {}) == NONE


def test_a_way_that_is_not_possible_is_left_for_the_next() -> None:
    assert ROUTER.best(told(list=0.7, fact=0.2), {LIST: False}) == FACT
    assert ROUTER.best(told(none=0.9, compare=0.1), {NONE: False}) == COMPARE


@given(
    st.tuples(*(st.floats(0, 1) for _ in ROUTES)),
    st.dictionaries(st.sampled_from([LIST, FACT, COMPARE, NONE]), st.booleans()),
)
def test_an_impossible_way_is_never_gone(drawn: tuple[float, ...], possible: dict[str, bool]) -> None:
    route = ROUTER.best(dict(zip(ROUTES, drawn, strict=True)), possible)
    assert possible.get(route, True)
    assert route != NONE or drawn[ROUTES.index(NONE)] > DECLINE


def test_chances_sum_to_one_and_follow_the_weights() -> None:
    weights = np.zeros((len(ROUTES), len(signs().features())), dtype=np.float32)
    weights[ROUTES.index(FACT), signs(fact=1.5).features().index(1.5)] = 3
    router = Router(weights, np.zeros(len(ROUTES), dtype=np.float32), DECLINE)
    near, far = router.chances(signs(fact=1.5)), router.chances(signs(fact=0.1))
    assert sum(near.values()) == pytest.approx(1)
    assert near[FACT] > far[FACT] > 0.2 > far[LIST]
    assert tuple(near) == ROUTES


# the file ----------------------------------------------------------------------------------------------------------


def test_a_rule_comes_back_as_it_was_written(tmp_path: Path) -> None:
    drawn = np.random.default_rng(0)
    made = Router(drawn.normal(size=(5, 7)).astype(np.float32), drawn.normal(size=5).astype(np.float32), 0.25)
    file = tmp_path / "router.json"
    file.write_text(json.dumps(made.to_json()), encoding="utf-8")
    again = Router.load(file)
    assert np.allclose(again.weights, made.weights, atol=1e-4)
    assert np.allclose(again.bias, made.bias, atol=1e-4)
    assert again.decline == made.decline


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"weights": {}, "bias": {}, "decline": 0.5}', None])
def test_a_damaged_or_missing_rule_is_reported(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "router.json").write_text(content, encoding="utf-8")
    with pytest.raises(BankInvalid, match="cannot be read"):
        Router.load(tmp_path / "router.json")


def test_the_shipped_rule_fits_the_signs_and_tells_plain_cases_apart() -> None:
    router = Router.load()
    assert router.weights.shape == (len(ROUTES), len(signs().features()))
    assert 0 < router.decline < 1

    def plain(intent: str, **told: float) -> Signs:
        heads = {"intent": {intent: 0.98}}
        return signs(whole=heads, ending=heads, **told)

    sure = {
        LIST: plain("enumerate", listed=0.95, roles=1),
        TOPIC: plain("topic", score=0.95),
        FACT: plain("fact", about=0.95, fact=1.9),
        NONE: plain("none", declined=0.95),
    }
    assert {route: router.best(router.chances(read), {}) for route, read in sure.items()} == {r: r for r in sure}
