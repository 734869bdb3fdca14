"""Building the index and opening it again.

An index is a folder named after the fingerprint of everything that it was made from (passages, phrases, encoder,
layout), written beside its place and renamed into it, so that a half-written one never looks complete. Two
processes that build at once take turns at a lock; the second finds the work done. Indexes of other fingerprints
are removed once the new one is complete. An open index needs nothing more from its folder, so that a server is not
disturbed when another process builds. While no new one can be built, the last complete one answers.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from corpus.passage import DIGEST, Passage
from indexer import collection, context, encoder_store, model_files, place
from indexer.encoder import OnnxEncoder, Vectors
from indexer.errors import IndexUnavailable, ModelUnavailable
from indexer.lexical import LexicalIndex
from indexer.retriever import Retriever
from indexer.vector_cache import VectorCache

LOG = logging.getLogger(__name__)
LAYOUT: Final = 5
BUILDING: Final = ".building-"
MANIFEST: Final = "manifest.json"
Reporter = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """Where the index lives and what encodes it: ``home`` is the data folder, ``model`` as in model_files.locate.

    ``branches`` are trained for that model (file by name).
    """

    home: Path
    model: str = model_files.BUNDLED
    branches: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sources:
    """What an index is made from: passages, named lists of texts that are embedded beside them, and ``files`` that are
    kept in its folder as they are (name to text)."""

    passages: tuple[Passage, ...]
    texts: Mapping[str, tuple[str, ...]]
    files: Mapping[str, str] = field(default_factory=dict)


def fingerprint(weights_sha256: str, parts: Iterable[bytes]) -> str:
    """SHA-256 over everything that an index depends on: the encoder, the layout, and `parts` in order."""
    digest = hashlib.sha256(f"layout {LAYOUT} encoder {weights_sha256}".encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Index:
    """An open index: hybrid retrieval, the encoder with its branches, and the vectors of the named texts, each
    ``(n, dimension)``. ``note`` says why an older one answers, where it does."""

    retriever: Retriever
    encoder: OnnxEncoder
    text_vectors: Mapping[str, Vectors]
    manifest: Mapping[str, Any]
    folder: Path
    note: str = ""


def folder_of(config: IndexConfig, fingerprint: str) -> Path:
    """Where the index of that fingerprint lies, or would."""
    return config.home / "index" / fingerprint[:20]


def status(folder: Path) -> dict[str, Any]:
    """How the index in `folder` stands: ``current``; ``stale`` when only others are there; or ``missing``."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {"index": "current", "folder": str(folder), "passages": manifest["passages"], "texts": manifest["texts"]}
    except (OSError, ValueError, KeyError, TypeError):
        others = [d for d in folder.parent.glob("*") if (d / MANIFEST).is_file()] if folder.parent.is_dir() else []
        return {"index": "stale" if others else "missing", "folder": str(folder)}


def open_index(
    config: IndexConfig, sources: Callable[[], Sources], fingerprint: str, report: Reporter | None = None
) -> Index:
    """The index of that fingerprint, built first if it is not there or broken.

    `sources` is only called when there is something to build. When that fails, the last complete index answers (same
    encoder, same texts, and every passage of the Code); the log says so, and the next run tries again.

    Raises:
        ModelUnavailable, IndexUnavailable
    """
    folder = folder_of(config, fingerprint)
    if (folder / MANIFEST).is_file():
        try:
            return load(folder, encoder_store.ensure(config.home, config.model, config.branches))
        except IndexUnavailable:
            pass  # broken on disk: built anew below, at the same place
    made_from = sources()
    try:
        return build(config, made_from, fingerprint, report)
    except IndexUnavailable as error:
        former = _last_complete(config, made_from, folder)
        if former is None:
            raise
        LOG.warning("%s Until then the last complete index, %s, answers.", error, former.folder)
        return replace(former, note=str(error))


def build(
    config: IndexConfig, sources: Sources, fingerprint: str, report: Reporter | None = None, force: bool = False
) -> Index:
    """Build the index and open it. `report` is told (stage, done, total).

    Raises:
        ModelUnavailable: the encoder is missing, altered or cannot be exported.
        IndexUnavailable: the data folder cannot be written or the disk is full.
    """
    folder = folder_of(config, fingerprint)
    tell = report or _silent
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with place.turn(folder.parent, lambda: tell("waiting for another process", 0, 1)):
            place.restore(folder)
            tell("encoder", 0, 1)
            encoder = encoder_store.ensure(config.home, config.model, config.branches, force)
            if (folder / MANIFEST).is_file() and not force:
                try:
                    return load(folder, encoder)  # another process was quicker
                except IndexUnavailable:
                    pass  # broken; the new one goes into its place
            with place.workshop(folder, BUILDING, forgotten=0) as workshop:
                _write(workshop, sources, encoder, fingerprint, tell)
                made = load(workshop, encoder)
                place.swap(workshop, folder)
            _forget_others(folder)
    except OSError as error:
        raise IndexUnavailable(
            f"The index cannot be written to {folder.parent} ({error.strerror or error}). Free some space, or set "
            "SIGNPOST_HOME to a folder that can be written."
        ) from error
    return replace(made, folder=folder)


