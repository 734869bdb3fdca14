"""Retrieval from an engine: what the embedded search finds, filled once, and a clear error when it is gone."""

from __future__ import annotations

from collections.abc import Sequence

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

    def near(self, vector: Vectors, k: int) -> list[Found]:
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
    vector = OneHot().encode(["weights"])[0]
    kept = remote.near(vector, 2, lambda p: p.corpus == "corpus-0")
    exact = local.near(vector, 2, lambda p: p.corpus == "corpus-0")
    assert [hit.score for hit in kept] == pytest.approx([hit.score for hit in exact])


def test_an_engine_that_is_gone_is_named(local: Retriever) -> None:
    remote = RemoteRetriever(local, Gone(OneHot.dimension))
    with pytest.raises(EngineUnavailable, match="does not answer"):
        remote.search("logs")
    with pytest.raises(EngineUnavailable, match="does not answer"):
        remote.check()
    local.check()
