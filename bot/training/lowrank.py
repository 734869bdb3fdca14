"""A frozen BERT with low-rank factors beside its weights, for training adapters with torch on a processor.

The factors change the four attention projections and both feed-forward layers of the upper :data:`LAYERS` layers by
products of low rank (Hu et al. 2021, LoRA). What ships is the factors; the export merges them into a branch
of the encoder (:mod:`indexer.export`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import torch

LAYERS: Final = 6
LONGEST: Final = 256  # tokens
ORDINARY: Final = 999  # ids above it are words, never special tokens
PARTS: Final = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "intermediate.dense", "output.dense",
)  # fmt: skip


class LowRankBert:
    """The sentence-transformers BERT in `folder`, frozen, with trainable factors of `rank`.

    ``factors``: tensors by name, ``<layer>.<part>.a`` ``(rank, in)`` and ``.b`` ``(out, rank)``; weight += b @ a.
    ``width``: of its hidden states.
    """

    def __init__(self, folder: Path, rank: int) -> None:
        import torch
        from transformers import AutoModel, AutoTokenizer

        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._bert = AutoModel.from_pretrained(folder).to(torch.bfloat16).eval()
        for parameter in self._bert.parameters():
            parameter.requires_grad = False
        self._depth = len(self._bert.encoder.layer)
        self._top = range(self._depth - LAYERS, self._depth)
        self.width = int(self._bert.config.hidden_size)
        self.factors: dict[str, torch.Tensor] = {}
        for layer in self._top:
            for part in PARTS:
                plain = self._bert.encoder.layer[layer].get_submodule(part)
                self.factors[f"{layer}.{part}.a"] = torch.randn(rank, plain.in_features) / plain.in_features**0.5
                self.factors[f"{layer}.{part}.b"] = torch.zeros(plain.out_features, rank)
        for tensor in self.factors.values():
            tensor.requires_grad = True

    def states(self, texts: Sequence[str], masked: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
        """Last hidden states ``(n, length, width)`` and which tokens count ``(n, length)``.

        `masked` is the share of words that are hidden, as a training's noise.
        """
        import torch

        tokens = self._tokenizer(list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        ids, kept = tokens["input_ids"], tokens["attention_mask"].bool()
        if masked:
            hide = (torch.rand(ids.shape) < masked) & (ids > ORDINARY)
            ids = torch.where(hide, self._tokenizer.mask_token_id, ids)
        mask = torch.where(kept, 0.0, -1e9)[:, None, None, :]
        with torch.no_grad():
            x = self._bert.embeddings(input_ids=ids)
            for layer in range(self._depth - LAYERS):
                x = self._block(x, mask, layer)
        for layer in self._top:
            x = self._block(x, mask, layer)
        return x.float(), kept

    def _linear(self, x: torch.Tensor, layer: int, part: str) -> torch.Tensor:
        import torch
        from torch.nn import functional as f

        module = self._bert.encoder.layer[layer].get_submodule(part)
        weight = module.weight
        if layer in self._top:
            low = self.factors[f"{layer}.{part}.b"] @ self.factors[f"{layer}.{part}.a"]
            weight = weight + low.to(torch.bfloat16)
        return f.linear(x, weight, module.bias)

    def _block(self, x: torch.Tensor, mask: torch.Tensor, layer: int) -> torch.Tensor:
        import torch
        from torch.nn import functional as f

        def norm(x: torch.Tensor, module: Any) -> torch.Tensor:
            return f.layer_norm(x, module.normalized_shape, module.weight, module.bias, module.eps)

        module, (count, length, width) = self._bert.encoder.layer[layer], x.shape
        heads = self._bert.config.num_attention_heads
        q, k, v = (
            self._linear(x, layer, f"attention.self.{name}").view(count, length, heads, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        # plain products: torch's fused attention takes three times as long to go backwards on a processor
        near = (q @ k.transpose(-1, -2)).float() / (width // heads) ** 0.5 + mask
        seen = (torch.softmax(near, -1).to(v.dtype) @ v).transpose(1, 2).reshape(count, length, width)
        x = norm(x + self._linear(seen, layer, "attention.output.dense"), module.attention.output.LayerNorm)
        grown = f.gelu(self._linear(x, layer, "intermediate.dense"))
        return norm(x + self._linear(grown, layer, "output.dense"), module.output.LayerNorm)
