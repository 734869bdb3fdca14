"""A filled checklist back into an assessment: all of it or nothing, every problem with its row and column."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import practice
from api.errors import FormInvalid
from api.pages import assessing, editing, forms
from api.pages.forms import Fields
from bot.errors import AssessmentStale, ImportInvalid

router = APIRouter(prefix="/assessments", include_in_schema=False)
Id = Annotated[str, Path(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
FILE: Final = "file"
MOST_FIELDS: Final = 10


@router.post("/{id}/import")
async def take_in(request: Request, id: Id) -> Response:
    """Take a CSV or XLSX in. What is wrong with it is listed on the assessment's page; then nothing was changed."""
    fields, content = await _read(request)
    house, by = request.app.state.house, editing.editor(request, fields)
    try:
        if not content:
            raise ImportInvalid(("Choose a file first; it is the exported checklist, filled in.",))
        changed = await run_in_threadpool(practice.import_file, house, id, content, by)
    except (ImportInvalid, AssessmentStale) as error:
        problems = error.problems if isinstance(error, ImportInvalid) else (str(error),)
        return await run_in_threadpool(assessing.standing, request, house, id, 422, problems=problems)
    return editing.see(request, f"/assessments/{id}?imported={len(changed)}#all", fields)


async def _read(request: Request) -> tuple[Fields, bytes]:
    """The fields of the form and the content of its file.

    Raises:
        FormRefused, FormInvalid
    """
    forms.check_origin(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise FormInvalid("Send the form as a browser does.")
    try:
        async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
            fields = {name: [value] for name, value in form.items() if isinstance(value, str)}
            forms.check_token(request, fields)
            file = form.get(FILE)
            return fields, await file.read(practice.MAX_FILE + 1) if isinstance(file, UploadFile) else b""
    except HTTPException as error:
        raise FormInvalid("The form cannot be read. Go back, reload the page and try again.") from error
