"""Errors as RFC 9457 problem documents: a code for programs, a sentence for people, never a stack trace.

Every error class of the house has one row in :data:`KINDS`; a subclass without a row of its own takes its parent's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from api import errors as api_errors
from bot import errors as bot_errors
from corpus import errors as corpus_errors
from indexer import errors as indexer_errors
from ontology import errors as ontology_errors

LOG = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"
ErrorPage = Callable[[Request, dict[str, Any]], Response]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: HTTP status, code and title."""

    status: int
    code: str
    title: str


KINDS: Final[dict[type[Exception], Kind]] = {
    ontology_errors.OntologyError: Kind(500, "ontology-error", "The ontology cannot be used"),
    ontology_errors.StoreUnavailable: Kind(503, "store-unavailable", "The triple store does not answer"),
    ontology_errors.DataInvalid: Kind(500, "data-invalid", "The ontology's data are incomplete"),
    ontology_errors.UnknownNode: Kind(404, "unknown-node", "There is no such thing"),
    corpus_errors.CorpusError: Kind(503, "corpus-error", "A source cannot be used"),
    corpus_errors.DigestInvalid: Kind(503, "digest-invalid", "A digest file has a mistake"),
    corpus_errors.SourceUnavailable: Kind(503, "source-unavailable", "A source cannot be fetched"),
    corpus_errors.SourceChanged: Kind(503, "source-changed", "A source has changed"),
    corpus_errors.DocumentUnreadable: Kind(422, "document-unreadable", "A document cannot be read"),
    indexer_errors.IndexerError: Kind(503, "indexer-error", "The index cannot be used"),
    indexer_errors.ModelUnavailable: Kind(503, "model-unavailable", "The encoder cannot be used"),
    indexer_errors.IndexUnavailable: Kind(503, "index-unavailable", "The index cannot be used"),
    indexer_errors.EngineUnavailable: Kind(503, "engine-unavailable", "A search engine does not answer"),
    bot_errors.AdviserError: Kind(500, "adviser-error", "The adviser cannot answer"),
    bot_errors.QuestionInvalid: Kind(422, "question-invalid", "The question cannot be taken"),
    bot_errors.QuestionEmpty: Kind(422, "question-empty", "The question is empty"),
    bot_errors.QuestionTooLong: Kind(413, "question-too-long", "The question is too long"),
    bot_errors.ConversationUnknown: Kind(404, "conversation-unknown", "Nothing is kept under that identifier"),
    bot_errors.FeedbackInvalid: Kind(422, "feedback-invalid", "The feedback cannot be taken"),
    bot_errors.PracticeError: Kind(422, "practice-error", "It cannot be made as asked"),
    bot_errors.DescriptionUnclear: Kind(422, "description-unclear", "No role can be read from the description"),
    bot_errors.AssessmentUnknown: Kind(404, "assessment-unknown", "There is no such assessment"),
    bot_errors.AssessmentStale: Kind(409, "assessment-stale", "Somebody else has changed it"),
    bot_errors.EntryInvalid: Kind(422, "entry-invalid", "The entry cannot be taken"),
    bot_errors.ImportInvalid: Kind(422, "import-invalid", "The file cannot be imported"),
    bot_errors.FrameworkUnknown: Kind(404, "framework-unknown", "There is no such framework or element"),
    bot_errors.StateUnavailable: Kind(503, "state-unavailable", "The database does not answer"),
    api_errors.ApiError: Kind(500, "api-error", "The request cannot be served"),
    api_errors.SettingsInvalid: Kind(500, "settings-invalid", "A setting is wrong"),
    api_errors.NotReady: Kind(503, "not-ready", "Not ready yet"),
    api_errors.FilterUnknown: Kind(422, "unknown-value", "A filter has an unknown value"),
    api_errors.BodyTooLarge: Kind(413, "body-too-large", "The request is too large"),
    api_errors.TooSlow: Kind(503, "too-slow", "The request took too long"),
    api_errors.RateExceeded: Kind(429, "rate-exceeded", "Too many requests"),
    api_errors.KeyRefused: Kind(401, "key-refused", "An API key is needed"),
    api_errors.NotAcceptable: Kind(406, "not-acceptable", "No acceptable format"),
    api_errors.FormRefused: Kind(403, "form-refused", "The form was not taken"),
    api_errors.FormInvalid: Kind(422, "form-invalid", "The form cannot be read"),
    api_errors.QueryInvalid: Kind(400, "query-refused", "The query is refused"),
    api_errors.QueryStopped: Kind(503, "query-stopped", "The query was stopped"),
}
UNPARSABLE: Final = "There was an error parsing the body"  # FastAPI's words for bad UTF-8 and bottomless nesting
SEND_JSON: Final = "Send a JSON object with “Content-Type: application/json”."
MALFORMED: Final = Kind(422, "malformed-json", "The body is not JSON")
INVALID: Final = Kind(422, "invalid-request", "The request is not as described")
INTERNAL: Final = Kind(500, "internal-error", "Something went wrong")
BY_STATUS: Final[dict[int, Kind]] = {
    400: Kind(400, "bad-request", "The request cannot be read"),
    404: Kind(404, "not-found", "There is nothing here"),
    405: Kind(405, "method-not-allowed", "The method is not allowed here"),
    415: Kind(415, "unsupported-media-type", "The body's format is not taken here"),
}
SCOPE_MISSING: Final = Kind(403, "scope-missing", "The API key does not allow this")
OTHERS: Final = (MALFORMED, INVALID, INTERNAL, SCOPE_MISSING)
SENTENCES: Final = {
    404: "There is nothing at this address. The addresses are listed at /docs.",
    405: "This address does not take that method; see the Allow header for those that it takes.",
}


