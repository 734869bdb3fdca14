"""Models and data in the bill of materials: what each is, its hash, and what it was taught on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

from indexer.model_files import BUNDLED_SHA256

LICENCE: Final = "Apache-2.0"
CARD: Final = "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"
PHRASES: Final = "data/phrases"
DATA: Final = (
    ("ontology", "ontology", "data", (".ttl",), "The Code as linked data, in our own words"),
    ("digest", "corpus", "digest", (".yaml",), "Passages in our own words"),
    ("phrases", "bot", "phrases", (".jsonl", ".yaml"), "Questions and phrases written for training and retrieval"),
)
TRAINED: Final = {
    "adapter.npz": "Low-rank factors over the encoder's weights, trained from the phrase bank of this project.",
    "list_adapter.npz": "Low-rank factors of a second branch, trained from the lists of that bank alone.",
    "heads.npz": "Small heads over the adapted encoder: what is wanted, for which roles, how firm, where, which facts.",
    "list_heads.npz": "Small heads over the second branch: roles, strength, relation, phase and principle of a list.",
    "topics.npz": "Linear head over the adapted encoder that tells provisions and refusals apart.",
    "router.json": "Logistic rule over the heads that decides which way a question goes.",
    "weights.json": "How the heads and the words of a question weigh against each other.",
    "chooser.json": "Which provisions a topic cites, from what the heads and the nearest phrases say.",
    "phrases.npz": "Vectors of the phrase bank, so that a first build has nothing of it to encode.",
}


def models(version: str) -> Iterator[dict[str, Any]]:
    """The encoder, what is trained on top of it, and the fusion of search, as components; ours at this `version`."""
    yield {
        "type": "machine-learning-model",
        "bom-ref": "model/all-MiniLM-L6-v2",
        "name": "all-MiniLM-L6-v2",
        "description": "Sentence encoder, 384 dimensions; its weights are checked against this hash before use. "
        "Its authors taught it on more than a billion public sentence pairs (Reddit, Stack Exchange, Yahoo Answers, "
        "scientific papers and more), listed on its model card; none of them are part of this project.",
        "hashes": [{"alg": "SHA-256", "content": BUNDLED_SHA256}],
        "licenses": [{"license": {"id": LICENCE}}],
        "externalReferences": [{"type": "documentation", "url": CARD}],
        "modelCard": {
            "modelParameters": {"task": "sentence-similarity", "architectureFamily": "transformer"},
            "considerations": {
                "useCases": ["Find passages near a question; it words nothing."],
                "technicalLimitations": ["English; 256 tokens."],
            },
        },
    }
    trained = resources.files("bot") / "trained"
    for file, description in TRAINED.items():
        name = f"signpost-{file.partition('.')[0]}"
        yield _model(name, version, trained / file, description, "text-classification", PHRASES)
    fusion = resources.files("indexer") / "data"
    recorded = json.loads((fusion / "fusion-sources.json").read_text(encoding="utf-8"))
    sources = [_source(source) for source in recorded["sources"]]
    about = f"{recorded['used_for']} {recorded['what_it_holds']}"
    refs = [source["bom-ref"] for source in sources]
    yield _model("signpost-fusion", version, fusion / "fusion.json", about, "text-ranking", *refs)
    yield from sources


def _model(name: str, version: str, file: Traversable, description: str, task: str, *datasets: str) -> dict[str, Any]:
    return {
        "type": "machine-learning-model",
        "bom-ref": f"model/{name}",
        "name": name,
        "version": version,
        "description": description,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
        "licenses": [{"license": {"id": LICENCE}}],
        "modelCard": {"modelParameters": {"task": task, "datasets": [{"ref": ref} for ref in datasets]}},
    }


def _source(source: dict[str, Any]) -> dict[str, Any]:
    """Other people's data that something was learned from, as it is recorded beside the model."""
    hashes = "; ".join(f"{file}: SHA-256 {sha256}" for file, sha256 in source["sha256"].items())
    references = [{"type": "source-distribution", "url": address} for address in source["addresses"]]
    return {
        "type": "data",
        "bom-ref": f"data/{source['name'].lower()}",
        "name": source["name"],
        "publisher": source["publisher"],
        "description": f"{source['what']} Not part of this project; used in training only. {hashes}. "
        f"Not recorded: {source['not_recorded']}",
        "licenses": [{"license": {"id": source["licence"]}}],
        "externalReferences": [*references, {"type": "documentation", "url": source["paper"]}],
        "data": [{"type": "dataset", "name": file} for file in source["sha256"]],
    }


def data(version: str) -> Iterator[dict[str, Any]]:
    """What this project wrote, by folder, each with a hash over all of its files."""
    for name, package, folder, suffixes, description in DATA:
        files = sorted(_files(resources.files(package) / folder, suffixes), key=lambda file: file.name)
        whole = hashlib.sha256()
        for file in files:
            whole.update(hashlib.sha256(file.read_bytes()).digest())
        yield {
            "type": "data",
            "bom-ref": f"data/{name}",
            "name": name,
            "version": version,
            "description": f"{description}. The hash is SHA-256 over the SHA-256 of its {len(files)} files by name.",
            "hashes": [{"alg": "SHA-256", "content": whole.hexdigest()}],
            "licenses": [{"license": {"id": LICENCE}}],
            "data": [{"type": "dataset", "name": file.name} for file in files],
        }


def _files(folder: Traversable, suffixes: tuple[str, ...]) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(suffixes))
