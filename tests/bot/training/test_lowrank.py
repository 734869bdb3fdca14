"""The network that is trained is the encoder that ships, until its factors say otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from api.wiring import House
from bot.training.learner import Learner
from bot.training.lowrank import LAYERS, PARTS

TEXTS = ["who keeps the logs", "a much longer question, about what to tell users before a model is replaced"]


def test_without_training_the_vectors_are_those_of_the_encoder(untaught: Learner, real_house: House) -> None:
    plain = real_house.index.encoder.encode(TEXTS)
    assert (untaught.encode(TEXTS) * plain).sum(1).min() > 0.999  # it computes in half precision


def test_factors_change_what_comes_out_and_their_absence_nothing(untaught: Learner) -> None:
    torch = pytest.importorskip("torch")
    factor = next(tensor for name, tensor in untaught.bert.factors.items() if name.endswith("output.dense.b"))
    before = untaught.encode(TEXTS)
    try:
        factor.data.copy_(torch.linspace(-1, 1, len(factor)).unsqueeze(1).expand(factor.shape))
        changed = untaught.encode(TEXTS)
    finally:
        factor.data.zero_()
    assert not np.allclose(before, changed, atol=1e-2)
    assert np.allclose(before, untaught.encode(TEXTS), atol=1e-5)


def test_every_changed_part_has_two_factors_that_can_learn(untaught: Learner) -> None:
    assert len(untaught.bert.factors) == LAYERS * len(PARTS) * 2
    assert all(tensor.requires_grad for tensor in untaught.bert.factors.values())


def test_padding_counts_for_nothing(untaught: Learner) -> None:
    alone, _ = untaught.bert.states(TEXTS[:1])
    together, kept = untaught.bert.states(TEXTS)
    length = int(kept[0].sum())
    assert alone.shape[1] == length < together.shape[1]
    assert alone[0].detach().numpy() == pytest.approx(together[0, :length].detach().numpy(), abs=0.05)


def test_hidden_words_change_a_text_and_special_tokens_stay(untaught: Learner) -> None:
    plain, _ = untaught.bert.states(TEXTS[:1])
    hidden, kept = untaught.bert.states(TEXTS[:1], masked=1.0)
    assert plain.shape == hidden.shape
    assert bool(kept.all())
    assert not np.allclose(plain.detach().numpy(), hidden.detach().numpy(), atol=0.05)
