"""Teaching one set of low-rank factors and all heads at once (:mod:`bot.training.lowrank`).

The topic head tells 72 provisions, four kinds of refusal, background, questions about the Code and lists apart, by the
angle between the mean of a text's states and one learned direction a class. The other heads read the states through
learned queries (attention pooling), of which labels that may hold together have one each. One thread and fixed seeds:
the same bank gives the same factors on the same kind of machine.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.training.composer import Composer
from bot.training.lessons import LIMITED, Lesson
from bot.training.lowrank import LowRankBert
from bot.training.noise import Noise
from bot.understand.heads import INDEPENDENT, HeadReading

if TYPE_CHECKING:
    import torch

SEED: Final = 20250131
EPOCHS: Final = 5
COMPOSED: Final = 1600  # lists composed anew for each round
BATCH: Final = 64
MASKED: Final = 0.07  # share of words hidden while training, instead of dropout
SCALE: Final = 20.0  # of the topic head's cosine before softmax
TOPIC_SMOOTHING: Final = 0.05
SMOOTHING: Final = 0.03
WEIGHT: Final = {"roles": 5.0, "node": 4.0, "speaker": 0.5}  # of a head's loss; 1 for every other
SCARCE: Final = {"order": 6.0}  # how much more a label counts that few lessons have
RATE: Final = 2e-3
HEADS_RATE: Final = 4e-3


class Learner:
    """The encoder with factors, the topic head's directions, and queries and a linear layer for each other head.

    Args:
        folder: of the sentence-transformers model.
        labels: labels by head, without the topic head.
        classes: how many the topic head tells apart; none for a learner without one.
        rank: of the factors.
    """

    def __init__(self, folder: Path, labels: Mapping[str, tuple[str, ...]], classes: int, rank: int) -> None:
        import torch

        torch.manual_seed(SEED)
        self.bert, self.labels, self.classes = LowRankBert(folder, rank), labels, classes
        width = self.bert.width
        self.directions = torch.zeros(classes, width, requires_grad=True)
        self.bias = torch.zeros(classes, requires_grad=True)
        looks = {name: len(known) if name in INDEPENDENT else 1 for name, known in labels.items()}
        self.queries = {name: (torch.randn(n, width) * 0.02).requires_grad_() for name, n in looks.items()}
        self.layers = {name: torch.nn.Linear(width, len(known)) for name, known in labels.items()}

    def logits(self, texts: Sequence[str], masked: float = 0.0) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """The topic head's logits ``(n, classes)`` and, by head, the others' ``(n, labels)``."""
        import torch
        from torch.nn import functional as f

        states, kept = self.bert.states(texts, masked)
        topic = SCALE * _mean(states, kept) @ f.normalize(self.directions, dim=1).T + self.bias
        found = {}
        for name, queries in self.queries.items():
            near = (states @ queries.T).masked_fill(~kept.unsqueeze(-1), -1e9)
            seen = torch.softmax(near, 1).transpose(1, 2) @ states
            layer = self.layers[name]
            found[name] = (seen * layer.weight).sum(2) + layer.bias
        return topic, found

    def encode(self, texts: Sequence[str]) -> Any:
        """Unit vectors ``(n, width)``."""
        import torch

        found = np.zeros((len(texts), self.bert.width), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with torch.no_grad():
            for start in range(0, len(texts), 64):
                rows = by_length[start : start + 64]
                found[rows] = _mean(*self.bert.states([texts[i] for i in rows])).numpy()
        return found

    def begin(self, taught: Sequence[Lesson]) -> None:
        """Put each class's direction where the untuned encoder's mean of its lessons is."""
        import torch

        means = np.zeros((self.classes, self.bert.width))
        rows = [lesson for lesson in taught if lesson.classes and self.classes]
        for vector, lesson in zip(self.encode([lesson.text for lesson in rows]), rows, strict=True):
            for place, share in lesson.classes:
                means[place] += vector * share * lesson.weight
        means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-9
        self.directions = torch.tensor(means, dtype=torch.float32, requires_grad=True)

    def heads(self) -> list[torch.Tensor]:
        """What is trained beside the factors and the topic head."""
        return [*self.queries.values(), *(p for layer in self.layers.values() for p in layer.parameters())]

    def tensors(self) -> dict[str, torch.Tensor]:
        """All that was trained, by name."""
        found = {f"factor.{name}": tensor for name, tensor in self.bert.factors.items()}
        found |= {"topic.directions": self.directions, "topic.bias": self.bias}
        for name, layer in self.layers.items():
            found |= {
                f"{name}.queries": self.queries[name],
                f"{name}.weights": layer.weight,
                f"{name}.bias": layer.bias,
            }
        return found

    def state(self) -> dict[str, Any]:
        """:meth:`tensors` as arrays, to hand to another process."""
        return {name: tensor.detach().numpy().copy() for name, tensor in self.tensors().items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take over what another process trained."""
        import torch

        self.directions = torch.zeros_like(self.directions)
        with torch.no_grad():
            for name, tensor in self.tensors().items():
                tensor.copy_(torch.from_numpy(state[name]))

    def readings(self, texts: Sequence[str]) -> list[HeadReading]:
        """What the heads read in each text, as :meth:`bot.understand.heads.Heads.read` gives it."""
        import torch

        found: list[HeadReading] = [{} for _ in texts]
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with torch.no_grad():
            for start in range(0, len(texts), BATCH):
                rows = by_length[start : start + BATCH]
                _, logits = self.logits([texts[i] for i in rows])
                soft = {n: torch.sigmoid(x) if n in INDEPENDENT else torch.softmax(x, 1) for n, x in logits.items()}
                for place, row in enumerate(rows):
                    found[row] = {
                        n: dict(zip(self.labels[n], chances[place].tolist(), strict=True))
                        for n, chances in soft.items()
                    }
        return found

    def prototypes(self) -> Any:
        """The topic head's weights ``(classes, width)``."""
        from torch.nn import functional as f

        return (SCALE * f.normalize(self.directions, dim=1)).detach().numpy()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a training goes: rounds over the lessons, lists composed for each round (`place`: their class), and the
    highest rate at which factors learn."""

    epochs: int = EPOCHS
    composed: int = COMPOSED
    place: int | None = None
    rate: float = RATE


def teach(learner: Learner, taught: Sequence[Lesson], plan: Plan, tell: Callable[[int, float], None]) -> None:
    """Train on `taught` and on composed lists. `tell` gets (epoch, mean loss)."""
    import torch

    torch.set_num_threads(1)
    order, noise, composer = random.Random(SEED), Noise(SEED), Composer(SEED, plan.place)  # noqa: S311 - reproducible
    torch.manual_seed(SEED)  # whatever this process drew before
    learner.begin(taught)
    rounds = [_batches([*taught, *composer.compose(plan.composed)], order) for _ in range(plan.epochs)]
    optimiser = torch.optim.AdamW(
        [
            {"params": list(learner.bert.factors.values()), "weight_decay": 0.01},
            {"params": [learner.directions, learner.bias], "weight_decay": 0.0},
            {"params": learner.heads(), "weight_decay": 0.01},
        ],
        lr=plan.rate, foreach=True,
    )  # fmt: skip
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [plan.rate, 5e-3, HEADS_RATE], total_steps=sum(map(len, rounds)) + 1, pct_start=0.1
    )
    for epoch, batches in enumerate(rounds):
        total = 0.0
        for batch in batches:
            loss = _loss(learner, batch, *learner.logits([noise.spoil(lesson.text) for lesson in batch], MASKED))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(learner.bert.factors.values()), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        tell(epoch, total / len(batches))


def _mean(states: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
    from torch.nn import functional as f

    weights = kept.unsqueeze(-1).float()
    return f.normalize((states * weights).sum(1) / weights.sum(1), dim=1)


def _batches(drawn: list[Lesson], order: random.Random) -> list[list[Lesson]]:
    """Batches of texts of like length, in random order."""
    order.shuffle(drawn)
    stretch, found = BATCH * 8, []
    for start in range(0, len(drawn), stretch):
        rows = sorted(drawn[start : start + stretch], key=lambda lesson: len(lesson.text))
        found += [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
    order.shuffle(found)
    return found


def _loss(
    learner: Learner, batch: Sequence[Lesson], topic: torch.Tensor, logits: Mapping[str, torch.Tensor]
) -> torch.Tensor:
    """Mean over the batch of what each lesson teaches, of what the learner is to learn."""
    import torch
    from torch.nn import functional as f

    loss = _topic_loss(learner.classes, batch, topic) if learner.classes else torch.zeros(())

    def crossed(name: str, rows: list[int], wanted: list[str]) -> torch.Tensor:
        places = torch.tensor([learner.labels[name].index(label) for label in wanted])
        worth = torch.tensor([SCARCE.get(label, 1.0) for label in learner.labels[name]])
        missed: torch.Tensor = f.cross_entropy(logits[name][rows], places, worth, label_smoothing=SMOOTHING)
        return len(rows) / len(batch) * WEIGHT.get(name, 1.0) * missed

    for name in ("intent", "node", "speaker"):
        rows = [i for i, lesson in enumerate(batch) if getattr(lesson, name)] if name in learner.labels else []
        if rows:
            loss = loss + crossed(name, rows, [getattr(batch[i], name) for i in rows])
    rows = [i for i, lesson in enumerate(batch) if lesson.limits is not None]
    if not rows:
        return loss
    held = torch.tensor([[float(r in batch[i].roles) for r in learner.labels["roles"]] for i in rows])
    soft = held * (1 - 2 * SMOOTHING) + SMOOTHING
    missed = f.binary_cross_entropy_with_logits(logits["roles"][rows], soft)
    loss = loss + len(rows) / len(batch) * WEIGHT["roles"] * missed
    for name in LIMITED:
        loss = loss + crossed(name, rows, [(batch[i].limits or {})[name] for i in rows])
    return loss


def _topic_loss(classes: int, batch: Sequence[Lesson], topic: torch.Tensor) -> torch.Tensor:
    import torch
    from torch.nn import functional as f

    target, worth = torch.zeros(topic.shape), torch.tensor([x.weight if x.classes else 0.0 for x in batch])
    for row, lesson in enumerate(batch):
        for place, share in lesson.classes:
            target[row, place] = share
    target = target / target.sum(1, keepdim=True).clamp(min=1e-9) * (1 - TOPIC_SMOOTHING)
    target = target + TOPIC_SMOOTHING / classes
    return (-(target * f.log_softmax(topic, 1)).sum(1) * worth).mean()
