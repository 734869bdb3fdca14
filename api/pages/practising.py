"""The checklist for an organisation, and how this project itself stands against the Code."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import practice
from api.conformance.conformance import conformance
from api.context import HouseHere
from api.pages import forms
from api.pages.view import page
from api.wiring import House
from bot.errors import PracticeError, QuestionInvalid
from bot.practice.checklist import Checklist
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
    context: dict[str, Any] = {"made": None, "read": (), "problem": ""}
    status = 200
    if description.strip() or roles or phases or scenario or modality or request.method == "POST":
        try:
            made, reading = practice.checklist_for(
                house, description, roles, phases, scenario or None, modality or None
            )
            context |= {"made": made, "read": reading.why if reading else (), "scope": _scope(made)}
        except (PracticeError, QuestionInvalid) as error:
            context["problem"], status = str(error), 422
    return page(
        request, "checklist.html", status, catalogue=house.catalogue, description=description[:4000], roles=roles,
        phases=phases, scenario=scenario, modality=modality, modalities=tuple(Modality), **context,
    )  # fmt: skip


def _scope(made: Checklist) -> str:
    """What the list is for, as parameters of an address."""
    chosen = [*(("role", role) for role in made.roles), *(("phase", phase) for phase in made.phases)]
    return urlencode([*chosen, ("scenario", made.scenario)] if made.scenario else chosen)


@router.get("/conformance")
def own_conformance(request: Request, house: HouseHere) -> Response:
    return page(request, "conformance.html", stand=conformance(), catalogue=house.catalogue)
