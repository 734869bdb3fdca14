"""Measuring retrieval on a collection of passages with questions: BM25, dense, their fusion, and ours, in one run."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import numpy as np

from corpus.passage import Passage
from evals.retrieval_figures import DEPTH, figures
from evals.retrieval_files import Question
from evals.retrieval_folds import Folds
from indexer import context, fusion
from indexer.collection import K1, B, Collection
from indexer.encoder import OnnxEncoder, Vectors
from indexer.lexical import LexicalIndex
from indexer.trees import Forest

Report = Callable[[str, int, int], None]
Search = Callable[[Question], Sequence[int]]
T = TypeVar("T")
OURS: Final = "signpost"


@dataclass(frozen=True, slots=True)
class Run:
    """One way of searching, measured. Times in milliseconds from the question's text to ten passages, its vector
    included where one is needed; `build` in seconds is what this way needs before the first question."""

    name: str
    quality: dict[str, float]
    build: float
    p50: float
    p95: float
    learned_from: int = 0

    def to_json(self) -> dict[str, Any]:
        times = {"build_seconds": round(self.build, 2), "p50_ms": round(self.p50, 2), "p95_ms": round(self.p95, 2)}
        note = {"out_of_fold_questions": self.learned_from} if self.learned_from else {}
        return {"name": self.name, **{k: round(v, 4) for k, v in self.quality.items()}, **times, **note}


@dataclass
class Bench:
    """The indexes over `passages`, built and timed when the object is made.

    Ours is put together from what the product puts it together from (``indexer.context``, ``indexer.collection``), in
    the same order; the others read the passages' texts alone, as is usual.

    Attributes:
        seconds: what building took, by part.
    """

    passages: Sequence[Passage]
    encoder: OnnxEncoder
    report: Report | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plain = [passage.text for passage in self.passages]
        told = self._timed("context", lambda: context.indexed(self.passages))
        alike = told == plain
        done, total = 0, len(plain) * (1 if alike else 2)

        def encode(texts: Sequence[str]) -> Vectors:
            def advance(count: int) -> None:
                nonlocal done
                done += count
                if self.report:
                    self.report("passages", done, total)

            return self.encoder.encode(texts, advance)

        self.texts = told
        self._plain = self._timed("plain_lexical", lambda: LexicalIndex.build(plain))
        self._vectors = self._timed("plain_encode", lambda: encode(plain))
        if alike:  # passages without titles: what is ours is theirs
            vectors, self.seconds["encode"] = self._vectors, self.seconds["plain_encode"]
        else:
            vectors = self._timed("encode", lambda: encode(told))
        lexical = self._timed("lexical", lambda: LexicalIndex.build(told, K1, B))
        self.collection = self._timed(
            "structure", lambda: Collection.over(self.passages, told, vectors, lexical, Forest.shipped())
        )
        self._folds = Folds.shipped()
        self._timed("pairs", self.collection.phrasing.prepare)

    def runs(self, questions: Sequence[Question]) -> Iterator[Run]:
        """BM25 (stemmed, k1 1.5, b 0.75), cosine, reciprocal rank fusion of both, and ours; each as it is done."""
        lexical, encode = self.seconds["plain_lexical"], self.seconds["plain_encode"]
        ours = sum(seconds for name, seconds in self.seconds.items() if not name.startswith("plain_"))
        yield self._run("bm25", questions, lexical, lambda q: _best(self._plain.scores(q.text)))
        yield self._run("dense", questions, encode, lambda q: _best(self._vectors @ self._vector(q)))
        yield self._run(
            "rrf",
            questions,
            lexical + encode,
            lambda q: _best(fusion.reciprocal_ranks(self._plain.scores(q.text), self._vectors @ self._vector(q))),
        )
        yield self._run(OURS, questions, ours, self._ours, sum(self._folds.seen(q.id) for q in questions))

    def _ours(self, question: Question) -> Sequence[int]:
        found = self.collection.search(question.text, self._vector(question), DEPTH, self._folds.forest(question.id))
        return [int(position) for position in found[0]]

    def _vector(self, question: Question) -> Vectors:
        vector: Vectors = self.encoder.encode([question.text])[0]
        return vector

    def _run(self, name: str, questions: Sequence[Question], build: float, search: Search, learned: int = 0) -> Run:
        rankings, times = [], []
        search(questions[0])  # the first call pays for what is lazy
        for question in questions:
            start = time.perf_counter()
            positions = search(question)
            times.append((time.perf_counter() - start) * 1000)
            rankings.append([self.passages[position].node for position in positions])
        p50, p95 = np.percentile(times, [50, 95])
        return Run(name, figures(rankings, [q.relevant for q in questions]), build, float(p50), float(p95), learned)

    def _timed(self, name: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = work()
        self.seconds[name] = time.perf_counter() - start
        return result


def peak_memory() -> float:
    """The most memory that this process has held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _best(scores: fusion.Scores) -> Sequence[int]:
    count = min(DEPTH, len(scores))
    rows = np.argpartition(-scores, count - 1)[:count]
    return [int(row) for row in rows[np.lexsort((rows, -scores[rows]))]]
