"""Identifiers that answer: 303 to a page or to data, and downloads."""

from __future__ import annotations

from typing import Annotated, Any, Final, cast
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from api import linked_data
from api.bodies import problems
from api.context import HouseHere
from api.errors import NotAcceptable
from api.linked_data import BY_MEDIA_TYPE, FORMATS, TRIPLE_FORMATS, Format, LinkedData
from api.negotiation import best
from ontology.errors import UnknownNode
from ontology.iri import iri

router = APIRouter(tags=["linked data"], default_response_class=Response)
HTML: Final = "text/html"
TRIPLE_TYPES: Final = tuple(one.media_type for one in TRIPLE_FORMATS.values())
ALL_TYPES: Final = tuple(one.media_type for one in FORMATS.values())
VARY: Final = {"Vary": "Accept"}
RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {media_type: {} for media_type in ALL_TYPES}},
    **problems(404, 406, 422),
}
OR_PAGE: Final = {**RESPONSES, 200: {"content": {media_type: {} for media_type in (*ALL_TYPES, HTML)}}}
Kind = Annotated[str, Path(pattern=r"^[a-z][a-z-]{0,40}$")]
Name = Annotated[str, Path(max_length=200)]


def data_of(request: Request) -> LinkedData:
    return cast(LinkedData, request.app.state.linked_data)


def _known(request: Request, kind: str, identifier: str) -> str:
    node = iri(kind, identifier)
    if not all(character.isprintable() and character not in '<>"{}|\\^`# ' for character in node):
        raise UnknownNode("There is nothing under that identifier.")
    if not data_of(request).knows(node):
        raise UnknownNode("There is nothing under that identifier. The kinds are listed at /docs.")
    return node


def _negotiated(request: Request, offers: tuple[str, ...]) -> str:
    found = best(request.headers.get("accept"), offers)
    if found is None:
        raise NotAcceptable(f"This is offered as {', '.join(offers)}.")
    return found


def _see(request: Request, path: str) -> Response:
    return RedirectResponse(str(request.scope.get("root_path", "")) + quote(path, safe="/"), 303, VARY)


def _send(body: bytes, format: Format, name: str, inline: bool = True) -> Response:
    how = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', **VARY}
    return Response(body, media_type=format.media_type, headers=headers)


def _by_extension(extension: str, offered: dict[str, Format]) -> Format:
    found = offered.get(extension)
    if found is None:
        raise UnknownNode(f"There is no such format. Known: {', '.join(offered)}.")
    return found


@router.get("/id/{kind}/{id:path}", status_code=303, responses=problems(404, 406, 422), summary="An identifier")
def identify(request: Request, kind: Kind, id: Name) -> Response:
    """303 to the page (`text/html`) or to the data (Turtle, JSON-LD, RDF/XML, N-Triples), as `Accept` wishes."""
    _known(request, kind, id)
    found = _negotiated(request, (HTML, *TRIPLE_TYPES))
    if found == HTML:
        return _see(request, f"/page/{kind}/{id}")
    return _see(request, f"/data/{kind}/{id}.{BY_MEDIA_TYPE[found]}")


@router.get("/data/{kind}/{name:path}", responses=RESPONSES, summary="A node as data")
def data(request: Request, kind: Kind, name: Name) -> Response:
    """`name` is the identifier and `.ttl`, `.jsonld`, `.rdf` or `.nt`."""
    identifier, _, extension = name.rpartition(".")
    format = _by_extension(extension, TRIPLE_FORMATS)
    node = _known(request, kind, identifier)
    body = linked_data.write(data_of(request).describe(node), format)
    return _send(body, format, f"{kind}-{identifier.replace('/', '-')}.{extension}")


@router.get("/ns", responses=OR_PAGE, summary="The vocabulary")
def vocabulary(request: Request) -> Response:
    """The vocabulary's terms, negotiated."""
    page: str | None = getattr(request.app.state, "vocabulary_page", None)
    found = _negotiated(request, (HTML, *TRIPLE_TYPES) if page else TRIPLE_TYPES)
    if found == HTML:
        return _see(request, str(page))
    format = FORMATS[BY_MEDIA_TYPE[found]]
    return _send(linked_data.write(data_of(request).graph("vocabulary"), format), format, f"ns.{BY_MEDIA_TYPE[found]}")


@router.get("/ns.{extension}", responses=RESPONSES, summary="The vocabulary, in a named format")
def vocabulary_file(request: Request, extension: Name) -> Response:
    format = _by_extension(extension, TRIPLE_FORMATS)
    return _send(linked_data.write(data_of(request).graph("vocabulary"), format), format, f"ns.{extension}", False)


@router.get("/ontology", status_code=303, responses=problems(406), summary="The whole ontology, negotiated")
def ontology(request: Request) -> Response:
    return _see(request, f"/ontology.{BY_MEDIA_TYPE[_negotiated(request, ALL_TYPES)]}")


@router.get("/ontology.{extension}", responses=RESPONSES, summary="The whole ontology")
def ontology_file(request: Request, extension: Name) -> Response:
    """`.ttl`, `.jsonld`, `.rdf`, `.nt` (graphs merged), `.trig` or `.nq` (with named graphs)."""
    format = _by_extension(extension, FORMATS)
    return _send(data_of(request).whole(format), format, f"signpost.{extension}", False)


@router.get("/graph/{name}", responses=RESPONSES, summary="A named graph")
def graph(request: Request, name: Name) -> Response:
    """Negotiated, or with `.ttl`, `.jsonld`, `.rdf` or `.nt` at the end."""
    plain, _, extension = name.rpartition(".")
    if plain:
        format = _by_extension(extension, TRIPLE_FORMATS)
    else:
        plain, extension = name, BY_MEDIA_TYPE[_negotiated(request, TRIPLE_TYPES)]
        format = FORMATS[extension]
    return _send(linked_data.write(data_of(request).graph(plain), format), format, f"{plain}.{extension}", False)


def _dataset(request: Request, house: HouseHere) -> Response:
    format = FORMATS[BY_MEDIA_TYPE[_negotiated(request, TRIPLE_TYPES)]]
    said = linked_data.dataset(data_of(request), house.settings.base_url, request.app.version)
    return _send(linked_data.write(said, format), format, f"dataset.{BY_MEDIA_TYPE[format.media_type]}")


@router.get("/dataset", responses=RESPONSES, summary="The dataset described (VoID, DCAT)")
def dataset(request: Request, house: HouseHere) -> Response:
    return _dataset(request, house)


@router.get("/.well-known/void", responses=RESPONSES, summary="The dataset described (VoID, DCAT)")
def void(request: Request, house: HouseHere) -> Response:
    return _dataset(request, house)
