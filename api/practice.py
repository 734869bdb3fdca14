"""What the command line, the API and the pages all do with checklists and assessments: one place for each step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from api.export import tabular, workbook
from api.export.formats import Format, format_of
from api.export.request import ExportRequest
from api.wiring import House
from bot.errors import ImportInvalid, PracticeError
from bot.practice import checklist, gaps
from bot.practice.assessment import Assessment
from bot.practice.checklist import Checklist
from bot.practice.describe import Described, describe
from bot.practice.sheet_rows import read_rows
from ontology.model import Modality

if TYPE_CHECKING:  # the command line has no requests and should not wait for what they need
    from starlette.requests import HTTPConnection

MAX_FILE = 5_000_000
_ZIP = b"PK\x03\x04"


def checklist_for(
    house: House,
    description: str = "",
    roles: Iterable[str] = (),
    phases: Iterable[str] = (),
    scenario: str | None = None,
    modality: str | None = None,
) -> tuple[Checklist, Described | None]:
    """The checklist for a description, for named roles, or for both; what is named wins.

    Phases limit the list only where they are named: those that a description mentions are suggestions of `Described`.

    Raises:
        PracticeError: neither given, nothing can be read from the description, or something named is unknown.
        QuestionInvalid: the description is empty or too long.
    """
    wanted, limited = tuple(roles), tuple(phases)
    described = describe(description, house.catalogue) if description and not wanted else None
    if not wanted and described is None:
        raise PracticeError("Describe what you do with the system, or name a role.")
    if modality is not None and modality not in tuple(Modality):
        raise PracticeError(f"“{modality[:20]}” is no strength; use shall, should or may.")
    made = checklist.make(
        house.catalogue,
        wanted or (described.roles if described else ()),
        phases=limited,
        scenario=scenario or (described.scenario if described else None),
        modality=Modality(modality) if modality else None,
    )
    return made, described


def start_assessment(
    house: House,
    name: str,
    description: str = "",
    roles: Iterable[str] = (),
    phases: Iterable[str] = (),
    scenario: str | None = None,
    by: str = "",
) -> Assessment:
    """A new assessment; without description and roles it covers all provisions. Raises as :func:`checklist_for`."""
    wanted, limited = tuple(roles), tuple(phases)
    if description and not wanted:
        made, _ = checklist_for(house, description, phases=limited, scenario=scenario)
        wanted, limited, scenario = made.roles, made.phases, made.scenario
    return house.assessments.create(name, wanted, phases=limited, scenario=scenario, description=description, by=by)


def editor(request: HTTPConnection, said: str) -> str:
    """Who a change is put down to: the name of the API key, if one was used, with what the client says beside it."""
    caller = getattr(request.state, "caller", None)
    name = caller.name if caller is not None and caller.key else ""
    return " / ".join(part for part in (name, said.strip()) if part)


def moment_of(text: str) -> datetime:
    """A moment from ``2026-05-31`` (the end of that day, UTC) or an ISO 8601 time.

    Raises:
        PracticeError: it is neither.
    """
    try:
        made = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise PracticeError(f"“{text[:40]}” is no date; write it like 2026-05-31.") from error
    if len(text.strip()) == len("2026-05-31"):
        made = datetime.combine(made.date(), time.max)
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def compare(house: House, assessment_id: str, before: str, after: str = "") -> gaps.Comparison:
    """An assessment at two dates (now, when `after` is empty).

    Raises:
        AssessmentUnknown, PracticeError: no such assessment, or a date that cannot be read.
    """
    later = house.assessments.at(assessment_id, moment_of(after)) if after else house.assessments.get(assessment_id)
    return gaps.compare(house.assessments.at(assessment_id, moment_of(before)), later)


def gap_report(house: House, assessment_id: str) -> gaps.GapReport:
    """Progress, gaps and the next three things as of today.

    Raises:
        AssessmentUnknown: no such assessment.
    """
    return gaps.report(house.assessments.get(assessment_id), house.catalogue, datetime.now(UTC).date())


def import_file(house: House, assessment_id: str, content: bytes, by: str = "") -> tuple[str, ...]:
    """Take a filled CSV or XLSX into an assessment, all or nothing; the provisions that changed.

    Raises:
        AssessmentUnknown: no such assessment.
        ImportInvalid: every problem with its row and column.
        AssessmentStale: somebody changed an entry while the file was being read.
    """
    if len(content) > MAX_FILE:
        raise ImportInvalid((f"The file has more than {MAX_FILE // 1_000_000} MB; that is no filled checklist.",))
    before = house.assessments.get(assessment_id)
    rows = workbook.read(content) if content.startswith(_ZIP) else tabular.read(content)
    after = house.assessments.apply(assessment_id, read_rows(rows, before), by=by)
    return tuple(p for p, entry in after.items() if entry.version != before.entries[p].version)


def export(
    house: House,
    name: str,
    *,
    roles: Iterable[str] = (),
    phases: Iterable[str] = (),
    scenario: str | None = None,
    framework: str | None = None,
    assessment_id: str | None = None,
) -> tuple[Format, bytes]:
    """A format and the file in it.

    Raises:
        PracticeError: an unknown format, role, phase, scenario, framework or assessment, or one that is missing.
    """
    made = format_of(name)
    request = ExportRequest(
        house.catalogue,
        datetime.now(UTC).replace(microsecond=0),
        roles=tuple(roles),
        phases=tuple(phases),
        scenario=scenario,
        framework=framework,
        assessment=house.assessments.get(assessment_id) if assessment_id else None,
        base_url=house.settings.base_url,
    )
    return made, made.write(request)
