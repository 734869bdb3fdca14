"""Passages as rows of PostgreSQL, sent by binary COPY.

As text a vector of 384 dimensions takes 8 kB and is parsed on the other side; as floats it takes 1.5 kB. The formats
are PostgreSQL's (https://www.postgresql.org/docs/current/sql-copy.html) and pgvector's (``vector_send``).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from indexer.encoder import Vectors
from indexer.engines import words as cut

COLUMNS: Final = "id, vector, words, length, corpus, mark"
STAGE: Final = """
CREATE TEMPORARY TABLE stage (
  id text, vector vector({dimension}), words text, length integer, corpus text, mark text
) ON COMMIT DROP"""
HEAD: Final = b"PGCOPY\n\xff\r\n\x00" + struct.pack("!ii", 0, 0)
TAIL: Final = struct.pack("!h", -1)
DECIMALS: Final = 3  # of a vector that count for its mark: the same text comes out a little different each time


def rows(ids: Sequence[str], texts: Sequence[str], vectors: Vectors, corpora: Sequence[str]) -> Iterator[bytes]:
    """The rows of :data:`STAGE`; of an id given twice, the last."""
    last = {name: place for place, name in enumerate(ids)}.values()
    words = cut.of_texts([texts[place] for place in last])
    for place, passage in zip(last, words, strict=True):
        vector = np.asarray(vectors[place], dtype=np.float32)
        text, corpus = " ".join(passage), corpora[place] if corpora else ""
        fields = (
            ids[place].encode(),
            struct.pack("!hh", len(vector), 0) + vector.astype(">f4").tobytes(),
            text.encode(),
            struct.pack("!i", len(passage)),
            corpus.encode(),
            mark(text, vector, corpus).encode(),
        )
        yield struct.pack("!h", len(fields)) + b"".join(struct.pack("!i", len(field)) + field for field in fields)


def mark(words: str, vector: Vectors, corpus: str) -> str:
    """What tells whether a passage is the same as before."""
    digest = hashlib.sha256(np.round(vector * 10**DECIMALS).astype(np.int16).tobytes())
    digest.update(f"\0{corpus}\0{words}".encode())
    return digest.hexdigest()[:32]
