"""Checking an answer before anybody sees it, whoever worded it.

A claim is kept when its markers exist, every quote is a substring of its passage, every provision that it names is
among what it cites, and it gives no provision a strength that the provision does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.answer import Claim, Section
from bot.evidence import Item
from bot.fault import Fault, Kind, faults
from bot.scrutiny import Scrutiny
from ontology.catalogue import Catalogue
from ontology.model import Modality

_NUMBER = re.compile(r"(?<![\d.\w:-])(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?![\d\w-]|\.\d)")
_STRENGTH = re.compile(r"\*(shall|should|may)\*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim, and why it fails; no faults means that it is supported."""

    claim: Claim
    faults: tuple[Fault, ...] = ()

    @property
    def supported(self) -> bool:
        return not self.faults


class Verifier:
    """Checks claims against what they cite."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._scrutiny = Scrutiny(catalogue)

    def check(self, claim: Claim, items: tuple[Item, ...]) -> Verdict:
        """The verdict on `claim`, where marker n stands for ``items[n - 1]``."""
        missing = [m for m in claim.markers if not 1 <= m <= len(items)]
        cited = [items[m - 1] for m in claim.markers if 1 <= m <= len(items)]
        altered = [i for i in cited if i.passage.quote not in i.passage.text]
        found = faults(Kind.MARKER, (f"marker {m} cites nothing" for m in missing))
        found += faults(Kind.QUOTE, (f"the quote of {i.passage.id} is not in its passage" for i in altered))
        if claim.markers:
            found += faults(Kind.NUMBER, self._numbers(claim, cited))
            found += faults(Kind.STRENGTH, self._strengths(claim, cited))
        return Verdict(claim, tuple(found))

    def check_wording(
        self, claim: Claim, items: tuple[Item, ...], introduces: bool = False, known: str = ""
    ) -> Verdict:
        """The verdict on a sentence that a language model wrote: what :meth:`check` looks at, and each of its words.

        Args:
            introduces: it stands before a list of the graph's, so it need not state a strength.
            known: words that the graph is the evidence for.
        """
        found = self.check(claim, items).faults
        cited = [items[m - 1] for m in dict.fromkeys(claim.markers) if 1 <= m <= len(items)]
        return Verdict(claim, (*found, *self._scrutiny.faults(claim.text, cited, introduces, known)))

    def repaired(
        self, sections: Iterable[Section], items: tuple[Item, ...]
    ) -> tuple[tuple[Section, ...], tuple[Verdict, ...]]:
        """Sections without the claims that fail, and the verdicts on those."""
        kept, failed = [], []
        for section in sections:
            verdicts = [self.check(claim, items) for claim in section.claims]
            failed += [v for v in verdicts if not v.supported]
            claims = tuple(v.claim for v in verdicts if v.supported)
            if claims:
                kept.append(Section(claims, section.heading, section.listed))
        return tuple(kept), tuple(failed)

    def _numbers(self, claim: Claim, cited: list[Item]) -> list[str]:
        evidence = " ".join(item.passage.text for item in cited)
        own = {item.provision.id for item in cited if item.provision}
        found = []
        for number in _NUMBER.findall(claim.text):
            if number in self._catalogue.provisions and number not in own and number not in evidence:
                found.append(f"{number} is not among what the claim cites")
            if number not in self._catalogue.provisions and number not in evidence:
                found.append(f"{number} does not exist")
        return found

    def _strengths(self, claim: Claim, cited: list[Item]) -> list[str]:
        provisions = [item.provision for item in cited if item.provision]
        if not provisions:
            return []
        allowed = {m for p in provisions for m in (p.modality, p.also) if m}
        return [
            f"*{verb}* is not the strength of {', '.join(p.id for p in provisions)}"
            for verb in _STRENGTH.findall(claim.text)
            if Modality(verb) not in allowed
        ]
