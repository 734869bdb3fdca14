"""Fine-tuning the encoder's upper layers on the bank: low-rank adapters, trained with torch on a processor.

The adapter changes the four attention projections and both feed-forward layers of all :data:`LAYERS`
layers by products of rank :data:`RANK` (Hu et al. 2021, LoRA). The task is to tell 72 provisions, four kinds of
question that the Code does not answer, and background apart, by the angle to one learned direction a class. What
ships is the adapter alone; the export merges it into a second branch of the encoder (:mod:`indexer.export`).
One thread, fixed seeds: the same bank gives the same adapter on the same kind of machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.topics.lesson import Lesson
from bot.topics.noise import Noise

if TYPE_CHECKING:
    import torch

LAYERS: Final = 6
RANK: Final = 8
SCALE: Final = 20.0  # of the cosine before softmax
SMOOTHING: Final = 0.05
MASKED: Final = 0.08  # share of tokens hidden while training, instead of dropout
BATCH: Final = 32
PARTS: Final = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "intermediate.dense", "output.dense",
)  # fmt: skip


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
    from transformers import AutoModel, AutoTokenizer

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    order, noise = np.random.default_rng(seed), Noise(seed)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    bert = AutoModel.from_pretrained(folder).to(torch.bfloat16).eval()
    for parameter in bert.parameters():
        parameter.requires_grad = False
    depth = len(bert.encoder.layer)
    top = range(depth - LAYERS, depth)
    low: dict[str, torch.Tensor] = {}
    for layer in top:
        for part in PARTS:
            plain = bert.encoder.layer[layer].get_submodule(part)
            low[f"{layer}.{part}.a"] = torch.randn(RANK, plain.in_features) / plain.in_features**0.5
            low[f"{layer}.{part}.b"] = torch.zeros(plain.out_features, RANK)
    for tensor in low.values():
        tensor.requires_grad = True
    heads = bert.config.num_attention_heads

    def linear(x: torch.Tensor, layer: int, part: str) -> torch.Tensor:
        module = bert.encoder.layer[layer].get_submodule(part)
        weight = module.weight
        if layer in top:
            weight = weight + (low[f"{layer}.{part}.b"] @ low[f"{layer}.{part}.a"]).to(torch.bfloat16)
        return f.linear(x, weight, module.bias)

    def norm(x: torch.Tensor, module: Any) -> torch.Tensor:
        return f.layer_norm(x, module.normalized_shape, module.weight, module.bias, module.eps)

    def block(x: torch.Tensor, mask: torch.Tensor, layer: int) -> torch.Tensor:
        module, (count, length, width) = bert.encoder.layer[layer], x.shape
        q, k, v = (
            linear(x, layer, f"attention.self.{name}").view(count, length, heads, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        # plain products: torch's fused attention takes three times as long to go backwards on a processor
        near = (q @ k.transpose(-1, -2)).float() / (width // heads) ** 0.5 + mask
        seen = (torch.softmax(near, -1).to(v.dtype) @ v).transpose(1, 2).reshape(count, length, width)
        x = norm(x + linear(seen, layer, "attention.output.dense"), module.attention.output.LayerNorm)
        grown = f.gelu(linear(x, layer, "intermediate.dense"))
        return norm(x + linear(grown, layer, "output.dense"), module.output.LayerNorm)

    def forward(texts: Sequence[str], masked: float) -> torch.Tensor:
        tokens = tokenizer(list(texts), padding=True, truncation=True, max_length=256, return_tensors="pt")
        ids, kept = tokens["input_ids"], tokens["attention_mask"].bool()
        if masked:
            hide = (torch.rand(ids.shape) < masked) & (ids > 999)  # never the special tokens
            ids = torch.where(hide, tokenizer.mask_token_id, ids)
        mask = torch.where(kept, 0.0, -1e9)[:, None, None, :]
        with torch.no_grad():
            x = bert.embeddings(input_ids=ids)
            for layer in range(depth - LAYERS):
                x = block(x, mask, layer)
        for layer in top:
            x = block(x, mask, layer)
        weights = kept.unsqueeze(-1).float()
        return f.normalize((x.float() * weights).sum(1) / weights.sum(1), dim=1)

    def encode(texts: Sequence[str]) -> Any:
        found = np.zeros((len(texts), bert.config.hidden_size), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with torch.no_grad():
            for start in range(0, len(texts), 64):
                rows = by_length[start : start + 64]
                found[rows] = forward([texts[i] for i in rows], 0.0).numpy()
        return found

    # each class's direction begins where the untuned encoder's mean is
    vectors, means = encode([lesson.text for lesson in lessons]), np.zeros((classes, bert.config.hidden_size))
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
        [{"params": list(low.values()), "weight_decay": 0.01}, {"params": [prototypes, bias], "weight_decay": 0.0}],
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
            torch.nn.utils.clip_grad_norm_(list(low.values()), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        if report:
            report(epoch, total / len(batches))
    return Tuned(
        {name: tensor.detach().numpy() for name, tensor in low.items()},
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
