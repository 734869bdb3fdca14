"""Pages with forms that change an assessment: the token they carry, and the name that a change is put down to.

The name is a label, not proof of identity, as in the API; the browser remembers it, so that it is typed once.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from api import practice
from api.pages import forms
from api.pages.forms import Fields
from api.pages.view import page

EDITOR: Final = "by"
COOKIE: Final = "signpost-editor"
LONGEST: Final = 100
REMEMBERED: Final = 180 * 24 * 3600  # seconds


def guarded(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A page with forms that change something, the reader's token for them, and the name that was given last."""
    token = forms.token_of(request)
    who = unquote(request.cookies.get(COOKIE, ""))[:LONGEST]
    response = page(request, template, status, token=token, field=forms.FIELD, who=who, **context)
    response.headers["Cache-Control"] = "no-store"
    forms.keep_token(request, response, token)
    return response


def see(request: Request, path: str, fields: Fields | None = None) -> Response:
    """Go on to `path`; the name in `fields` is remembered."""
    response = RedirectResponse(str(request.scope.get("root_path", "")) + path, 303)
    said = _said(fields or {})
    if said:
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, quote(said), REMEMBERED, httponly=True, samesite="strict", secure=secure, path="/")
    return response


def editor(request: Request, fields: Fields) -> str:
    """Who a change is put down to: the name of the API key, if one was used, and the name in the form."""
    return practice.editor(request, _said(fields))


def _said(fields: Fields) -> str:
    return " ".join(forms.one(fields, EDITOR).split())[:LONGEST]
