"""Where an assessment stands: gaps, what changed between two dates, another framework's view of it, history."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api import practice
from api.context import HouseHere
from api.pages import progress
from api.pages.view import page
from bot.errors import FrameworkUnknown, PracticeError
from bot.practice.assessment import STATUS_WORDS, Change, Status
from bot.practice.projection import RELATION_WORDS, RESERVATION, project

router = APIRouter(prefix="/assessments", include_in_schema=False)
Id = Annotated[str, Path(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
Framework = Annotated[str, Path(max_length=60)]
Day = Annotated[str, Query(max_length=40)]
FIELDS: Final = ("reason", "owner", "due", "evidence")


@router.get("/{id}/gaps")
def gaps(request: Request, house: HouseHere, id: Id) -> Response:
    """Every gap, the most pressing first, each with its reason."""
    found = practice.gap_report(house, id)
    return page(request, "gaps.html", report=found, made=found.assessment, catalogue=house.catalogue)


@router.get("/{id}/compare")
def compare(request: Request, house: HouseHere, id: Id, before: Day = "", after: Day = "") -> Response:
    """An assessment at two dates; the form alone until a date is given."""
    made = house.assessments.get(id)
    found, problem = None, ""
    if before:
        try:
            found = practice.compare(house, id, before, after)
        except PracticeError as error:
            problem = str(error)
    tallies = (found.before, found.after) if found else ()
    return page(
        request, "compare.html", 422 if problem else 200, made=made, found=found, problem=problem, before=before,
        after=after, catalogue=house.catalogue, drawing=progress.picture([("", tallies)]) if found else "",
    )  # fmt: skip


@router.get("/{id}/crosswalks/{framework}")
def crosswalk(request: Request, house: HouseHere, id: Id, framework: Framework) -> Response:
    """The assessment carried along the mappings to a framework; nothing is scored."""
    made = house.assessments.get(id)
    if framework not in house.catalogue.frameworks:
        raise FrameworkUnknown(f"There is no framework “{framework[:60]}”. Choose one on the assessment's page.")
    return page(
        request, "projected.html", made=made, found=project(house.catalogue, framework, made),
        catalogue=house.catalogue, relations=RELATION_WORDS, reservation=RESERVATION,
    )  # fmt: skip


@router.get("/{id}/history")
def history(request: Request, house: HouseHere, id: Id) -> Response:
    """Who changed what, the newest first."""
    made = house.assessments.get(id)
    changes = [(change, _fields(change)) for change in reversed(house.assessments.history(id))]
    return page(request, "history.html", made=made, changes=changes, words=_words)


def _fields(change: Change) -> list[str]:
    """What was changed beside the status."""
    return [name for name in FIELDS if change.before.get(name) != change.after.get(name)]


def _words(status: str) -> str:
    return STATUS_WORDS[Status(status)]
