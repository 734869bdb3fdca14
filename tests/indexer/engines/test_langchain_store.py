"""Engines as LangChain vector stores."""

from __future__ import annotations

import numpy as np
from langchain_core.embeddings import Embeddings

from indexer.engines.langchain_store import EngineVectorStore


class Letters(Embeddings):
    """Counts letters."""

    def embed_query(self, text: str) -> list[float]:
        counts = np.array([text.lower().count(chr(97 + i)) + 0.01 for i in range(26)])
        return [float(x) for x in counts / np.linalg.norm(counts)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def test_texts_go_in_and_documents_come_out_with_their_metadata() -> None:
    store = EngineVectorStore.from_texts(["custody", "zzz"], Letters(), [{"page": 1}, {"page": 2}], ids=["a", "b"])
    (found,) = store.similarity_search("custody?", k=1)
    assert (found.id, found.page_content, found.metadata) == ("a", "custody", {"page": 1})
    assert store.as_retriever(search_kwargs={"k": 1}).invoke("zz")[0].id == "b"


def test_what_is_deleted_is_not_found() -> None:
    store = EngineVectorStore.from_texts(["custody", "zzz"], Letters(), ids=["a", "b"])
    store.delete(["a"])
    assert [document.id for document in store.similarity_search("custody")] == ["b"]
