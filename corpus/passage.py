"""The unit of evidence: a stretch of text bound to what it is about.

A quote that an answer shows is always a substring of a passage's ``text``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

DIGEST = "digest"
OFFICIAL = "official"
GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage.

    Attributes:
        id: unique over all corpora, such as ``provision/5.4.1``, ``about/licence`` or ``policies/ab12#3``.
        kind: ``provision``, ``principle``, ``role``, ``phase``, ``term``, ``threat``, ``example``, ``mapping``,
            ``document`` or ``passage``.
        node: identifier of the node that it is about (``5.4.1``), or its own id when it is about none.
        iri: canonical IRI of that node, or None.
        title: a short heading.
        text: the whole text that is indexed.
        quote: the part of `text` to show when it is cited.
        corpus: ``digest`` (our words), ``official``, ``guide``, or the name of a user's collection.
        verbatim: whether `text` is a source's own wording.
        source_url: where the source can be read, if anywhere.
        locator: place in the source (page, section, anchor).
        document: names the document of a user's collection that it is from; empty for the Code's and the Guide's.
            Only passages of one document, in their order, are neighbours.
        confidence: ``high``, ``medium`` or ``low`` for what it states.
    """

    id: str
    kind: str
    node: str
    iri: str | None
    title: str
    text: str
    quote: str
    corpus: str = DIGEST
    verbatim: bool = False
    source_url: str | None = None
    locator: str | None = None
    confidence: str = "high"
    source: str = ""
    document: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Passage:
        return cls(**data)
