"""The checklist for an organisation, and how this project itself stands against the Code."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import practice
from api.conformance import evidence
from api.conformance.conformance import conformance
from api.context import HouseHere
from api.pages import forms
from api.pages.view import page
from api.wiring import House
from bot.errors import PracticeError, QuestionInvalid
from bot.practice.checklist import Checklist
from bot.practice.describe import Described
from ontology.model import Modality

router = APIRouter(include_in_schema=False)
Many = Annotated[list[str] | None, Query(max_length=10)]


@router.get("/checklist")
def checklist(
    request: Request,
    house: HouseHere,
    role: Many = None,
    phase: Many = None,
    scenario: Annotated[str, Query(max_length=60)] = "",
    modality: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The form; with roles, the list for them."""
    return _page(request, house, "", tuple(role or ()), tuple(phase or ()), scenario, modality)


@router.post("/checklist")
async def described(request: Request) -> Response:
    """The list for a description. It changes nothing; it is sent as a form so that it stays out of addresses."""
    fields = await forms.read(request)
    return await run_in_threadpool(
        _page, request, request.app.state.house, forms.one(fields, "description"), tuple(fields.get("role", ())),
        tuple(fields.get("phase", ())), forms.one(fields, "scenario"), forms.one(fields, "modality"),
    )  # fmt: skip


def _page(
    request: Request,
    house: House,
    description: str,
    roles: tuple[str, ...],
    phases: tuple[str, ...],
    scenario: str,
    modality: str,
) -> Response:
    context: dict[str, Any] = {"made": None, "read": (), "problem": "", "suggested": ()}
    status = 200
    if description.strip() or roles or phases or scenario or modality or request.method == "POST":
        try:
            made, reading = practice.checklist_for(
                house, description, roles, phases, scenario or None, modality or None
            )
            context |= {"made": made, "read": reading.why if reading else (), "scope": _scope(made)}
            context["suggested"] = _suggested(made, reading)
        except (PracticeError, QuestionInvalid) as error:
            context["problem"], status = str(error), 422
    return page(
        request, "checklist.html", status, catalogue=house.catalogue, description=description[:4000], roles=roles,
        phases=phases, scenario=scenario, modality=modality, modalities=tuple(Modality), **context,
    )  # fmt: skip


def _suggested(made: Checklist, reading: Described | None) -> list[tuple[str, str]]:
    """Phases that the description mentions and the list is not limited to, each with the scope that would limit it."""
    found = reading.suggested_phases if reading and not made.phases else ()
    return [(phase, _scope(replace(made, phases=(phase,)))) for phase in found]


def _scope(made: Checklist) -> str:
    """What the list is for, as parameters of an address."""
    chosen = [*(("role", role) for role in made.roles), *(("phase", phase) for phase in made.phases)]
    return urlencode([*chosen, ("scenario", made.scenario)] if made.scenario else chosen)


@router.get("/conformance")
def own_conformance(request: Request, house: HouseHere) -> Response:
    links = {piece: number for number, piece in enumerate(evidence.named(), start=1) if evidence.openable(piece)}
    return page(request, "conformance.html", stand=conformance(), catalogue=house.catalogue, links=links)


@router.get("/conformance/evidence/{number}")
def own_evidence(request: Request, number: Annotated[int, Path(ge=1, le=10_000)]) -> Response:
    """A piece of evidence; only what the statements name can be opened."""
    named = evidence.named()
    found = evidence.excerpt(named[number - 1]) if number <= len(named) else None
    if found is None:
        raise HTTPException(404)
    return page(request, "evidence.html", found=found)
