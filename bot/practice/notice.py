"""What every export says about itself: edition, date, licence, and that it is not legal advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ontology.catalogue import Catalogue

VERSION = "1.0.0"
LICENCE = (
    "Restatements, examples and own readings: Signpost contributors, Apache License 2.0. They are not the Code's "
    "wording. The Code itself is Crown copyright, available under the Open Government Licence v3.0."
)
ADVICE = (
    "The Code is voluntary. This is an aid to working with it: it is not legal advice, it certifies nothing, "
    "and a mapping to another framework does not show compliance with either side."
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Edition, date of making, licence and the reservation, each one sentence or more."""

    edition: str
    made: datetime
    licence: str = LICENCE
    advice: str = ADVICE

    @property
    def lines(self) -> tuple[str, ...]:
        """The notice in four lines, for any format that has room for text."""
        return (
            f"Edition: {self.edition}.",
            f"Made: {self.made.date().isoformat()} with Signpost.",
            f"Licence: {self.licence}",
            self.advice,
        )


def notice(catalogue: Catalogue, made: datetime) -> Notice:
    """The notice for something made at `made` (aware)."""
    code, *_, later = catalogue.editions.values()
    edition = f"{code.label} ({code.issued}); numbers of {later.label} ({later.issued}) beside its own"
    return Notice(edition, made)
