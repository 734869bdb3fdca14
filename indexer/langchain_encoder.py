"""The encoder as LangChain ``Embeddings``, for vector stores and chains; apart, since LangChain is slow to import."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from indexer.encoder import OnnxEncoder


class SignpostEmbeddings(Embeddings):
    """LangChain's interface over an :class:`OnnxEncoder`; vectors have unit length."""

    def __init__(self, encoder: OnnxEncoder) -> None:
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.encoder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
