"""One small learner for all tests that need torch: loading the encoder takes seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.topics.head import classes
from bot.training.learner import Learner
from bot.training.lessons import LIMITED
from indexer import model_files

LABELS: Mapping[str, tuple[str, ...]] = {
    "intent": ("enumerate", "topic", "fact"),
    "roles": ("developer", "end-user"),
    "modality": ("none", "shall"),
    "phase": ("none", "secure-design"),
    "principle": ("none", "7"),
    "relation": ("open", "obliges"),
    "node": ("about/licence", "about/publisher"),
    "speaker": ("asker", "order"),
}
PROVISIONS = ("1.1", "1.2")
CLASSES = len(classes(PROVISIONS))
RANK = 4


def make_learner() -> Learner:
    """An untaught one with few labels and two provisions."""
    return Learner(model_files.verified(model_files.BUNDLED)[0], LABELS, CLASSES, RANK)


def make_lister() -> Learner:
    """An untaught one that reads only what lists are limited to."""
    known = {name: LABELS[name] for name in ("roles", *LIMITED)}
    return Learner(model_files.verified(model_files.BUNDLED)[0], known, 0, RANK)


@pytest.fixture(scope="session")
def untaught() -> Learner:
    """Not to be changed."""
    pytest.importorskip("torch")
    return make_learner()


@pytest.fixture(scope="session")
def untaught_state(untaught: Learner) -> Mapping[str, Any]:
    return {name: array.copy() for name, array in untaught.state().items()}
