"""Builds a small index with an encoder of letters, in this process or as a child that waits at a chosen moment.

``python -m tests.indexer.builder HOME VERSION [MOMENT] [force] [limit=BYTES] [unprivileged]`` opens the index of that
version of the texts. It prints ``paused`` at the moment and sleeps, to be killed; otherwise JSON about what answers.
"""

from __future__ import annotations

import ctypes
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.passage import DIGEST, Passage
from indexer import build, encoder_store, place
from indexer.build import Index, IndexConfig, Sources
from indexer.encoder import Vectors
from indexer.errors import IndexerError
from indexer.lexical import LexicalIndex

COUNT = 40
ENCODED: list[str] = []
MOMENTS = ("encoding", "lexical", "manifest", "before the swap", "between the renames", "after the swap")


class Letters:
    """Counts letters; remembers what it was asked for."""

    weights_sha256 = "ab" * 32
    dimension = 26
    seconds = 0.0

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        time.sleep(self.seconds)
        ENCODED.extend(texts)
        rows = np.array([[text.lower().count(chr(97 + i)) + 0.01 for i in range(26)] for text in texts], np.float32)
        if progress:
            progress(len(texts))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def ensure(*_: Any) -> Any:
    """In place of ``encoder_store.ensure``."""
    return Letters()


def sources(version: str) -> Sources:
    """Passages of that version; their ids are the same in all."""
    passages = tuple(
        Passage(f"p/{i}", "provision", f"p/{i}", None, f"t {i}", f"custody rule {i} of {version}", "x", corpus=DIGEST)
        for i in range(COUNT)
    )
    return Sources(passages, {"phrases": ("who", "what")}, {"note.txt": "kept " * 50})


def opened(home: Path, version: str, force: bool = False) -> Index:
    """The index of that version, built if it must be."""
    config, fingerprint = IndexConfig(home), build.fingerprint("x", [version.encode()])
    if force:
        return build.build(config, sources(version), fingerprint, force=True)
    return build.open_index(config, lambda: sources(version), fingerprint)


def version_of(index: Index) -> str:
    """Which version's passages a search finds."""
    (hit,) = index.retriever.search("custody rule 7", 1)
    return hit.passage.text.split(" of ")[1]


def pause_at(moment: str) -> None:
    """Make this process print ``paused`` and sleep at `moment`."""

    def pause() -> None:
        print("paused", flush=True)
        time.sleep(600)

    def first(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def wrapped(*given: Any, **named: Any) -> Any:
            pause()
            return real(*given, **named)

        setattr(owner, name, wrapped)

    if moment == "encoding":
        first(Letters, "encode")
    elif moment == "lexical":
        first(LexicalIndex, "save")
    elif moment == "manifest":
        real_write = Path.write_text
        Path.write_text = (
            lambda path, text, **named: (  # type: ignore[method-assign, assignment]
                (real_write(path, text[: len(text) // 2], **named), pause())
                if path.name == build.MANIFEST
                else real_write(path, text, **named)
            )
        )
    elif moment == "before the swap":
        first(place, "swap")
    elif moment == "between the renames":
        real = Path.replace
        Path.replace = lambda path, to: (  # type: ignore[method-assign, assignment, return-value]
            pause() if path.name.startswith((build.BUILDING, ".store-")) else real(path, to)
        )
    elif moment == "after the swap":
        first(build, "_forget_others")
    else:
        raise ValueError(moment)


def without_privileges() -> None:
    """Let folders' permissions hold for root too: give up CAP_DAC_OVERRIDE in this process."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    libc.capget(header, data)
    data[0] &= ~0b10
    assert libc.capset(header, data) == 0


def main() -> None:
    home, version, *options = sys.argv[1:]
    encoder_store.ensure = ensure
    for option in options:
        if option.startswith("limit="):
            limit = int(option.removeprefix("limit="))
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        elif option == "unprivileged":
            without_privileges()
        elif option == "slow":
            Letters.seconds = 0.5
        elif option in MOMENTS:
            pause_at(option)
    try:
        index = opened(Path(home), version, force="force" in options)
        print(json.dumps({"version": version_of(index), "encoded": len(ENCODED)}))
    except IndexerError as error:
        print(json.dumps({"error": str(error)}))


if __name__ == "__main__":
    main()
