"""The typed, immutable things of the Code: what the rest of the house reads instead of writing SPARQL.

Identifiers are the Code's own numbers (``"5.4.1"``, ``"7"``) or slugs (``"data-custodian"``); ``iri`` is canonical.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Modality(StrEnum):
    """How firmly a provision speaks. The strongest verb of a provision is its modality."""

    SHALL = "shall"
    SHOULD = "should"
    MAY = "may"


class Relation(StrEnum):
    """How a provision concerns a role. The three are never merged."""

    OBLIGES = "obliges"
    ORGANISATION = "organisation"
    INVOLVES = "involves"


class DutyBasis(StrEnum):
    """Whether the provision's text names who has to act."""

    STATED = "stated"
    IMPLIED = "implied"
    PARTLY_IMPLIED = "partly-implied"


@dataclass(frozen=True, slots=True)
class Sourced:
    """How sure a fact is (``high``, ``medium``, ``low``) and where it comes from."""

    confidence: str = "high"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """What all nodes have. ``kind`` is the second part of the IRI (``provision``, ``role``, ...)."""

    iri: str
    id: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Edition(Node):
    issued: str
    order: int


@dataclass(frozen=True, slots=True)
class Phase(Node):
    order: int
    iso_stage: str
    principles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Principle(Node):
    number: int
    phase: str
    audience: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    provisions: tuple[str, ...]
    reference_keys: tuple[str, ...]
    note: str
    later_title: str


@dataclass(frozen=True, slots=True)
class Provision(Node):
    """One of the 72. ``says`` restates it in our words; ``obliges`` may hold ``organisation``, which is no role."""

    principle: int
    phase: str
    modality: Modality
    also: Modality | None
    obliges: tuple[str, ...]
    involves: tuple[str, ...]
    duty_basis: DutyBasis
    says: str
    parent: str | None
    order: int
    numbers: tuple[tuple[str, str], ...]
    guide_clause: str
    children: tuple[str, ...] = ()

    @property
    def etsi(self) -> str:
        """Its number in EN 304 223 (and TS 104 223)."""
        return dict(self.numbers)["en-304-223"]


@dataclass(frozen=True, slots=True)
class Role(Node):
    definition: str
    words: tuple[str, ...]
    ambiguous_words: tuple[str, ...]
    note: str
    sourced: Sourced


@dataclass(frozen=True, slots=True)
class Term(Node):
    definition: str
    origin: str
    sourced: Sourced


@dataclass(frozen=True, slots=True)
class Threat(Node):
    definition: str
    aliases: tuple[str, ...]
    provisions: tuple[str, ...]
    named_by_code: bool
    named_in_provisions: tuple[str, ...]
    targets: tuple[str, ...]
    note: str
    sourced: Sourced


@dataclass(frozen=True, slots=True)
class Scenario(Node):
    description: str
    aliases: tuple[str, ...]
    parties: tuple[tuple[str, tuple[str, ...]], ...]
    sourced: Sourced


@dataclass(frozen=True, slots=True)
class Example(Node):
    """Our own illustration: who acts, what they do, what would show that it is done."""

    provision: str
    scenario: str
    actor: str
    action: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Framework(Node):
    document: str


@dataclass(frozen=True, slots=True)
class Target(Node):
    """An element of another framework, such as ``LLM01:2025``. ``code`` is its identifier there."""

    framework: str
    code: str


@dataclass(frozen=True, slots=True)
class Mapping(Node):
    """From a principle, provision, role or target (``source_iri``) to a target. ``relation`` is a SKOS match."""

    source_iri: str
    target_iri: str
    relation: str
    own_reading: bool
    basis: str
    note: str
    sourced: Sourced


@dataclass(frozen=True, slots=True)
class Document(Node):
    """The Code itself or a related document, and how it relates to the Code."""

    publisher: str
    date: str
    description: str
    status: str
    relation: str
    relation_note: str
    own_reading: bool
    url: str
    url_verified: bool
    sourced: Sourced


@dataclass(frozen=True, slots=True)
class Theme(Node):
    """An ethical theme, for browsing; never evidence that the Code requires something."""

    definition: str
    provisions: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Fact(Node):
    description: str
    about: tuple[str, ...]
    sourced: Sourced


@dataclass(frozen=True, slots=True)
class Obligation:
    """A provision as it concerns one role (or several): by which relation."""

    provision: Provision
    relation: Relation
    roles: tuple[str, ...] = field(default=())
