from __future__ import annotations

import sys

import pytest

from bot import trace


def test_a_span_needs_no_sdk() -> None:
    with trace.span("understand", intent="topic") as span:
        span.set_attribute("signpost.kept", 3)


def test_a_span_needs_no_opentelemetry_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with trace.span("understand") as span:
        span.set_attribute("signpost.kept", 3)
