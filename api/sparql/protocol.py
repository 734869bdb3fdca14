"""The SPARQL 1.1 Protocol's three ways of sending a query, read into one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

from api.errors import QueryInvalid

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Asked:
    """The query, and the dataset that the request names beside it."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def read(method: str, url_query: bytes, content_type: str, body: bytes) -> Asked | None:
    """What a request asks; None for a GET without a query, which wants the service description.

    Raises:
        QueryInvalid: an update, none or several queries, or no UTF-8.
        HTTPException: 415 for a body in another format.
    """
    pairs = _pairs(url_query)
    if method in ("GET", "HEAD"):
        if not any(name in ("query", "update") for name, _ in pairs):
            return None
        return _asked(pairs)
    kind = content_type.partition(";")[0].strip().lower()
    if kind == FORM:
        return _asked(pairs + _pairs(body))
    if kind == DIRECT:
        return _asked([*pairs, ("query", _text(body))])
    if kind == UPDATE:
        raise QueryInvalid("Updates are not taken; this endpoint only answers queries.")
    raise HTTPException(415, f"Send the query as {DIRECT} or {FORM}.")


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryInvalid("The query is not UTF-8.") from error


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(raw), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:  # also UnicodeDecodeError
        raise QueryInvalid("The form cannot be read: it has to be UTF-8, with at most 100 fields.") from error


def _asked(pairs: list[tuple[str, str]]) -> Asked:
    if any(name == "update" for name, _ in pairs):
        raise QueryInvalid("Updates are not taken; this endpoint only answers queries.")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise QueryInvalid("Send exactly one query.")
    return Asked(
        queries[0],
        tuple(value for name, value in pairs if name == "default-graph-uri"),
        tuple(value for name, value in pairs if name == "named-graph-uri"),
    )
