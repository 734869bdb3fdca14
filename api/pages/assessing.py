"""Self-assessments on pages: start one, fill it in provision by provision, see where it stands, delete it.

They are private, as in the API: the entrance lets in this machine and keys with the scope ``assessments`` only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import practice
from api.context import HouseHere
from api.pages import forms, progress, svg
from api.pages.editing import editor, guarded, see
from api.pages.forms import Fields
from api.wiring import House
from bot.errors import AssessmentStale, AssessmentUnknown, EntryInvalid, PracticeError, QuestionInvalid
from bot.practice.assessment import Assessment, Entry
from bot.practice.gaps import Tally

router = APIRouter(prefix="/assessments", include_in_schema=False)
Id = Annotated[str, Path(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
Number = Annotated[str, Path(max_length=20)]
EXPORTS: Final = ("xlsx", "csv", "report", "oscal-assessment")


@router.get("")
def assessments(request: Request, house: HouseHere) -> Response:
    return _listing(request, house, {})


def _listing(request: Request, house: House, given: Fields, problem: str = "") -> Response:
    made = [one.summary() for one in house.assessments.list()]
    return guarded(
        request, "assessments.html", 422 if problem else 200, assessments=made, catalogue=house.catalogue,
        given=given, problem=problem,
    )  # fmt: skip


@router.post("")
async def start(request: Request) -> Response:
    fields = await forms.read_guarded(request)
    return await run_in_threadpool(_start, request, request.app.state.house, fields)


def _start(request: Request, house: House, fields: Fields) -> Response:
    try:
        made = practice.start_assessment(
            house, forms.one(fields, "name"), forms.one(fields, "description"), fields.get("role", ()),
            fields.get("phase", ()), forms.one(fields, "scenario") or None, editor(request, fields),
        )  # fmt: skip
    except (PracticeError, QuestionInvalid) as error:
        return _listing(request, house, fields, str(error))
    return see(request, f"/assessments/{made.id}", fields)


@router.get("/{id}")
def assessment(
    request: Request, house: HouseHere, id: Id, imported: Annotated[int | None, Query(ge=0, le=100)] = None
) -> Response:
    return standing(request, house, id, imported=imported)


def standing(
    request: Request, house: House, id: str, status: int = 200, *, imported: int | None = None,
    problems: Sequence[str] = (),
) -> Response:  # fmt: skip
    """Where it stands: progress, the next three things, every provision with its state.

    `imported` is how many provisions a file has just changed; `problems`, why one was not taken.
    """
    found = practice.gap_report(house, id)
    groups = (("By principle", found.by_principle), ("By role", found.by_role), ("By strength", found.by_modality))
    return guarded(
        request, "assessment.html", status, report=found, made=found.assessment, catalogue=house.catalogue,
        exports=EXPORTS, groups=groups, drawing=progress.picture(groups), bar=_bar, imported=imported,
        problems=problems,
    )  # fmt: skip


def _bar(tally: Tally) -> Markup:
    return svg.progress([(status.value, number) for status, number in tally.counts], f"{tally.share_met:.0%} met")


@router.post("/{id}/delete")
async def delete(request: Request, id: Id) -> Response:
    await forms.read_guarded(request)
    await run_in_threadpool(request.app.state.house.assessments.delete, id)
    return see(request, "/assessments")


@router.get("/{id}/{provision}")
def entry(request: Request, house: HouseHere, id: Id, provision: Number) -> Response:
    made = house.assessments.get(id)
    return _entry(request, house, made, _in(made, provision))


def _in(made: Assessment, provision: str) -> Entry:
    found = made.entries.get(provision)
    if found is None:
        raise AssessmentUnknown("That provision is not among those of this assessment.")
    return found


def _entry(
    request: Request, house: House, made: Assessment, entry: Entry, given: Fields | None = None, problem: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    """The form for one provision; `given` is what the reader typed, when it could not be taken."""
    numbers = list(made.entries)
    at = numbers.index(entry.provision)
    provision = house.catalogue.provisions[entry.provision]
    return guarded(
        request, "entry.html", status, made=made, entry=entry, provision=provision, given=given, problem=problem,
        examples=house.catalogue.examples_of.get(provision.id, ()),
        before=numbers[at - 1] if at else None, after=numbers[at + 1] if at + 1 < len(numbers) else None,
    )  # fmt: skip


@router.post("/{id}/{provision}")
async def fill_in(request: Request, id: Id, provision: Number) -> Response:
    fields = await forms.read_guarded(request)
    return await run_in_threadpool(_fill_in, request, request.app.state.house, id, provision, fields)


def _fill_in(request: Request, house: House, id: str, provision: str, fields: Fields) -> Response:
    seen = forms.one(fields, "version")
    content = {name: forms.one(fields, name) for name in ("status", "reason", "owner", "due")}
    content["evidence"] = forms.one(fields, "evidence").replace("\r\n", "\n")
    content["reason"] = content["reason"].replace("\r\n", "\n")
    made = house.assessments.get(id)
    current = _in(made, provision)
    try:
        version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else -1
        changed = {**content, "evidence": content["evidence"].split("\n")}
        house.assessments.set(id, provision, changed, version=version, by=editor(request, fields))
    except AssessmentStale as error:
        return _entry(request, house, made, current, fields, str(error), 409)
    except (EntryInvalid, PracticeError) as error:
        return _entry(request, house, made, current, fields, str(error), 422)
    if "next" in fields:
        numbers = list(made.entries)
        at = numbers.index(provision) + 1
        if at < len(numbers):
            return see(request, f"/assessments/{id}/{numbers[at]}", fields)
    return see(request, f"/assessments/{id}#p-{provision}", fields)