def kind_of(error: Exception) -> Kind:
    """The kind of problem that `error` is; internal for errors that are not the house's own."""
    for parent in type(error).__mro__:
        found = KINDS.get(cast(type[Exception], parent))
        if found:
            if isinstance(error, api_errors.KeyRefused) and error.missing_scope:
                return SCOPE_MISSING
            return found
    return INTERNAL


def document(kind: Kind, detail: str, path: str, **more: Any) -> dict[str, Any]:
    """The body of a problem document."""
    return {
        "type": f"/problems/{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": path,
        "code": kind.code,
        **more,
    }


def of_error(error: Exception, path: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Problem document and headers for an error that was raised."""
    kind = kind_of(error)
    if kind is INTERNAL:
        LOG.error("unexpected error", exc_info=error)
        detail = "Something went wrong inside Signpost. Please try again; the log of the server says more."
        return document(kind, detail, path), {}
    if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        LOG.warning("%s: %s", kind.code, error)
    more: dict[str, Any] = {}
    headers: dict[str, str] = {}
    if isinstance(error, ontology_errors.UnknownNode) and error.nearest:
        more["nearest"] = list(error.nearest)
    if isinstance(error, api_errors.FilterUnknown):
        more["known"] = list(error.known)
    if isinstance(error, bot_errors.ImportInvalid):
        more["problems"] = list(error.problems)
    if isinstance(error, api_errors.RateExceeded):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, api_errors.NotReady):
        headers["Retry-After"] = "2"
    if kind.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="signpost"'
    return document(kind, str(error), path, **more), headers


def respond(request: Request, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """The problem as JSON, or as a page where a browser asks and pages are installed (``app.state.error_page``)."""
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    if page is not None and "text/html" in request.headers.get("accept", ""):
        response = page(request, body)
        response.headers.update(headers or {})
        return response
    if request.url.path.startswith("/v1/chat/"):  # where OpenAI's clients look for the sentence
        body = body | {"error": {"message": body["detail"], "type": body["code"], "code": body["code"], "param": None}}
    return JSONResponse(body, body["status"], headers, MEDIA_TYPE)


async def send(error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the problem from within a middleware, where no handler sees an error."""
    await respond(Request(scope, receive), *of_error(error, scope["path"]))(scope, receive, send)


def _validation(request: Request, error: RequestValidationError) -> Response:
    found = error.errors()
    if any(e["type"] == "json_invalid" for e in found):
        where = next(e for e in found if e["type"] == "json_invalid")["loc"][-1]
        detail = f"The body is not valid JSON (near character {where}). {SEND_JSON}"
        return respond(request, document(MALFORMED, detail, request.url.path))
    errors = [{"where": ".".join(str(part) for part in e["loc"]), "what": e["msg"]} for e in found]
    detail = f"{errors[0]['where']}: {errors[0]['what']}." if errors else "The request is not as described at /docs."
    return respond(request, document(INVALID, detail, request.url.path, errors=errors))


def _http(request: Request, error: HTTPException) -> Response:
    status = error.status_code
    if status == HTTPStatus.BAD_REQUEST and error.detail == UNPARSABLE:
        detail = f"The body is not valid JSON in UTF-8. {SEND_JSON}"
        return respond(request, document(MALFORMED, detail, request.url.path))
    kind = BY_STATUS.get(status) or Kind(status, f"http-{status}", HTTPStatus(status).phrase)
    detail = SENTENCES.get(status) or str(error.detail or kind.title)
    return respond(request, document(kind, detail, request.url.path), dict(error.headers or {}))


def _ours(request: Request, error: Exception) -> Response:
    return respond(request, *of_error(error, request.url.path))


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem document."""
    for family in (
        ontology_errors.OntologyError,
        corpus_errors.CorpusError,
        indexer_errors.IndexerError,
        bot_errors.AdviserError,
        api_errors.ApiError,
        Exception,
    ):
        app.add_exception_handler(family, _ours)
    app.add_exception_handler(RequestValidationError, cast(Any, _validation))
    app.add_exception_handler(HTTPException, cast(Any, _http))
