"""ETSI's editions: read to check the numbers that the ontology gives for them, never quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from corpus.errors import SourceChanged
from corpus.pdf import Page
from ontology.catalogue import Catalogue

NUMBER: Final = re.compile(r"(?<![\d.])5\.\d\.\d{1,2}-\d{1,2}(?:\.\d{1,2})?(?![\d-])")
LEAST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Numbers:
    """How an edition's numbers compare: how many of the known ones it has, and sentences on the rest."""

    found: int
    known: int
    differences: tuple[str, ...]


def check(pages: Iterable[Page], catalogue: Catalogue, edition: str) -> Numbers:
    """Compare the provision numbers in a document with those of `edition` (such as ``en-304-223``).

    Raises:
        SourceChanged: fewer than half of the known numbers are in it.
    """
    present = {match for page in pages for match in NUMBER.findall(page.text)}
    known = {dict(p.numbers)[edition]: p.id for p in catalogue.provisions.values()}
    missing = [number for number in known if number not in present]
    if len(missing) > len(known) * LEAST:
        raise SourceChanged(
            f"This does not look like {edition}: {len(known) - len(missing)} of {len(known)} provision numbers found. "
            "It was not loaded."
        )
    differences = [f"{number} ({known[number]} in the Code) is not in the document." for number in missing]
    differences += [f"{number} is in the document but not in the ontology." for number in sorted(present - set(known))]
    return Numbers(len(known) - len(missing), len(known), tuple(differences))
