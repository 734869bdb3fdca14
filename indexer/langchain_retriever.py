"""The retriever as a LangChain ``BaseRetriever``, for chains that others build.

In a module of its own, since LangChain's retriever classes take a second to import.
"""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from indexer.retriever import Retriever


class SignpostRetriever(BaseRetriever):
    """Hybrid search over Signpost's passages; metadata carries id, kind, corpus, IRI and score."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    retriever: Retriever
    k: int = 5
    corpus: str | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
    ) -> list[Document]:
        return [
            Document(
                page_content=hit.passage.text,
                id=hit.passage.id,
                metadata={
                    "id": hit.passage.id,
                    "kind": hit.passage.kind,
                    "node": hit.passage.node,
                    "corpus": hit.passage.corpus,
                    "iri": hit.passage.iri,
                    "score": hit.score,
                },
            )
            for hit in self.retriever.search(query, self.k, self.corpus)
        ]
