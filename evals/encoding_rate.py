"""How fast texts are encoded, beside the most that ONNX Runtime does with the same graph on the same cores."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indexer.encoder import OnnxEncoder

SAMPLE: Final = 1_024  # texts, evenly taken
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Rate:
    """Texts a second: `ours` from text to unit vector, `ceiling` by ONNX Runtime alone."""

    ours: float
    ceiling: float

    def to_json(self) -> dict[str, float]:
        return {
            "texts_per_second": round(self.ours, 1),
            "ceiling_per_second": round(self.ceiling, 1),
            "share_of_ceiling": round(self.ours / self.ceiling, 3),
        }


def measure(encoder: OnnxEncoder, graph: Path, texts: Sequence[str]) -> Rate:
    """Both rates over an even sample of `texts`.

    The ceiling is a session over `graph` with ONNX Runtime's own defaults (all optimisations, threads that spin) and
    nothing else to do: the texts are cut into tokens and batches beforehand, and the vectors are thrown away. The two
    take turns and each counts by its best round, so that what else the machine does weighs on both alike.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    sample = texts[:: max(1, len(texts) // SAMPLE)][:SAMPLE]
    batches = encoder.batches(sample)

    def alone() -> None:
        for batch in batches:
            session.run(["vector"], batch)

    pairs = [(_seconds(lambda: encoder.encode(sample)), _seconds(alone)) for _ in range(ROUNDS)]
    ours, ceiling = (len(sample) / min(times) for times in zip(*pairs, strict=True))
    return Rate(ours, ceiling)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
