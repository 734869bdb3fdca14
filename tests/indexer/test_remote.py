"""Retrieval from an engine: what the embedded search finds, filled once, and a clear error when it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from corpus.passage import Passage
from indexer.encoder import Vectors
from indexer.engines.faiss_store import FaissStore
from indexer.errors import EngineUnavailable
from indexer.lexical import LexicalIndex
from indexer.ports import Found
from indexer.remote import RemoteRetriever
from indexer.retriever import Retriever

WORDS = ("logs", "patches", "suppliers", "prompts", "weights", "audits")


class OneHot:
    """A word's vector is its place in the list; a text's, the sum of its words'."""

    dimension = len(WORDS)

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([[text.count(word) + 0.01 for word in WORDS] for text in texts], dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Gone(FaissStore):
    """An engine that was pulled down."""

    def near(self, vector: Vectors, k: int, corpus: str | None = None) -> list[Found]:
        raise EngineUnavailable("PostgreSQL at here/there does not answer.")

    def count(self) -> int:
        raise EngineUnavailable("PostgreSQL at here/there does not answer.")


def passages() -> list[Passage]:
    texts = [f"{WORDS[i % 6]} and {WORDS[(i // 6) % 6]}" for i in range(36)]
    return [
        Passage(f"p/{i}", "document", f"p/{i}", None, f"t{i}", text, text, corpus=f"corpus-{i % 2}")
        for i, text in enumerate(texts)
    ]


@pytest.fixture
def local() -> Retriever:
    given, encoder = passages(), OneHot()
    texts = [f"{p.title}. {p.text}" for p in given]
    return Retriever(given, encoder.encode(texts), LexicalIndex.build(texts), encoder)  # type: ignore[arg-type]


def test_it_is_filled_once_and_finds_what_the_embedded_search_finds(local: Retriever) -> None:
    store = FaissStore(OneHot.dimension)
    remote = RemoteRetriever(local, store)
    sent: list[int] = []
    remote.fill(sent.append)
    remote.fill(sent.append)
    assert sum(sent) == store.count() == 36
    for word in WORDS:
        ours = {hit.passage.id for hit in remote.search(f"{word} {word}", 1)}
        assert ours <= {hit.passage.id for hit in local.search(f"{word} {word}", 4)}


def test_a_filter_is_filled_from_further_down(local: Retriever) -> None:
    remote = RemoteRetriever(local, FaissStore(OneHot.dimension))
    remote.fill()
    found = remote.search("logs", 12, corpus="corpus-1")
    assert len(found) == 12
    assert {hit.passage.corpus for hit in found} == {"corpus-1"}
    assert [hit.passage.id for hit in remote.search("logs", 3, keep=lambda p: p.id == "p/35")] == ["p/35"]


def test_an_engine_that_is_gone_is_named(local: Retriever) -> None:
    remote = RemoteRetriever(local, Gone(OneHot.dimension))
    with pytest.raises(EngineUnavailable, match="does not answer"):
        remote.search("logs")
    with pytest.raises(EngineUnavailable, match="does not answer"):
        remote.check()
    local.check()


class Noting(FaissStore):
    """Remembers what was added and dropped."""

    def __init__(self) -> None:
        super().__init__(OneHot.dimension)
        self.done: list[str] = []

    def add(self, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()) -> None:
        self.done += ids
        super().add(ids, texts, vectors, corpora)

    def adopt(
        self, family: str, ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str] = ()
    ) -> None:
        super().add(ids[:30], texts[:30], vectors[:30], corpora[:30])

    def settle(self) -> None:
        self.done.append("settle")

    def drop_others(self, family: str) -> None:
        self.done.append(f"drop {family}")


def test_only_what_is_missing_is_sent_and_the_others_go_once_all_is_there(local: Retriever) -> None:
    store = Noting()
    told: list[int] = []
    RemoteRetriever(local, store).fill(told.append, "kin_")
    assert store.done == [*(f"p/{i}" for i in range(30, 36)), "settle", "drop kin_"]
    assert sum(told) == 36


def test_a_filling_that_was_broken_off_goes_on_where_it_was(local: Retriever) -> None:
    store = Noting()
    texts = [f"{p.title}. {p.text}" for p in local.passages[:20]]
    FaissStore.add(store, [p.id for p in local.passages[:20]], texts, local.vectors[:20])
    RemoteRetriever(local, store).fill()
    assert store.done == [*(f"p/{i}" for i in range(20, 36)), "settle"]


def test_while_it_cannot_be_filled_nothing_is_dropped(local: Retriever) -> None:
    class Full(Noting):
        def add(self, *_: object) -> None:
            raise EngineUnavailable("PostgreSQL at here/there refused what was asked of it (SQLSTATE 53100).")

    store = Full()
    with pytest.raises(EngineUnavailable):
        RemoteRetriever(local, store).fill(family="kin_")
    assert store.done == []


def test_a_small_corpus_is_looked_for_by_the_engine_itself(local: Retriever) -> None:
    few = [replace(p, corpus="few" if i in (3, 17, 30) else "many") for i, p in enumerate(local.passages)]
    given = Retriever(few, local.vectors, local.lexical, local.encoder)
    asked: list[int] = []

    class Narrow(FaissStore):
        def near(self, vector: Vectors, k: int, corpus: str | None = None) -> list[Found]:
            asked.append(k)
            return super().near(vector, min(k, 5), corpus)  # as a graph does, that looks at few

    remote = RemoteRetriever(given, Narrow(OneHot.dimension))
    remote.fill()
    assert {hit.passage.id for hit in remote.search("logs", 3, corpus="few")} == {"p/3", "p/17", "p/30"}
    assert len(asked) == 1
