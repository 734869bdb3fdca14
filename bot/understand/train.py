"""Training the heads and their adapter from the phrase bank: ``python -m bot.understand.train``.

Needs torch (extra ``train``). Twice: once with a tenth of the bank's lists and one in twenty of its other lines held
out, for the figures in the report, and once with everything, which ships. Some ten minutes in all on two quiet cores.
Written to ``bot/understand/trained``: the adapter, the heads, and ``report.json``, which says what they were made from
and how they did.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.branches import BRANCHES, HEADS
from bot.lowrank import LowRankBert
from bot.topics.noise import Noise
from bot.understand.heads import FILE
from bot.understand.lessons import LABELS, Composer, Lesson, lessons
from indexer import model_files
from indexer.branches import digest

if TYPE_CHECKING:
    import torch

SEED: Final = 20250131
EPOCHS: Final = 8
COMPOSED: Final = 1600  # lists composed anew for each round
OTHERS: Final = 3000  # lines of the bank that are neither lists nor facts, drawn anew for each round
BATCH: Final = 32
MASKED: Final = 0.06
SMOOTHING: Final = 0.03
WEIGHT: Final = {"intent": 1.0, "roles": 8.0, "modality": 1.0, "phase": 1.0, "principle": 1.0, "relation": 1.0,
                 "node": 2.0}  # fmt: skip
ADAPTER: Final = BRANCHES[HEADS]
REPORT: Final = ADAPTER.with_name("report.json")
Tell = Callable[[int, float], None]


class Learner:
    """The encoder with factors, and a query and a linear layer for each head."""

    def __init__(self, folder: Path) -> None:
        import torch

        self.bert = LowRankBert(folder)
        width = self.bert.width
        self.queries = {name: (torch.randn(width) * 0.02).requires_grad_() for name in LABELS}
        self.layers = {name: torch.nn.Linear(width, len(labels)) for name, labels in LABELS.items()}

    def logits(self, texts: Sequence[str], masked: float = 0.0) -> dict[str, torch.Tensor]:
        """By head, logits ``(n, labels)``."""
        import torch

        states, kept = self.bert.states(texts, masked)
        found = {}
        for name, query in self.queries.items():
            near = (states @ query).masked_fill(~kept, -1e9)
            found[name] = self.layers[name]((torch.softmax(near, 1).unsqueeze(-1) * states).sum(1))
        return found

    def heads(self) -> list[torch.Tensor]:
        """What is trained beside the factors."""
        return [*self.queries.values(), *(p for layer in self.layers.values() for p in layer.parameters())]


def train(folder: Path, taught: Sequence[Lesson], epochs: int, tell: Tell) -> Learner:
    """Train on `taught` and on composed lists. `tell` gets (epoch, mean loss)."""
    import torch

    torch.set_num_threads(2)
    torch.manual_seed(SEED)
    order, noise, composer = random.Random(SEED), Noise(SEED), Composer(SEED)  # noqa: S311 - reproducible, no secret
    learner = Learner(folder)
    always = [t for t in taught if t.roles is not None or t.node]
    others = [t for t in taught if t.roles is None and not t.node]
    plans = []
    for _ in range(epochs):
        drawn = always + composer.compose(COMPOSED) + order.sample(others, min(OTHERS, len(others)))
        order.shuffle(drawn)
        plans.append(_batches(drawn, order))
    optimiser = torch.optim.AdamW(
        [{"params": list(learner.bert.factors.values())}, {"params": learner.heads()}], lr=1.5e-3, weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [1.5e-3, 3e-3], total_steps=sum(map(len, plans)) + 1, pct_start=0.1
    )
    for epoch, batches in enumerate(plans):
        total = 0.0
        for batch in batches:
            loss = _loss(learner.logits([noise.spoil(lesson.text) for lesson in batch], MASKED), batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(learner.bert.factors.values()), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        tell(epoch, total / len(batches))
    return learner


def _batches(drawn: Sequence[Lesson], order: random.Random) -> list[list[Lesson]]:
    """Batches of texts of like length, in random order."""
    stretch, found = BATCH * 8, []
    for start in range(0, len(drawn), stretch):
        rows = sorted(drawn[start : start + stretch], key=lambda lesson: len(lesson.text))
        found += [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
    order.shuffle(found)
    return found


def _loss(logits: dict[str, torch.Tensor], batch: Sequence[Lesson]) -> torch.Tensor:
    import torch
    from torch.nn import functional as f

    wanted = torch.tensor([LABELS["intent"].index(lesson.intent) for lesson in batch])
    loss = f.cross_entropy(logits["intent"], wanted, label_smoothing=SMOOTHING)
    rows = [i for i, lesson in enumerate(batch) if lesson.node]
    if rows:
        wanted = torch.tensor([LABELS["node"].index(batch[i].node) for i in rows])
        missed = f.cross_entropy(logits["node"][rows], wanted, label_smoothing=SMOOTHING)
        loss = loss + len(rows) / len(batch) * WEIGHT["node"] * missed
    rows = [i for i, lesson in enumerate(batch) if lesson.roles is not None]
    if not rows:
        return loss
    share = len(rows) / len(batch)
    held = torch.tensor([[float(r in (batch[i].roles or ())) for r in LABELS["roles"]] for i in rows])
    soft = held * (1 - 2 * SMOOTHING) + SMOOTHING
    loss = loss + share * WEIGHT["roles"] * f.binary_cross_entropy_with_logits(logits["roles"][rows], soft)
    for name in ("modality", "phase", "principle", "relation"):
        wanted = torch.tensor([LABELS[name].index(getattr(batch[i], name)) for i in rows])
        loss = loss + share * WEIGHT[name] * f.cross_entropy(logits[name][rows], wanted, label_smoothing=SMOOTHING)
    return loss


def figures(learner: Learner, held: Sequence[Lesson]) -> dict[str, float]:
    """Share of `held` that each head reads rightly; ``all``: of its lists, those with every head right."""
    import torch

    right: dict[str, list[bool]] = {name: [] for name in (*LABELS, "all")}
    with torch.no_grad():
        for start in range(0, len(held), 64):
            batch = held[start : start + 64]
            logits = learner.logits([lesson.text for lesson in batch])
            for i, lesson in enumerate(batch):
                each = {
                    name: LABELS[name][int(logits[name][i].argmax())] == getattr(lesson, name)
                    for name in LABELS
                    if name not in ("roles", "node")
                }
                right["intent"].append(each["intent"])
                if lesson.node:
                    right["node"].append(LABELS["node"][int(logits["node"][i].argmax())] == lesson.node)
                if lesson.roles is None:
                    continue
                likely = tuple(r for r, x in zip(LABELS["roles"], logits["roles"][i].tolist(), strict=True) if x > 0)
                each["roles"] = likely == lesson.roles
                for name in LABELS:
                    if name not in ("intent", "node"):
                        right[name].append(each[name])
                right["all"].append(all(each.values()))
    return {name: round(float(np.mean(values)), 3) for name, values in right.items() if values}


def write(learner: Learner, report: dict[str, Any]) -> None:
    """Write the adapter, the heads and the report."""
    ADAPTER.parent.mkdir(exist_ok=True)
    factors = {name: tensor.detach().numpy().astype(np.float16) for name, tensor in learner.bert.factors.items()}
    np.savez_compressed(ADAPTER, encoder=np.array(model_files.BUNDLED_SHA256), **factors)
    adapter = model_files.sha256(ADAPTER)
    stored: dict[str, Any] = {
        "encoder": digest(model_files.BUNDLED_SHA256, ADAPTER),
        "names": list(LABELS),
    }
    for name, labels in LABELS.items():
        stored |= {
            f"{name}.labels": labels,
            f"{name}.query": learner.queries[name].detach().numpy(),
            f"{name}.weights": learner.layers[name].weight.detach().numpy().astype(np.float16),
            f"{name}.bias": learner.layers[name].bias.detach().numpy(),
            f"{name}.exclusive": name != "roles",
        }
    np.savez_compressed(FILE, **stored)
    report |= {"encoder_sha256": model_files.BUNDLED_SHA256, "adapter_sha256": adapter}
    REPORT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def split(taught: Sequence[Lesson]) -> tuple[list[Lesson], list[Lesson]]:
    """What is taught and what is held out in the first run."""
    order = random.Random(SEED)  # noqa: S311 - reproducible, no secret
    drawn = [(lesson, order.random()) for lesson in taught]
    held = [lesson for lesson, x in drawn if x < (0.05 if lesson.roles is None else 0.1)]
    return [lesson for lesson, x in drawn if x >= (0.05 if lesson.roles is None else 0.1)], held


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m bot.understand.train", description="Train on the shipped bank.")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="rounds (fewer to try things out)")
    parser.add_argument("--skip-held-out", action="store_true", help="train only what ships; the report says so")
    asked = parser.parse_args()
    folder, taught = model_files.verified(model_files.BUNDLED)[0], lessons()
    losses: list[float] = []

    def tell(stage: str, kept: list[float]) -> Tell:
        def report(epoch: int, loss: float) -> None:
            kept.append(round(loss, 4))
            print(f"{stage}: round {epoch + 1} of {asked.epochs}, loss {loss:.3f}", flush=True)

        return report

    measured: dict[str, float] = {}
    if not asked.skip_held_out:
        most, held = split(taught)
        measured = figures(train(folder, most, asked.epochs, tell("most", [])), held)
        print(json.dumps(measured, indent=1), flush=True)
    learner = train(folder, taught, asked.epochs, tell("all", losses))
    data = hashlib.sha256(repr(taught).encode()).hexdigest()
    write(
        learner,
        {"seed": SEED, "epochs": asked.epochs, "lines": len(taught), "lists": sum(t.roles is not None for t in taught),
         "data_sha256": data, "loss_by_epoch": losses, "held-out": measured},
    )  # fmt: skip


if __name__ == "__main__":
    main()
