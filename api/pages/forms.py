"""Forms that a stranger's page cannot send in a reader's name.

Two guards, each enough by itself: the request says where it comes from (``Sec-Fetch-Site``, ``Origin``), and a form
that changes something carries a token that equals a cookie which browsers never send from elsewhere
(``SameSite=Strict``).
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs, urlsplit

from fastapi import Request
from starlette.responses import Response

from api.errors import FormInvalid, FormRefused

COOKIE: Final = "signpost-form"
FIELD: Final = "form_token"
MOST_FIELDS: Final = 200
TYPE: Final = "application/x-www-form-urlencoded"
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


Fields = Mapping[str, list[str]]


def check_origin(request: Request) -> None:
    """Let through what our own pages, or a program that is no browser, send.

    Raises:
        FormRefused: the request was started by somebody else's page.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    here = request.headers.get("host", "")
    foreign = site not in (None, "same-origin", "none")
    if origin is not None and urlsplit(origin).netloc != here:
        foreign = True
    if foreign:
        raise FormRefused("This form was sent from another site. Open the page here and send it again.")


async def read(request: Request) -> Fields:
    """The fields of a form, each with its values.

    Raises:
        FormRefused, FormInvalid
    """
    check_origin(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TYPE:
        raise FormInvalid("Send the form as a browser does.")
    try:
        text = (await request.body()).decode()
        return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise FormInvalid("The form cannot be read. Go back, reload the page and try again.") from error


async def read_guarded(request: Request) -> Fields:
    """As :func:`read`, for a form that changes something.

    Raises:
        FormRefused: also when its token is missing or not that of the reader's cookie.
    """
    fields = await read(request)
    check_token(request, fields)
    return fields


def check_token(request: Request, fields: Fields) -> None:
    """Let through a form whose token is that of the reader's cookie.

    Raises:
        FormRefused: it is missing or another.
    """
    given, kept = one(fields, FIELD), request.cookies.get(COOKIE, "")
    if not _TOKEN.fullmatch(kept) or not hmac.compare_digest(given.encode(), kept.encode()):
        raise FormRefused("The form is too old, or cookies are off. Go back, reload the page and send it again.")


def one(fields: Fields, name: str) -> str:
    """A field's first value; empty when it is missing."""
    return fields.get(name, [""])[0]


def token_of(request: Request) -> str:
    """The token for the forms of a page: the reader's own, or a new one."""
    kept = request.cookies.get(COOKIE, "")
    return kept if _TOKEN.fullmatch(kept) else secrets.token_urlsafe(24)


def keep_token(request: Request, response: Response, token: str) -> None:
    """Remember `token` with the reader, for this session of the browser."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/")
