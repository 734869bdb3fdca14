"""Latency over HTTP: questions one after the other, as a client sees them. Reported, never compared."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from uuid import uuid4

import httpx

from evals import metrics
from evals.errors import RunInvalid
from evals.figures import Figures
from evals.sets import Question

WARM_UP = 3


def over_http(url: str, questions: Sequence[Question]) -> Figures:
    """Median and 95th percentile, in milliseconds, of ``POST /v1/ask`` at `url`, over one kept connection.

    Raises:
        RunInvalid: the server answers with an error.
    """
    times = []
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        for question in [*questions[:WARM_UP], *questions]:
            conversation = str(uuid4())
            for asked in (*question.turns, question.question):
                start = perf_counter()
                response = client.post("/v1/ask", json={"question": asked, "conversation_id": conversation})
                spent = (perf_counter() - start) * 1000
                if response.status_code != httpx.codes.OK:
                    raise RunInvalid(f"The server answered {question.id} with status {response.status_code}.")
            times.append(spent)
    measured = times[min(WARM_UP, len(questions)) :]
    return {"p50_ms": metrics.percentile(measured, 0.5), "p95_ms": metrics.percentile(measured, 0.95)}
