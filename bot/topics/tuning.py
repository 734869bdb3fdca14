"""Fine-tuning the encoder on the bank, by low-rank factors (:mod:`bot.lowrank`).

The task is to tell 72 provisions, four kinds of question that the Code does not answer, and background apart, by the
angle to one learned direction a class. One thread, fixed seeds: the same bank gives the same adapter on the same kind
of machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.lowrank import LowRankBert
from bot.topics.lesson import Lesson
from bot.topics.noise import Noise

if TYPE_CHECKING:
    import torch

SCALE: Final = 20.0  # of the cosine before softmax
SMOOTHING: Final = 0.05
MASKED: Final = 0.08  # share of tokens hidden while training, instead of dropout
BATCH: Final = 32


@dataclass(frozen=True)
class Tuned:
    """What training gave.

    `adapter`: arrays by name, ``<layer>.<part>.a`` ``(rank, in)`` and ``.b`` ``(out, rank)``; weight += b @ a.
    `prototypes` and `bias`: the head's weights ``(classes, dimension)`` and bias. `encode`: texts to unit vectors.
    """

    adapter: dict[str, Any]
    prototypes: Any
    bias: Any
    encode: Callable[[Sequence[str]], Any]


def tune(
    folder: Path,
    lessons: Sequence[Lesson],
    classes: int,
    *,
    epochs: int,
    seed: int,
    report: Callable[[int, float], None] | None = None,
    rate: float = 1.5e-3,
) -> Tuned:
    """Train an adapter for the sentence-transformers BERT in `folder`. `report` gets (epoch, mean loss)."""
    import torch
    from torch.nn import functional as f

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    order, noise = np.random.default_rng(seed), Noise(seed)
    bert = LowRankBert(folder)

    def forward(texts: Sequence[str], masked: float) -> torch.Tensor:
        states, kept = bert.states(texts, masked)
        weights = kept.unsqueeze(-1).float()
        return f.normalize((states * weights).sum(1) / weights.sum(1), dim=1)

    def encode(texts: Sequence[str]) -> Any:
        found = np.zeros((len(texts), bert.width), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with torch.no_grad():
            for start in range(0, len(texts), 64):
                rows = by_length[start : start + 64]
                found[rows] = forward([texts[i] for i in rows], 0.0).numpy()
        return found

    # each class's direction begins where the untuned encoder's mean is
    vectors, means = encode([lesson.text for lesson in lessons]), np.zeros((classes, bert.width))
    for vector, lesson in zip(vectors, lessons, strict=True):
        for label, share in lesson.labels:
            means[label] += vector * share * lesson.weight
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-9
    prototypes = torch.tensor(means, dtype=torch.float32, requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    targets = torch.zeros(len(lessons), classes)
    for row, lesson in enumerate(lessons):
        for label, share in lesson.labels:
            targets[row, label] = share
    targets = targets / targets.sum(1, keepdim=True) * (1 - SMOOTHING) + SMOOTHING / classes
    worth = torch.tensor([lesson.weight for lesson in lessons])
    optimiser = torch.optim.AdamW(
        [
            {"params": list(bert.factors.values()), "weight_decay": 0.01},
            {"params": [prototypes, bias], "weight_decay": 0.0},
        ],
        lr=rate, foreach=True,
    )  # fmt: skip
    steps = epochs * -(-len(lessons) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [rate, 5e-3], total_steps=steps + 1, pct_start=0.1)
    for epoch in range(epochs):
        total = 0.0
        batches = list(_batches(order.permutation(len(lessons)), [len(lesson.text) for lesson in lessons]))
        for number in order.permutation(len(batches)):
            rows = batches[number]
            vectors_ = forward([noise.spoil(lessons[i].text) for i in rows], MASKED)
            logits = SCALE * vectors_ @ f.normalize(prototypes, dim=1).T + bias
            loss = (-(targets[rows] * f.log_softmax(logits, 1)).sum(1) * worth[rows]).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(bert.factors.values()), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        if report:
            report(epoch, total / len(batches))
    return Tuned(
        {name: tensor.detach().numpy() for name, tensor in bert.factors.items()},
        (SCALE * f.normalize(prototypes, dim=1)).detach().numpy(),
        bias.detach().numpy(),
        encode,
    )


def _batches(order: Any, lengths: Sequence[int]) -> list[list[int]]:
    """Batches of texts of like length, so that little is padded."""
    found: list[list[int]] = []
    stretch = BATCH * 8
    for start in range(0, len(order), stretch):
        rows = sorted((int(i) for i in order[start : start + stretch]), key=lambda i: lengths[i])
        found += [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
    return found
