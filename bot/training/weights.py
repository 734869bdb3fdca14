"""Fitting the weights between heads and words (:mod:`bot.understand.weighing`) on lists that were held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from bot.training.lessons import ROLES, Lesson
from bot.understand import asking, roles
from bot.understand.heads import HeadReading
from bot.understand.roles import RoleFinder
from bot.understand.weighing import KINDS, LIMITS, OPEN, LimitWeights, RoleWeights, Weights, log_odds

STRENGTH: Final = 0.02  # of the pull towards believing the head alone


def fit_weights(
    lists: Sequence[Lesson], readings: Sequence[HeadReading], finder: RoleFinder
) -> tuple[Weights, dict[str, float]]:
    """The weights that make the right labels likeliest, and the share of each that comes out right."""
    told = [asking.told(lesson.text) for lesson in lists]
    limits = {
        name: _fit_limit(
            [reading[name] for reading in readings],
            [frozenset(words[name]) for words in told],
            [(lesson.limits or {})[name] for lesson in lists],
            OPEN[name],
        )
        for name in LIMITS
    }
    weights = Weights(limits, _fit_roles(lists, readings, finder))
    right: dict[str, list[bool]] = {name: [] for name in (*LIMITS, "roles", "whole frame")}
    for lesson, reading, words in zip(lists, readings, told, strict=True):
        each = {n: weights.limit(n, reading[n], words[n])[0] == (lesson.limits or {})[n] for n in LIMITS}
        chosen, _ = roles.decide(
            finder.named(lesson.text), finder.described(lesson.text), reading["roles"], weights.roles
        )
        each["roles"] = chosen == lesson.roles
        for name, ok in each.items():
            right[name].append(ok)
        if lesson.intent == "enumerate":
            right["whole frame"].append(all(each.values()))
    return weights, {f"list {name} right": round(float(np.mean(oks)), 4) for name, oks in right.items()}


def _fit_limit(
    heads: Sequence[Mapping[str, float]], named: Sequence[frozenset[str]], wanted: Sequence[str], neutral: str
) -> LimitWeights:
    """By maximum likelihood, with a slight pull towards the head alone; words never count against what they name."""
    import torch

    labels = list(heads[0])
    logs = torch.log(torch.tensor([[max(h[label], 1e-4) for label in labels] for h in heads]))
    words = torch.tensor([[float(label in n) for label in labels] for n in named])
    free = torch.tensor([float(label == neutral) for label in labels])
    gold = torch.tensor([labels.index(label) for label in wanted])
    start = torch.tensor([1.0, 0.0, 0.0])
    weights = start.clone().requires_grad_()
    optimiser = torch.optim.LBFGS([weights], max_iter=200)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        scores = weights[0] * logs + weights[1].clamp(min=0) * words + weights[2] * free
        loss = torch.nn.functional.cross_entropy(scores, gold) + STRENGTH * ((weights - start) ** 2).mean()
        loss.backward()
        return loss

    optimiser.step(closure)
    head, word, open_ = (round(float(w), 4) for w in weights.detach())
    return LimitWeights(head, max(word, 0.0), open_)


def _fit_roles(lists: Sequence[Lesson], readings: Sequence[HeadReading], finder: RoleFinder) -> RoleWeights:
    from sklearn.linear_model import LogisticRegression

    features, wanted = [], []
    for lesson, reading in zip(lists, readings, strict=True):
        evidence = (*finder.named(lesson.text), *finder.described(lesson.text))
        for role in ROLES:
            kinds = {e.kind for e in evidence if e.role == role}
            features.append([log_odds(reading["roles"][role]), *(float(kind in kinds) for kind in KINDS)])
            wanted.append(role in lesson.roles)
    table, fitted = np.array(features), np.zeros(1 + len(KINDS))
    kept = list(range(len(fitted)))
    while True:  # no way of telling a role may count against it: what weighs below nought is left out
        model = LogisticRegression(C=1.0, max_iter=2000).fit(table[:, kept], wanted)
        if (model.coef_[0] >= 0).all():
            break
        kept = [place for place, weight in zip(kept, model.coef_[0], strict=True) if weight >= 0]
    fitted[kept] = model.coef_[0]
    head, *told = (round(float(w), 4) for w in fitted)
    return RoleWeights(head, tuple(told), round(float(model.intercept_[0]), 4))
