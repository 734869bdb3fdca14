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
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement

from api.conformance.models import LICENCE, data, models
from ontology.iri import BASE

NAME = "signpost-adviser"


def bill(made: datetime) -> bytes:
    """The bill as of `made` (aware). The same installation gives the same bill but for that moment."""
    packages = {_key(name): version for name, version in _packages()}
    components = [_package(name, version) for name, version in sorted(packages.items())]
    components += [*models(_version()), *data(_version())]
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


def _package(name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    made: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    expression = metadata.metadata(name).json.get("license_expression")
    if expression:
        made["licenses"] = [{"expression": expression}]
    return made
