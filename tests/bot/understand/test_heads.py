"""Heads: each looks at the tokens that tell, and is silent with an encoder that it was not trained for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from api.wiring import House
from bot.understand.heads import Array, Head, Heads, agreed


class TwoWords:
    """States with one dimension for each of two words."""

    def states(self, texts: Sequence[str]) -> list[Array]:
        found = []
        for text in texts:
            states = np.zeros((len(text.split()), 3), dtype=np.float32)
            for place, word in enumerate(text.split()):
                states[place, {"optional": 0, "binding": 1}.get(word, 2)] = 1
            found.append(states)
        return found


def head(exclusive: bool) -> Head:
    queries = np.array([[9, 9, 0]], dtype=np.float32)
    weights = np.array([[5, 0, 0], [0, 5, 0]], dtype=np.float32)
    return Head(("should", "shall"), queries, weights, np.zeros(2, dtype=np.float32), exclusive)


def test_one_telling_word_among_many_decides() -> None:
    heads = Heads((TwoWords(), {"modality": head(True)}))
    long, short = heads.read(["which of all these many things are optional then", "binding"])
    assert long["modality"]["should"] > 0.9
    assert short["modality"]["shall"] > 0.9
    assert sum(long["modality"].values()) == pytest.approx(1)


def test_each_label_may_look_for_words_of_its_own() -> None:
    weights = np.array([[5, -5, 0], [-5, 5, 0]], dtype=np.float32)
    apart = Head(("should", "shall"), np.array([[9, 0, 0], [0, 9, 0]], dtype=np.float32), weights, np.zeros(2), False)
    together = Head(("should", "shall"), np.array([[9, 9, 0]], dtype=np.float32), weights, np.zeros(2), False)
    states = TwoWords().states(["optional binding"])[0]
    assert all(chance > 0.9 for chance in apart.read(states).values())
    assert all(0.4 < chance < 0.6 for chance in together.read(states).values())


def test_labels_that_may_hold_together_are_read_apart() -> None:
    (both,) = Heads((TwoWords(), {"roles": head(False)})).read(["optional binding"])
    assert both["roles"]["should"] > 0.9
    assert both["roles"]["shall"] > 0.9


def test_without_an_encoder_of_theirs_they_are_silent() -> None:
    assert Heads().read(["optional"]) == [{}]


def test_two_readings_agree_on_the_mean_of_their_log_odds() -> None:
    sure, unsure = {"roles": {"developer": 0.9, "end-user": 0.2}}, {"roles": {"developer": 0.5, "end-user": 0.2}}
    found = agreed([{**sure, "intent": {"topic": 1.0}}, unsure])
    assert found["roles"]["developer"] == pytest.approx(0.75)  # odds of nine and of one: of three
    assert found["roles"]["end-user"] == pytest.approx(0.2)
    assert found["intent"] == {"topic": 1.0}
    one_of = agreed([{"modality": {"shall": 0.9, "should": 0.1}}, {"modality": {"shall": 0.1, "should": 0.9}}])
    assert one_of["modality"] == pytest.approx({"shall": 0.5, "should": 0.5})
    assert agreed([{}, {}]) == {}


def test_labels_are_matched_by_name() -> None:
    one, other = {"shall": 0.9, "should": 0.1}, {"should": 0.1, "shall": 0.9}
    assert agreed([{"modality": one}, {"modality": other}])["modality"] == pytest.approx(one)


def test_limits_of_whole_questions_are_read_twice_and_all_else_once() -> None:
    shifted = Head(
        ("should", "shall"),
        np.zeros((1, 3), dtype=np.float32),
        np.zeros((2, 3), dtype=np.float32),
        np.array([0, 9], dtype=np.float32),
        True,
    )
    first, second = (TwoWords(), {"modality": head(True), "intent": head(True)}), (TwoWords(), {"modality": shifted})
    (twice,), (once,) = (Heads(first, second).read(["optional"], whole=whole) for whole in (True, False))
    (alone,) = Heads(first).read(["optional"])
    assert once == alone
    assert twice["intent"] == alone["intent"]
    assert twice["modality"]["should"] < 0.5 < alone["modality"]["should"]


def test_the_shipped_heads_are_those_of_the_bundled_encoder(real_house: House) -> None:
    (reading,) = Heads.open(real_house.index.encoder).read(["What are the optional duties of a system operator?"])
    assert max(reading["intent"], key=reading["intent"].__getitem__) == "enumerate"
    assert reading["roles"]["system-operator"] > 0.5 > reading["roles"]["end-user"]
    assert max(reading["modality"], key=reading["modality"].__getitem__) == "should"
