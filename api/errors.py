"""What can go wrong on this floor.

ApiError
├── SettingsInvalid     an environment variable has a wrong value or an unknown name
├── NotReady            the index is still being opened or built
├── FilterUnknown       a filter has a value that does not exist; names the known ones
├── BodyTooLarge        a request's body is longer than the server reads
├── TooSlow             a request took longer than the server allows
├── RateExceeded        a client asks too often; carries the seconds to wait
├── KeyRefused          an API key is missing, unknown, revoked, or lacks the scope
├── NotAcceptable       none of the formats that the client accepts is on offer
├── FormRefused         a page's form came from elsewhere, or without its token
├── FormInvalid         a page's form cannot be read
└── QueryRefused        a SPARQL query is not run
    ├── QueryInvalid    it is not SPARQL 1.1 query, or asks for what is not allowed here
    └── QueryStopped    it was cut off: too slow, too much memory, too large a result, or too many at once
"""

from __future__ import annotations


class ApiError(Exception):
    """Base of the tree. ``str(error)`` is a sentence that can be shown to a person."""


class SettingsInvalid(ApiError):
    """A setting is wrong or unknown."""


class NotReady(ApiError):
    """Questions cannot be answered yet."""


class FilterUnknown(ApiError):
    """A filter's value does not exist."""

    def __init__(self, what: str, given: str, known: tuple[str, ...]) -> None:
        named = f"“{given}”" if given else "an empty value"
        super().__init__(f"There is no {what} {named}. Known: {', '.join(known)}.")
        self.known = known


class BodyTooLarge(ApiError):
    """A request's body is longer than the server reads."""


class TooSlow(ApiError):
    """A request took longer than the server allows."""


class RateExceeded(ApiError):
    """A client asks too often."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class KeyRefused(ApiError):
    """An API key is missing or not good enough. ``missing_scope`` is empty when no valid key was given at all."""

    def __init__(self, message: str, missing_scope: str = "") -> None:
        super().__init__(message)
        self.missing_scope = missing_scope


class NotAcceptable(ApiError):
    """None of the formats that the client accepts is on offer."""


class FormRefused(ApiError):
    """A form did not come from a page of ours."""


class FormInvalid(ApiError):
    """A form cannot be read."""


class QueryRefused(ApiError):
    """A SPARQL query is not run, or not to its end."""


class QueryInvalid(QueryRefused):
    """The query is not SPARQL 1.1 query, or asks for something that is not allowed here."""


class QueryStopped(QueryRefused):
    """The query was cut off."""
