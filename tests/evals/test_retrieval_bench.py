"""The retrieval benchmark: four runs over one collection, what was learned from judged out of fold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from corpus import pieces
from corpus.formats.records import Record
from evals.retrieval_bench import OURS, Bench
from evals.retrieval_files import Question
from evals.retrieval_folds import FOLDS, Folds, fingerprint, fold
from evals.retrieval_training import learn
from indexer import collection, context
from indexer.collection import FEATURES
from indexer.encoder import OnnxEncoder, Vectors
from indexer.lexical import LexicalIndex
from indexer.retriever import Retriever
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
    texts = [f"{word} rule {number}" for number, word in enumerate(WORDS * 4)]
    records = [Record(f"p{n}", t, "", f"1.{n}", None, "a" if n < 20 else "b") for n, t in enumerate(texts)]
    passages = pieces.ready(records, "bench", "rules.jsonl")
    wanted = {word: frozenset(p.node for p in passages if word in p.text) for word in WORDS}
    questions = [Question(f"q{w}", f"{w}?", wanted[w]) for w in WORDS]
    return Bench(passages, cast("OnnxEncoder", Letters())), questions


def test_all_runs_are_measured_and_are_json() -> None:
    bench, questions = _bench()
    runs = [run.to_json() for run in bench.runs(questions)]
    assert [run["name"] for run in runs] == ["bm25", "dense", "rrf", OURS]
    assert runs[0]["recall@10"] == runs[-1]["recall@10"] == 1.0
    assert {"map@10", "ndcg@10", "build_seconds", "p50_ms", "p95_ms"} <= runs[0].keys()
    json.dumps(runs)


def test_what_is_measured_is_what_the_product_finds() -> None:
    """The benchmark's ranking of a new question is that of a search in a large collection of the product."""
    bench, questions = _bench()
    encoder = cast("OnnxEncoder", Letters())
    texts = context.indexed(bench.passages)
    words = LexicalIndex.build(texts)
    large = {"bench": LexicalIndex.build(texts, collection.K1, collection.B)}
    product = Retriever(bench.passages, encoder.encode(texts), words, encoder, large)
    for question in questions:
        measured = [bench.passages[position].node for position in bench._ours(question)]
        assert measured == [hit.passage.node for hit in product.search(question.text, 10, "bench")]


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
    ours, ids = bench.collection, [passage.node for passage in bench.passages]
    _, before = learn(ours, vectors, ids, questions)
    held = fold(questions[0].id)
    swapped = [Question(q.id, q.text, frozenset({"p0"})) if fold(q.id) == held else q for q in questions]
    _, after = learn(ours, vectors, ids, swapped)
    assert before["forests"][held] == after["forests"][held]
    assert before["forests"][(held + 1) % FOLDS] != after["forests"][(held + 1) % FOLDS]
