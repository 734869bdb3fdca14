from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.bot.llm.conftest import Make


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What would go to OpenTelemetry, in the order in which spans begin."""
    from opentelemetry import trace as api

    begun: list[tuple[str, dict[str, Any]]] = []

    class Span:
        def __init__(self, name: str) -> None:
            self.attributes: dict[str, Any] = {}
            begun.append((name, self.attributes))

        def set_attribute(self, key: str, value: Any) -> None:
            self.attributes[key] = value

        def end(self) -> None:
            self.attributes["ended"] = True

    monkeypatch.setattr(api, "get_tracer", lambda name: SimpleNamespace(start_span=Span))
    return begun


def test_an_answer_has_a_span_for_each_step(spans: list[tuple[str, dict[str, Any]]], make: Make) -> None:
    make("number", "good").ask("A private matter?")
    assert [name for name, _ in spans] == [
        "signpost.understand", "signpost.evidence", "signpost.compose", "signpost.verify", "signpost.compose.model",
    ]  # fmt: skip
    found = dict(spans)
    assert found["signpost.evidence"]["signpost.evidence"] == ["provision/5.4.1"]
    assert found["signpost.verify"]["signpost.dropped"] == 0
    assert found["signpost.compose.model"]["signpost.prompt"] == "write-1"
    assert found["signpost.compose.model"]["signpost.kept"] == 1
    assert all(attributes["ended"] for attributes in found.values())
    assert "private" not in str(spans)


def test_a_question_is_in_a_span_only_when_that_is_switched_on(
    spans: list[tuple[str, dict[str, Any]]], make: Make
) -> None:
    make("number", tells=True).ask("A private matter?")
    assert dict(spans)["signpost.understand"]["signpost.question"] == "A private matter?"
