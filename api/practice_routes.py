"""Checklists, assessments, crosswalks and exports over HTTP. Errors are raised; the app makes them problems."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import practice
from api.conformance.conformance import conformance
from api.export.formats import FORMATS
from api.export.formats import Format as ExportFormat
from api.wiring import House
from bot.errors import EntryInvalid, ImportInvalid
from bot.practice.assessment import LONGEST, MOST_EVIDENCE
from bot.practice.projection import project, touching

router = APIRouter(prefix="/v1", tags=["practice"])
Id = Annotated[str, Path(max_length=64, description="Identifier of an assessment.")]
Number = Annotated[str, Path(max_length=20, description="A provision, such as 5.4.1.")]
Framework = Annotated[str, Path(max_length=60, description="Such as nist-ai-rmf.")]
Format = Annotated[str, Path(max_length=40, description="One of GET /v1/exports.")]
Other = Annotated[str | None, Query(max_length=60, description="The other framework, for mappings and crosswalks.")]
Many = Annotated[list[str] | None, Query(max_length=20)]
Editor = Annotated[str, Header(alias="X-Signpost-Editor", max_length=200, description="Who is editing; a label.")]


def _house(request: Request) -> House:
    return cast(House, request.app.state.house)


def _editor(request: Request, said: Editor = "") -> str:
    """Who a change is put down to: the name of the API key, with what the client says beside it."""
    return practice.editor(request, said)


Who = Annotated[str, Depends(_editor)]


class Scope(BaseModel):
    """Whose provisions: a description in own words, or roles and phases by name."""

    model_config = ConfigDict(extra="forbid")
    description: str = Field(default="", max_length=4000)
    roles: list[str] = Field(default=[], max_length=10)
    phases: list[str] = Field(default=[], max_length=10)
    scenario: str | None = Field(default=None, max_length=60)


class ChecklistScope(Scope):
    """A scope, limited to a strength where one is named."""

    modality: str | None = Field(default=None, max_length=10, description="shall, should or may (a second clause).")


class NewAssessment(Scope):
    """A name and a scope; without one the assessment covers all provisions."""

    name: str = Field(min_length=1, max_length=200)


class EntryChange(BaseModel):
    """What changes, and the version that the editor saw. Fields that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid")
    version: int = Field(ge=0)
    status: str | None = Field(default=None, max_length=40)
    reason: str | None = Field(default=None, max_length=LONGEST)
    owner: str | None = Field(default=None, max_length=LONGEST)
    due: date | None = None
    evidence: list[str] | None = Field(default=None, max_length=MOST_EVIDENCE)


@router.post("/checklist", summary="The checklist for a described organisation")
def checklist(request: Request, body: ChecklistScope) -> dict[str, Any]:
    """Exactly the provisions that apply, why each does, what would show it; and how the description was read.

    Phases that the description mentions come as ``suggested_phases``; only ``phases`` of the request limit the list.
    """
    made, described = practice.checklist_for(
        _house(request), body.description, body.roles, body.phases, body.scenario, body.modality
    )
    why = [{"what": reason.what, "words": reason.words} for reason in described.why] if described else []
    suggested = list(described.suggested_phases) if described else []
    return made.to_json() | {"read": why, "suggested_phases": suggested}


@router.get("/assessments", summary="All assessments")
def assessments(request: Request) -> dict[str, Any]:
    return {"assessments": [made.summary() for made in _house(request).assessments.list()]}


@router.post("/assessments", status_code=201, summary="Start an assessment")
def start(request: Request, response: Response, body: NewAssessment, by: Who) -> dict[str, Any]:
    made = practice.start_assessment(
        _house(request), body.name, body.description, body.roles, body.phases, body.scenario, by
    )
    response.headers["Location"] = f"/v1/assessments/{made.id}"
    return made.to_json()


@router.get("/assessments/{assessment_id}", summary="An assessment, now or as it was")
def assessment(
    request: Request, assessment_id: Id, at: Annotated[str | None, Query(max_length=40)] = None
) -> dict[str, Any]:
    stored = _house(request).assessments
    made = stored.at(assessment_id, practice.moment_of(at)) if at else stored.get(assessment_id)
    return made.to_json()


@router.delete("/assessments/{assessment_id}", status_code=204, summary="Delete an assessment with its history")
def delete(request: Request, assessment_id: Id) -> None:
    _house(request).assessments.delete(assessment_id)


