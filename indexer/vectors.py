"""Dense search: FAISS over unit vectors, inner product (which is the cosine)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.encoder import Vectors


class VectorIndex:
    """Exact search over unit vectors, shape ``(n, dimension)``."""

    def __init__(self, vectors: Vectors) -> None:
        import faiss

        self._index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            self._index.add(np.ascontiguousarray(vectors))

    def search(self, query: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Positions and cosines of the `k` nearest of one query vector, best first."""
        cosines, positions = self._index.search(query.reshape(1, -1), min(k, self._index.ntotal))
        return positions[0], cosines[0]
