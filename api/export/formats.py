"""Every export by name: what it is, how its file is called, what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from bot.errors import PracticeError

if TYPE_CHECKING:  # the command line lists the formats in its help; it should not wait for what makes them
    from api.export.request import ExportRequest

    Write = Callable[[ExportRequest], bytes]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Format:
    """An export format.

    Attributes:
        name: as on the command line.
        file: name for the file when it is downloaded.
        media_type: for HTTP.
        summary: what it is, in a few words.
        writer: module and function under ``api.export``, imported when it is used.
        needs_assessment: whether it shows an assessment and nothing else.
    """

    name: str
    file: str
    media_type: str
    summary: str
    writer: str
    needs_assessment: bool = False

    def write(self, request: ExportRequest) -> bytes:
        """Make the file.

        Raises:
            PracticeError: something that the format needs is missing or unknown.
        """
        module, function = self.writer.split(":")
        made: Write = getattr(import_module(f"api.export.{module}"), function)
        return made(request)


_ALL = (
    Format("oscal-catalog", "signpost-catalog.json", "application/oscal+json", "the Code as an OSCAL catalog",
           "oscal_catalog:write"),
    Format("oscal-profile", "signpost-profile.json", "application/oscal+json", "an OSCAL profile of a role",
           "oscal_profile:write"),
    Format("oscal-mapping", "signpost-mapping.json", "application/oscal+json", "the crosswalks as an OSCAL mapping",
           "oscal_mapping:write"),
    Format("oscal-assessment", "signpost-assessment.json", "application/oscal+json", "an assessment as OSCAL results",
           "oscal_assessment:write", needs_assessment=True),
    Format("ciso-assistant", "signpost-ciso-assistant.yaml", "application/yaml", "a library for CISO Assistant",
           "ciso_assistant:write"),
    Format("xlsx", "signpost-checklist.xlsx", XLSX, "the checklist as a workbook to fill in", "workbook:write"),
    Format("csv", "signpost-checklist.csv", "text/csv; charset=utf-8", "the checklist as a table", "tabular:write"),
    Format("markdown", "signpost-checklist.md", "text/markdown; charset=utf-8", "the checklist to read", "prose:write"),
    Format("crosswalk", "signpost-crosswalk.csv", "text/csv; charset=utf-8", "one framework's crosswalk as a table",
           "crosswalk:write"),
    Format("turtle", "signpost.ttl", "text/turtle; charset=utf-8", "the whole ontology as Turtle", "linked:turtle"),
    Format("jsonld", "signpost.jsonld", "application/ld+json", "the whole ontology as JSON-LD", "linked:jsonld"),
    Format("report", "signpost-report.docx", DOCX, "a report for a board, with pictures", "report:write"),
)  # fmt: skip
FORMATS = {made.name: made for made in _ALL}


def format_of(name: str) -> Format:
    """A format by name.

    Raises:
        PracticeError: there is none; names those there are.
    """
    if name not in FORMATS:
        raise PracticeError(f"There is no format “{name[:40]}”. Known: {', '.join(FORMATS)}.")
    return FORMATS[name]
