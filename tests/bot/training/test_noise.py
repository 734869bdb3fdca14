"""Spoilt copies are reproducible, never empty, and of several kinds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.training.noise import Noise

TEXT = "Do we have to organise the training of our operators before they touch the model?"


def test_the_same_seed_spoils_alike() -> None:
    one, two = Noise(3, 1.0), Noise(3, 1.0)
    assert [one.spoil(TEXT) for _ in range(30)] == [two.spoil(TEXT) for _ in range(30)]


def test_several_kinds_occur() -> None:
    noise = Noise(1, 1.0)
    made = {noise.spoil(TEXT) for _ in range(80)}
    assert TEXT.upper() in made
    assert any("organize" in text for text in made)
    assert len(made) > 20


def test_a_share_of_none_changes_nothing() -> None:
    assert Noise(1, 0.0).spoil(TEXT) == TEXT


@given(st.text(min_size=1, max_size=60).filter(lambda t: any(c.isalpha() for c in t)), st.integers(0, 1000))
def test_something_is_left(text: str, seed: int) -> None:
    assert Noise(seed, 1.0).spoil(text)
