"""Writing what ships into ``bot/trained``: branch, heads, fitted rules, the phrases' vectors, the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.branches import BRANCHES, QUESTIONS, TRAINED
from bot.phrases import bank as banks
from bot.phrases import vectors
from bot.topics.chooser import FILE as CHOOSER
from bot.topics.head import FILE as TOPICS
from bot.topics.head import Head
from bot.training.calibration import Calibrated, phrases
from bot.training.composer import FILES
from bot.training.learner import SEED, Learner
from bot.understand.heads import FILES as HEADS
from bot.understand.heads import INDEPENDENT
from bot.understand.router import FILE as ROUTER
from bot.understand.weighing import FILE as WEIGHTS
from indexer import model_files
from indexer.branches import digest

REPORT: Final = TRAINED / "report.json"
DATA: Final = (*(banks.FOLDER / f"{name}.jsonl" for name in banks.FILES), *(banks.FOLDER / name for name in FILES))
"""All that is taught: the bank, and what lists are composed from."""


def write(
    learners: Mapping[str, Learner], fitted: Calibrated, provisions: tuple[str, ...], training: dict[str, Any]
) -> None:
    """Write everything that `learners` (by branch) learnt; `training` goes into the report as it is."""
    TRAINED.mkdir(exist_ok=True)
    encoders = {branch: _branch(branch, learner) for branch, learner in learners.items()}
    whole, encoder = learners[QUESTIONS], encoders[QUESTIONS]
    Head(whole.prototypes(), whole.bias.detach().numpy()).save(encoder, provisions, TOPICS)
    vectors.save(phrases(whole), encoder, banks.texts())
    _json(CHOOSER, fitted.chooser.to_json())
    _json(ROUTER, fitted.router.to_json())
    _json(WEIGHTS, fitted.weights.to_json())
    _json(
        REPORT,
        {
            "seed": SEED,
            "encoder_sha256": model_files.BUNDLED_SHA256,
            "adapter_sha256": {branch: model_files.sha256(BRANCHES[branch]) for branch in learners},
            "data_sha256": {file.stem: model_files.sha256(file) for file in DATA},
            **training,
            "held-out": fitted.figures,
        },
    )


def _branch(branch: str, learner: Learner) -> str:
    """Write a branch's factors and heads; what its vectors depend on."""
    file = BRANCHES[branch]
    factors = {name: tensor.detach().numpy().astype(np.float16) for name, tensor in learner.bert.factors.items()}
    np.savez_compressed(file, encoder=np.array(model_files.BUNDLED_SHA256), **factors)
    encoder = digest(model_files.BUNDLED_SHA256, file)
    stored: dict[str, Any] = {"encoder": encoder, "names": list(learner.labels)}
    for name, known in learner.labels.items():
        stored |= {
            f"{name}.labels": known,
            f"{name}.queries": learner.queries[name].detach().numpy(),
            f"{name}.weights": learner.layers[name].weight.detach().numpy().astype(np.float16),
            f"{name}.bias": learner.layers[name].bias.detach().numpy(),
            f"{name}.exclusive": name not in INDEPENDENT,
        }
    np.savez_compressed(HEADS[branch], **stored)
    return encoder


def _json(file: Path, data: dict[str, Any]) -> None:
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
