"""Writing what ships into ``bot/trained``: branch, heads, fitted rules, the phrases' vectors, the report."""

from __future__ import annotations

import json
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
from bot.understand.heads import FILE as HEADS
from bot.understand.router import FILE as ROUTER
from bot.understand.weighing import FILE as WEIGHTS
from indexer import model_files
from indexer.branches import digest

ADAPTER: Final = BRANCHES[QUESTIONS]
REPORT: Final = TRAINED / "report.json"
DATA: Final = (*(banks.FOLDER / f"{name}.jsonl" for name in banks.FILES), *(banks.FOLDER / name for name in FILES))
"""All that is taught: the bank, and what lists are composed from."""


def write(learner: Learner, fitted: Calibrated, provisions: tuple[str, ...], training: dict[str, Any]) -> None:
    """Write everything; `training` goes into the report as it is."""
    TRAINED.mkdir(exist_ok=True)
    factors = {name: tensor.detach().numpy().astype(np.float16) for name, tensor in learner.bert.factors.items()}
    np.savez_compressed(ADAPTER, encoder=np.array(model_files.BUNDLED_SHA256), **factors)
    encoder = digest(model_files.BUNDLED_SHA256, ADAPTER)
    Head(learner.prototypes(), learner.bias.detach().numpy()).save(encoder, provisions, TOPICS)
    _heads(learner, encoder)
    vectors.save(phrases(learner), encoder, banks.texts())
    _json(CHOOSER, fitted.chooser.to_json())
    _json(ROUTER, fitted.router.to_json())
    _json(WEIGHTS, fitted.weights.to_json())
    _json(
        REPORT,
        {
            "seed": SEED,
            "encoder_sha256": model_files.BUNDLED_SHA256,
            "adapter_sha256": model_files.sha256(ADAPTER),
            "data_sha256": {file.stem: model_files.sha256(file) for file in DATA},
            **training,
            "held-out": fitted.figures,
        },
    )


def _heads(learner: Learner, encoder: str) -> None:
    stored: dict[str, Any] = {"encoder": encoder, "names": list(learner.labels)}
    for name, known in learner.labels.items():
        stored |= {
            f"{name}.labels": known,
            f"{name}.queries": learner.queries[name].detach().numpy(),
            f"{name}.weights": learner.layers[name].weight.detach().numpy().astype(np.float16),
            f"{name}.bias": learner.layers[name].bias.detach().numpy(),
            f"{name}.exclusive": name != "roles",
        }
    np.savez_compressed(HEADS, **stored)


def _json(file: Path, data: dict[str, Any]) -> None:
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
