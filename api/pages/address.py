"""Where things stand on this site. Paths start with a slash; the template adds the prefix the app is mounted under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from ontology.iri import INSTANCES, parts
from ontology.model import Node

_IDENTIFIED = "/id/"


def page_of(kind: str, identifier: str) -> str:
    """The page of a node."""
    return f"/page/{quote(kind, safe='')}/{quote(identifier, safe='/')}"


def of_node(node: Node) -> str:
    """The page of a node of the read model. Its IRI says its kind and identifier."""
    return page_of(*parts(node.iri))


def of_iri(iri: str | None) -> str | None:
    """The page of a canonical IRI; None for anything else."""
    return page_of(*parts(iri)) if iri and iri.startswith(INSTANCES) else None


def of_citation(citation: Mapping[str, Any]) -> str | None:
    """The page that a citation (as JSON) points to, wherever its ``uri`` says it is served; None when it has none."""
    path = urlsplit(str(citation.get("uri") or "")).path
    _, found, rest = path.partition(_IDENTIFIED)
    kind, slash, identifier = rest.partition("/")
    return f"/page/{kind}/{identifier}" if found and slash and identifier else None


def safe_link(url: str | None) -> str | None:
    """`url` when it is a web address that a page may link to (never ``javascript:`` and its like)."""
    if not url:
        return None
    try:
        split = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if split.scheme in ("http", "https") and split.netloc else None
