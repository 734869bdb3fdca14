"""Spans for the four steps of an answer: understand, evidence, compose, verify. Never any words of the question.

Only OpenTelemetry's API is needed, and without it, or without an SDK set up, a span costs next to nothing and goes
nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class Span(Protocol):
    """The part of OpenTelemetry's span that is used."""

    def set_attribute(self, key: str, value: Any) -> None:
        """Note a value (a string, number or truth value, or a sequence of one of them)."""


class _Nowhere:
    def set_attribute(self, key: str, value: Any) -> None:
        """Forget it."""


@contextmanager
def span(name: str, **attributes: str | int | float | bool) -> Iterator[Span]:
    """A span ``signpost.NAME`` around a block; attributes are ``signpost.KEY``."""
    try:
        from opentelemetry import trace
    except ImportError:
        yield _Nowhere()
        return
    # Not made the current span: a streamed answer is read on several threads, and a context can't be left on another.
    made = trace.get_tracer("signpost").start_span(f"signpost.{name}")
    try:
        for key, value in attributes.items():
            made.set_attribute(f"signpost.{key}", value)
        yield made
    finally:
        made.end()
