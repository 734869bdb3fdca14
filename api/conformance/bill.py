"""The bill of materials as CycloneDX 1.6 JSON: packages as they are installed here, models and data with their hashes.

Software and machine-learning parts stand in one bill, as https://cyclonedx.org/capabilities/mlbom/ has it.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement

from indexer.model_files import BUNDLED_SHA256
from ontology.iri import BASE

NAME = "signpost-adviser"
LICENCE = "Apache-2.0"
_DATA = (
    ("ontology", "ontology", "data", ".ttl", "The Code as linked data, in our own words"),
    ("digest", "corpus", "digest", ".yaml", "Passages in our own words"),
    ("phrases", "bot", "phrases", ".jsonl", "Questions and phrases written for training and retrieval"),
)


def bill(made: datetime) -> bytes:
    """The bill as of `made` (aware). The same installation gives the same bill but for that moment."""
    packages = {_key(name): version for name, version in _packages()}
    components = [_package(name, version) for name, version in sorted(packages.items())]
    components += [*_models(), *_data()]
    root = f"pkg:pypi/{NAME}@{_version()}"
    digest = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, BASE + 'bill/' + digest)}",
        "version": 1,
        "metadata": {
            "timestamp": made.isoformat(),
            "component": {
                "type": "application", "bom-ref": root, "name": NAME, "version": _version(), "purl": root,
                "licenses": [{"license": {"id": LICENCE}}],
            },
            "properties": [{"name": "signpost:note", "value": "Packages as installed where this was made."}],
        },
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": [component["bom-ref"] for component in components]}],
    }  # fmt: skip
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _version() -> str:
    try:
        return metadata.version(NAME)
    except metadata.PackageNotFoundError:
        return "0.0.0+source"


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _requirements() -> list[str]:
    """What this project asks for: from its metadata, or from ``pyproject.toml`` when it runs from a checkout."""
    try:
        return metadata.requires(NAME) or []
    except metadata.PackageNotFoundError:
        project = resources.files("api") / ".." / "pyproject.toml"
        found: list[str] = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
        return found


def _packages() -> Iterator[tuple[str, str]]:
    """Every installed package that the project needs, directly or through others, with its version."""
    waiting, seen = [Requirement(text) for text in _requirements()], set()
    while waiting:
        wanted = waiting.pop()
        extras = wanted.extras or {""}
        if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
            continue
        key = (_key(wanted.name), frozenset(extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            found = metadata.distribution(wanted.name)
        except metadata.PackageNotFoundError:
            continue
        yield found.name, found.version
        for text in found.requires or []:
            inner = Requirement(text)
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in extras):
                inner.marker = None
                waiting.append(inner)


_TRAINED: Final = {
    "adapter.npz": "Low-rank factors over the encoder's weights, trained from the phrase bank of this project.",
    "heads.npz": "Small heads over the adapted encoder: what is wanted, roles, strength, relation, phase, principle, facts.",
    "topics.npz": "Linear head over the adapted encoder that tells provisions and refusals apart.",
    "router.json": "Logistic rule over the heads that decides which way a question goes.",
}


def _package(name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    made: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    expression = metadata.metadata(name).json.get("license_expression")
    if expression:
        made["licenses"] = [{"expression": expression}]
    return made


def _models() -> Iterator[dict[str, Any]]:
    yield {
        "type": "machine-learning-model",
        "bom-ref": "model/all-MiniLM-L6-v2",
        "name": "all-MiniLM-L6-v2",
        "description": "Sentence encoder, 384 dimensions; its weights are checked against this hash before use.",
        "hashes": [{"alg": "SHA-256", "content": BUNDLED_SHA256}],
        "licenses": [{"license": {"id": LICENCE}}],
        "modelCard": {
            "modelParameters": {"task": "sentence-similarity", "architectureFamily": "transformer"},
            "considerations": {
                "useCases": ["Find passages near a question; it words nothing."],
                "technicalLimitations": ["English; 256 tokens."],
            },
        },
    }
    for file, description in _TRAINED.items():
        trained = resources.files("bot") / "trained" / file
        name = f"signpost-{file.partition('.')[0]}"
        yield {
            "type": "machine-learning-model",
            "bom-ref": f"model/{name}",
            "name": name,
            "version": _version(),
            "description": description,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(trained.read_bytes()).hexdigest()}],
            "licenses": [{"license": {"id": LICENCE}}],
            "modelCard": {"modelParameters": {"task": "text-classification", "datasets": [{"ref": "data/phrases"}]}},
        }


def _data() -> Iterator[dict[str, Any]]:
    for name, package, folder, suffix, description in _DATA:
        files = sorted(_files(resources.files(package) / folder, suffix), key=lambda file: file.name)
        whole = hashlib.sha256()
        for file in files:
            whole.update(hashlib.sha256(file.read_bytes()).digest())
        yield {
            "type": "data",
            "bom-ref": f"data/{name}",
            "name": name,
            "version": _version(),
            "description": f"{description}. The hash is SHA-256 over the SHA-256 of its {len(files)} files by name.",
            "hashes": [{"alg": "SHA-256", "content": whole.hexdigest()}],
            "licenses": [{"license": {"id": LICENCE}}],
            "data": [{"type": "dataset", "name": file.name} for file in files],
        }


def _files(folder: Traversable, suffix: str) -> Iterator[Traversable]:
    return (file for file in folder.iterdir() if file.name.endswith(suffix))