@router.patch("/assessments/{assessment_id}/entries/{provision}", summary="Fill in one provision")
def change(request: Request, assessment_id: Id, provision: Number, body: EntryChange, by: Who) -> dict[str, Any]:
    """Refused as stale when somebody has changed the entry since the version that is named."""
    content = body.model_dump(exclude_unset=True, exclude={"version"})
    if any(value is None for name, value in content.items() if name != "due"):
        raise EntryInvalid("Leave a field out to keep it; null is taken for “due” only.")
    entry = _house(request).assessments.set(assessment_id, provision, content, version=body.version, by=by)
    return entry.to_json()


@router.get("/assessments/{assessment_id}/history", summary="Who changed what, and when")
def history(
    request: Request, assessment_id: Id, provision: Annotated[str | None, Query(max_length=20)] = None
) -> dict[str, Any]:
    changes = _house(request).assessments.history(assessment_id, provision)
    return {"changes": [change.to_json() for change in changes]}


@router.get("/assessments/{assessment_id}/gaps", summary="Progress, gaps, and the next three things to do")
def gaps(request: Request, assessment_id: Id) -> dict[str, Any]:
    return practice.gap_report(_house(request), assessment_id).to_json()


@router.get("/assessments/{assessment_id}/compare", summary="An assessment at two dates")
def compare(
    request: Request,
    assessment_id: Id,
    before: Annotated[str, Query(max_length=40)],
    after: Annotated[str, Query(max_length=40)] = "",
) -> dict[str, Any]:
    return practice.compare(_house(request), assessment_id, before, after).to_json()


@router.post("/assessments/{assessment_id}/import", summary="Take a filled CSV or XLSX in, all or nothing")
async def import_file(request: Request, assessment_id: Id, by: Who) -> dict[str, Any]:
    """The body is the file itself. Every problem is named with its row and column; then nothing is changed."""
    from starlette.concurrency import run_in_threadpool

    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > practice.MAX_FILE:
            raise ImportInvalid((f"The file has more than {practice.MAX_FILE // 1_000_000} MB.",))
    changed = await run_in_threadpool(practice.import_file, _house(request), assessment_id, bytes(content), by)
    return {"changed": list(changed)}


@router.get("/assessments/{assessment_id}/crosswalks/{framework}", summary="An assessment seen from another framework")
def projected(request: Request, assessment_id: Id, framework: Framework) -> dict[str, Any]:
    house = _house(request)
    return project(house.catalogue, framework, house.assessments.get(assessment_id)).to_json()


@router.get(
    "/assessments/{assessment_id}/exports/{name}", summary="An assessment to take away", response_class=Response
)
def assessment_export(request: Request, assessment_id: Id, name: Format, framework: Other = None) -> Response:
    return _file(*practice.export(_house(request), name, framework=framework, assessment_id=assessment_id))


@router.get("/crosswalks/{framework}", summary="The Code seen from another framework")
def crosswalk(request: Request, framework: Framework) -> dict[str, Any]:
    return project(_house(request).catalogue, framework).to_json()


@router.get("/crosswalks/{framework}/{code:path}", summary="What of the Code one element elsewhere touches")
def crosswalk_element(
    request: Request, framework: Framework, code: Annotated[str, Path(max_length=100)]
) -> dict[str, Any]:
    return touching(_house(request).catalogue, framework, code).to_json()


@router.get("/exports", summary="The formats")
def exports() -> dict[str, Any]:
    listed = [{"name": f.name, "summary": f.summary, "media_type": f.media_type} for f in FORMATS.values()]
    return {"formats": listed}


@router.get("/exports/{name}", summary="Everything that can be taken away", response_class=Response)
def export(
    request: Request,
    name: Format,
    role: Many = None,
    phase: Many = None,
    scenario: Annotated[str | None, Query(max_length=60)] = None,
    framework: Other = None,
) -> Response:
    """Nothing of an assessment is in it; those are under ``/v1/assessments``, which needs a scope of its own."""
    return _file(
        *practice.export(
            _house(request), name, roles=role or (), phases=phase or (), scenario=scenario, framework=framework
        )
    )


def _file(made: ExportFormat, content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{made.file}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=made.media_type, headers=headers)


@router.get("/conformance", summary="How Signpost itself stands against the Code")
def own_conformance() -> dict[str, Any]:
    return conformance().to_json()
