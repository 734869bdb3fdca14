"""The retrieval benchmark: four runs over one collection, what was learned from judged out of fold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from evals.retrieval_bench import OURS, Bench
from evals.retrieval_files import Passages, Question
from evals.retrieval_folds import FOLDS, Folds, fingerprint, fold
from evals.retrieval_training import learn
from indexer.collection import FEATURES
from indexer.encoder import OnnxEncoder, Vectors
from indexer.trees import Forest

WORDS = ("custody", "fund", "fee", "rumour", "record", "audit", "client", "broker", "insurer", "captive")


class Letters:
    """An encoder that counts letters."""

    def encode(self, texts: Sequence[str], progress: Any = None) -> Vectors:
        counts = [[text.lower().count(chr(97 + i)) + 1 for i in range(26)] for text in texts]
        vectors = np.array(counts, dtype=np.float32)
        if progress:
            progress(len(texts))
        return cast("Vectors", vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def _bench() -> tuple[Bench, list[Question]]:
    texts = tuple(f"{word} rule {number}" for number, word in enumerate(WORDS * 4))
    ids = tuple(f"p{n}" for n in range(40))
    passages = Passages(ids, ("a",) * 20 + ("b",) * 20, tuple(f"1.{n}" for n in range(40)), texts)
    wanted = {w: frozenset(i for i, t in zip(ids, texts, strict=True) if w in t) for w in WORDS}
    questions = [Question(f"q{w}", f"{w}?", wanted[w]) for w in WORDS]
    return Bench(passages, cast("OnnxEncoder", Letters())), questions


def test_all_runs_are_measured_and_are_json() -> None:
    bench, questions = _bench()
    runs = [run.to_json() for run in bench.runs(questions)]
    assert [run["name"] for run in runs] == ["bm25", "dense", "rrf", OURS]
    assert runs[0]["recall@10"] == runs[-1]["recall@10"] == 1.0
    assert {"map@10", "ndcg@10", "build_seconds", "p50_ms", "p95_ms"} <= runs[0].keys()
    json.dumps(runs)


def test_a_question_that_was_learned_from_is_judged_by_a_fold_that_did_not_see_it() -> None:
    shipped, *forests = (Forest(FEATURES, float(n), []) for n in range(FOLDS + 1))
    folds = Folds(shipped, tuple(forests), frozenset({fingerprint("known")}))
    assert folds.forest("known") is forests[fold("known")]
    assert folds.forest("new") is shipped


def test_the_shipped_folds_are_whole() -> None:
    folds = Folds.shipped()
    assert folds.seen("a07c2b98-011b-44fd-aca0-bdd3e834003e")
    assert not folds.seen("anything else")
    assert folds.forest("a07c2b98-011b-44fd-aca0-bdd3e834003e").names == FEATURES


def test_learning_leaves_each_fold_out_of_its_own_forest() -> None:
    bench, questions = _bench()
    vectors = Letters().encode([q.text for q in questions])
    collection = bench._collection
    _, before = learn(collection, vectors, bench.passages.ids, questions)
    held = fold(questions[0].id)
    swapped = [Question(q.id, q.text, frozenset({"p0"})) if fold(q.id) == held else q for q in questions]
    _, after = learn(collection, vectors, bench.passages.ids, swapped)
    assert before["forests"][held] == after["forests"][held]
    assert before["forests"][(held + 1) % FOLDS] != after["forests"][(held + 1) % FOLDS]
