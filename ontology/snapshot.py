"""The whole catalogue as JSON, so that a cold start needs neither rdflib nor Oxigraph.

A row is a node's values in the order of its class's fields; the fields themselves are written down, so that a
snapshot from another version is noticed instead of misread. Restoring takes some 10 ms, loading Turtle some 500 ms.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from typing import Any, Final, cast

from ontology import model as m
from ontology.catalogue import Catalogue
from ontology.errors import DataInvalid

FORMAT: Final = 1
CLASSES: Final[Mapping[str, type[m.Node]]] = {
    "editions": m.Edition,
    "phases": m.Phase,
    "principles": m.Principle,
    "provisions": m.Provision,
    "roles": m.Role,
    "terms": m.Term,
    "threats": m.Threat,
    "scenarios": m.Scenario,
    "examples": m.Example,
    "frameworks": m.Framework,
    "targets": m.Target,
    "mappings": m.Mapping,
    "documents": m.Document,
    "themes": m.Theme,
    "facts": m.Fact,
}


def dump(catalogue: Catalogue) -> str:
    """The catalogue as one line of JSON: format, the fields of each class, and a row for each node."""
    return json.dumps(
        {
            "format": FORMAT,
            "fields": {kind: _names(cls) for kind, cls in CLASSES.items()},
            "nodes": {
                kind: [
                    [_plain(getattr(node, name)) for name in _names(cls)] for node in getattr(catalogue, kind).values()
                ]
                for kind, cls in CLASSES.items()
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def restore(text: str) -> Catalogue:
    """The catalogue that :func:`dump` wrote.

    Raises:
        DataInvalid: the text is no snapshot, is cut short, or was written by another version.
    """
    try:
        read = json.loads(text)
        if read["format"] != FORMAT or read["fields"] != {kind: _names(cls) for kind, cls in CLASSES.items()}:
            raise DataInvalid("The snapshot of the ontology was written by another version; build the index again.")
        kinds = {kind: _nodes(cls, read["nodes"][kind]) for kind, cls in CLASSES.items()}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataInvalid("The snapshot of the ontology cannot be read; build the index again.") from error
    if not kinds["provisions"]:
        raise DataInvalid("The snapshot of the ontology holds no provisions; build the index again.")
    return Catalogue(**cast("dict[str, Any]", kinds))


def _names(cls: type[m.Node]) -> list[str]:
    return [field.name for field in fields(cls)]


def _plain(value: object) -> object:
    if isinstance(value, m.Sourced):
        return [value.confidence, value.source]
    return value.value if isinstance(value, Enum) else value


def _nodes(cls: type[m.Node], rows: list[list[Any]]) -> dict[str, m.Node]:
    """Nodes by identifier. A column whose type is not plain JSON is turned back, the others pass as they are."""
    turns = [(place, _TURNS[name]) for place, field in enumerate(fields(cls)) if (name := str(field.type)) in _TURNS]
    known = len(fields(cls))
    found = {}
    for row in rows:
        if len(row) != known:
            raise ValueError(f"a row of {cls.__name__} has {len(row)} values")
        for place, turn in turns:
            row[place] = turn(row[place])
        node = cls(*row)
        found[node.id] = node
    return found


def _pairs(value: list[list[Any]]) -> tuple[tuple[Any, Any], ...]:
    """Pairs such as (edition, number), or (party, roles), whose second half is a tuple itself."""
    return tuple((first, tuple(second) if isinstance(second, list) else second) for first, second in value)


# By the annotation of the field, as it is written in ontology.model; the round-trip test meets every one of them.
_TURNS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "tuple[str, ...]": tuple,
    "tuple[tuple[str, str], ...]": _pairs,
    "tuple[tuple[str, tuple[str, ...]], ...]": _pairs,
    "Modality": m.Modality,
    "Modality | None": lambda value: m.Modality(value) if value else None,
    "DutyBasis": m.DutyBasis,
    "Sourced": lambda value: m.Sourced(*value),
}
