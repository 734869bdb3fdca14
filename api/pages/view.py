"""Templates: one environment, escaping always on, an undefined name an error."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import Any, Final

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.responses import HTMLResponse

from api.pages import address
from api.pages.linked import MATCH_WORDS, name, short
from bot import wording
from bot.answer import DISCLAIMER
from bot.practice.assessment import STATUS_WORDS
from ontology.model import DutyBasis, Relation

HEADERS: Final = {
    # Same-origin, not the site-wide “no-referrer”: with that, browsers send “Origin: null” even to ourselves, and
    # forms could not be told from forged ones (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept",
}
BASIS: Final = {
    DutyBasis.STATED: "",
    DutyBasis.IMPLIED: "Implied: the text names nobody",
    DutyBasis.PARTLY_IMPLIED: "Partly implied: one clause names nobody",
}
RELATION_WORDS: Final = {
    Relation.OBLIGES: "names the role",
    Relation.ORGANISATION: "addresses organisations",
    Relation.INVOLVES: "others must act",
}
_INLINE: Final = MarkdownIt("zero").enable(["emphasis", "backticks", "escape"])


def inline(text: str) -> Markup:
    """Emphasis and code of Markdown as HTML; anything else, links and tags included, stays plain text."""
    return Markup(_INLINE.renderInline(text))  # noqa: S704  -- the renderer escapes; it makes no links and no tags


def opened(text: str) -> str:
    """`text` with a capital at its start, and nothing else changed."""
    return text[:1].upper() + text[1:]


@cache
def stamp() -> str:
    """Changes with any asset, so that browsers may keep each for good."""
    digest = hashlib.sha256()
    for file in sorted((resources.files("api.pages") / "static").iterdir(), key=lambda f: f.name):
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def environment() -> Environment:
    """The templates with what all of them use."""
    made = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"inline": inline, "opened": opened, "path": address.of_node, "safe_link": address.safe_link}
    made.globals |= {
        "DISCLAIMER": DISCLAIMER, "BASIS": BASIS, "RELATION_WORDS": RELATION_WORDS, "MATCHES": MATCH_WORDS,
        "STATUS_WORDS": STATUS_WORDS, "stamp": stamp, "count": wording.count, "listed": wording.listed,
        "PLURALS": wording.PLURALS, "page_of": address.page_of, "of_iri": address.of_iri,
        "of_citation": address.of_citation, "name": name, "short": short,
    }  # fmt: skip
    return made


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page. ``root`` in templates is the path that the app is mounted under, without a slash at its end."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    html = environment().get_template(template).render(root=root, here=request.url.path, **context)
    return HTMLResponse(html, status, HEADERS)
