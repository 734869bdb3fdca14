"""An answer as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.answer import Answer


def event(name: str, data: Any) -> str:
    """One event; `data` as a line of JSON."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def events(answer: Answer) -> Iterator[str]:
    """``status``; for each part of the answer ``section`` and its ``sentence``; ``citations``; ``done``.

    An answer without parts is one section with one sentence, its whole text.
    """
    yield event("status", {"status": answer.status.value, "id": answer.id, "conversation_id": answer.conversation_id})
    if not answer.sections:
        yield event("section", {"heading": "", "listed": False})
        yield event("sentence", {"text": answer.text, "markers": []})
    for section in answer.sections:
        yield event("section", {"heading": section.heading, "listed": section.listed})
        for claim in section.claims:
            yield event("sentence", {"text": claim.text, "markers": list(claim.markers)})
    yield event(
        "citations",
        {"citations": [c.to_json() for c in answer.citations], "related": [c.to_json() for c in answer.related]},
    )
    yield event("done", answer.to_json())