def _last_complete(config: IndexConfig, sources: Sources, folder: Path) -> Index | None:
    """The newest index of the same encoder that holds all that answers rest on, or None."""
    needed = {passage.id for passage in sources.passages if passage.corpus == DIGEST}
    try:
        encoder = encoder_store.ensure(config.home, config.model, config.branches)
        kept = sorted(folder.parent.glob(f"*/{MANIFEST}"), key=lambda file: file.stat().st_mtime, reverse=True)
    except (OSError, IndexUnavailable, ModelUnavailable):
        return None
    for file in kept:
        try:
            found = load(file.parent, encoder)
        except IndexUnavailable:
            continue
        fits = found.manifest.get("layout") == LAYOUT and found.manifest.get("texts_sha256") == _digest(sources.texts)
        if fits and needed <= found.retriever.by_id.keys():
            return found
    return None


def _digest(texts: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 over named lists of texts, in order."""
    return hashlib.sha256(json.dumps([[name, list(lines)] for name, lines in texts.items()]).encode()).hexdigest()


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def load(folder: Path, encoder: OnnxEncoder) -> Index:
    """Open a complete index.

    Raises:
        IndexUnavailable: a file is missing, truncated or altered.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name, size in manifest["files"].items():
            if (folder / name).stat().st_size != size:
                raise IndexUnavailable(
                    f"The index in {folder} is damaged: {name} has changed. Run “signpost index build”."
                )
        lines = (folder / "passages.jsonl").read_text(encoding="utf-8").split("\n")
        passages = [Passage.from_json(json.loads(line)) for line in lines if line]
        vectors = np.load(folder / "passages.npy")
        texts = {name: np.load(folder / f"text-{name}.npy") for name in manifest["texts"]}
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnavailable(f"The index in {folder} cannot be read. Run “signpost index build”.") from error
    if manifest.get("encoder") != encoder.weights_sha256 or len(passages) != len(vectors):
        raise IndexUnavailable(f"The index in {folder} was made with another encoder. Run “signpost index build”.")
    lexical = LexicalIndex.load(folder / "lexical", len(passages))
    large = {
        corpus: LexicalIndex.load(folder / f"lexical-{number}", len(rows))
        for number, (corpus, rows) in enumerate(collection.large(passages).items())
    }
    return Index(Retriever(passages, vectors, lexical, encoder, large), encoder, texts, manifest, folder)


def _write(
    folder: Path,
    sources: Sources,
    encoder: OnnxEncoder,
    fingerprint: str,
    tell: Reporter,
) -> None:
    total = len(sources.passages) + sum(len(texts) for texts in sources.texts.values())
    done = 0
    cache = VectorCache(folder.parent, encoder)

    def encode(texts: Sequence[str]) -> Vectors:
        def advance(count: int) -> None:
            nonlocal done
            done += count
            tell("passages", done, total)

        return cache.encode(texts, advance)

    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(p.to_json(), ensure_ascii=False) + "\n" for p in sources.passages)
    texts = context.indexed(sources.passages)
    np.save(folder / "passages.npy", encode(texts))
    for name, lines in sources.texts.items():
        np.save(folder / f"text-{name}.npy", encode(lines))
    for name, text in sources.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    cache.prune()
    LexicalIndex.build(texts).save(folder / "lexical")
    for number, rows in enumerate(collection.large(sources.passages).values()):
        LexicalIndex.build([texts[row] for row in rows], collection.K1, collection.B).save(folder / f"lexical-{number}")
    files = {str(f.relative_to(folder)): f.stat().st_size for f in sorted(folder.rglob("*")) if f.is_file()}
    manifest = {
        "layout": LAYOUT,
        "fingerprint": fingerprint,
        "encoder": encoder.weights_sha256,
        "passages": len(sources.passages),
        "texts": {name: len(lines) for name, lines in sources.texts.items()},
        "texts_sha256": _digest(sources.texts),
        "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _forget_others(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)
