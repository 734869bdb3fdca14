"""Canonical identifiers: one IRI for each node, fixed in the data, served wherever the operator likes.

The base is under ``.example``, a name that the domain name system reserves (RFC 6761), since the project owns
no domain: an IRI here identifies, and :func:`served` says where a running Signpost answers for it.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, unquote

BASE: Final = "https://signpost.example/"
VOCABULARY: Final = BASE + "ns#"
INSTANCES: Final = BASE + "id/"
GRAPHS: Final = BASE + "graph/"


def iri(kind: str, identifier: str | int) -> str:
    """The canonical IRI of a node, such as ``.../id/provision/5.4.1``."""
    return f"{INSTANCES}{kind}/{quote(str(identifier), safe='/#')}"


def parts(node: str) -> tuple[str, str]:
    """Kind and identifier of a canonical IRI.

    Raises:
        ValueError: the IRI is not one of ours.
    """
    if not node.startswith(INSTANCES):
        raise ValueError(f"{node} is not a Signpost identifier.")
    kind, _, identifier = node.removeprefix(INSTANCES).partition("/")
    return kind, unquote(identifier)


def served(node: str, base_url: str | None) -> str:
    """Where `node` is served: its IRI with the canonical base replaced by `base_url` (None leaves it as it is)."""
    if base_url and node.startswith(BASE):
        return base_url.rstrip("/") + "/" + node.removeprefix(BASE)
    return node
