"""What an export is made from: the same objects that the command line, the API and the pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.practice import checklist
from bot.practice.assessment import Assessment
from bot.practice.checklist import Checklist
from bot.practice.notice import Notice, notice
from ontology.catalogue import Catalogue


@dataclass(frozen=True)
class ExportRequest:
    """One export.

    Attributes:
        catalogue: what is true of the Code.
        made: when (aware); goes into the file, so that the same request makes the same file.
        roles, phases, scenario: whose provisions; everybody's when empty. An assessment's own take precedence.
        framework: for the formats that are about one other framework.
        assessment: for the formats that show one.
        base_url: where Signpost is served, for links; canonical identifiers when None.
    """

    catalogue: Catalogue
    made: datetime
    roles: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    scenario: str | None = None
    framework: str | None = None
    assessment: Assessment | None = None
    base_url: str | None = None

    @cached_property
    def checklist(self) -> Checklist:
        """The provisions that the export covers. Without roles: all 72, each with everybody that it obliges."""
        if self.assessment:
            roles, phases, scenario = self.assessment.roles, self.assessment.phases, self.assessment.scenario
        else:
            roles, phases, scenario = self.roles, self.phases, self.scenario
        return checklist.make(self.catalogue, roles, phases=phases, scenario=scenario)

    @cached_property
    def notice(self) -> Notice:
        return notice(self.catalogue, self.made)


def stable_uuid(iri: str) -> UUID:
    """Version 5 of a canonical IRI in the URL namespace: the same thing has the same UUID in every export."""
    return uuid5(NAMESPACE_URL, iri)
