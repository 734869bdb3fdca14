"""Any engine as a LangChain ``VectorStore``, for chains that others build."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore as LangChainStore

from indexer.engines.opening import open_store
from indexer.ports import VectorStore


class EngineVectorStore(LangChainStore):
    """LangChain's interface over a store of ours.

    Texts and metadata are kept here, by id; a document that the engine knows but this object was not given comes with
    its id alone.
    """

    def __init__(self, store: VectorStore, embedding: Embeddings) -> None:
        self.store = store
        self._embedding = embedding
        self._documents: dict[str, Document] = {}

    @property
    def embeddings(self) -> Embeddings:
        return self._embedding

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[Any, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **_: Any,
    ) -> list[str]:
        given = list(texts)
        names = ids or [str(uuid4()) for _ in given]
        vectors = np.array(self._embedding.embed_documents(given), dtype=np.float32)
        self.store.add(names, given, vectors)
        self.store.settle()
        for name, text, metadata in zip(names, given, metadatas or [{} for _ in given], strict=True):
            self._documents[name] = Document(page_content=text, metadata=metadata, id=name)
        return names

    def delete(self, ids: list[str] | None = None, **_: Any) -> bool | None:
        self.store.remove(ids or [])
        for name in ids or []:
            self._documents.pop(name, None)
        return True

    def similarity_search_with_score(self, query: str, k: int = 4, **_: Any) -> list[tuple[Document, float]]:
        vector = np.array(self._embedding.embed_query(query), dtype=np.float32)
        return [
            (self._documents.get(found.id, Document(page_content="", id=found.id)), found.score)
            for found in self.store.near(vector, k)
        ]

    def similarity_search(self, query: str, k: int = 4, **_: Any) -> list[Document]:
        return [document for document, _ in self.similarity_search_with_score(query, k)]

    @classmethod
    def from_texts(
        cls, texts: list[str], embedding: Embeddings, metadatas: list[dict[Any, Any]] | None = None, *,
        ids: list[str] | None = None, url: str = "faiss:", collection: str = "signpost", **_: Any,
    ) -> EngineVectorStore:  # fmt: skip
        """A store at `url` (``indexer.engines.opening``) that holds `texts`."""
        dimension = len(embedding.embed_query(""))
        made = cls(open_store(url, dimension, collection), embedding)
        made.add_texts(texts, metadatas, ids=ids)
        return made
