"""The vocabulary for people: every class and property with its meaning. ``/ns`` leads here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.linked_data import PREFIXES, LinkedData
from api.pages.view import page
from api.routes.linked_data import data_of
from ontology.iri import VOCABULARY

router = APIRouter(include_in_schema=False)
PATH: Final = "/vocabulary"
_KINDS: Final = ("Class", "ObjectProperty", "DatatypeProperty")
_SHOWN: Final = ("subClassOf", "subPropertyOf", "domain", "range", "inverseOf")


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: local name, label, meaning, and what it is tied to, as (how, prefixed name)."""

    name: str
    kind: str
    label: str
    meaning: str
    ties: tuple[tuple[str, str], ...]


def terms(data: LinkedData) -> tuple[Term, ...]:
    """Every term of the vocabulary, classes first, by name."""
    said: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in data.graph("vocabulary"):
        subject = getattr(triple.subject, "value", "")
        if subject.startswith(VOCABULARY) and subject != VOCABULARY:
            said[subject][_local(triple.predicate.value)].append(getattr(triple.object, "value", ""))
    found = []
    for subject, about in said.items():
        kinds = [_local(kind) for kind in about["type"]]
        kind = next((k for k in _KINDS if k in kinds), kinds[0] if kinds else "Term")
        ties = tuple((how, prefixed(value)) for how in _SHOWN for value in sorted(about[how]) if "://" in value)
        meaning = " ".join((*about["comment"], *about["definition"]))
        label = (about["label"] or about["prefLabel"] or [_local(subject)])[0]
        found.append(Term(_local(subject), kind, label, meaning, ties))
    return tuple(sorted(found, key=lambda t: (_KINDS.index(t.kind) if t.kind in _KINDS else 9, t.name)))


def prefixed(iri: str) -> str:
    """An IRI with one of the usual prefixes, where one fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


@router.get(PATH)
def vocabulary(request: Request) -> Response:
    return page(request, "vocabulary.html", terms=terms(data_of(request)), namespace=VOCABULARY)
