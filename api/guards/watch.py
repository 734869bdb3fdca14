"""What is seen from outside: one log line a request, and figures for Prometheus.

Neither holds what was asked, an address's query string, a header or a key. Where several processes serve, their
figures are files in the folder that ``PROMETHEUS_MULTIPROC_DIR`` names, and each process shows the sum of all.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import Final
from uuid import uuid4

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACCESS: Final = logging.getLogger("signpost.access")
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"  # prometheus_client reads it when it is imported
BUCKETS: Final = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.3, 2.5, 5.0, 10.0)


class Figures:
    """The metrics of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "signpost_requests", "Requests by route and status.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "signpost_request_seconds", "Time until the answer was sent.", ("route",), buckets=BUCKETS,
            registry=self.registry,
        )  # fmt: skip
        self.under_way = Gauge(
            "signpost_requests_under_way", "Requests under way.", registry=self.registry, multiprocess_mode="livesum"
        )
        self.answers = Counter(
            "signpost_answers", "Answers by status and path.", ("status", "path"), registry=self.registry
        )

    def text(self) -> bytes:
        """The figures as Prometheus reads them: this process's, or the sum over all that share a folder."""
        folder = os.environ.get(SHARED)
        if not folder:
            return generate_latest(self.registry)
        _forget_the_dead(Path(folder))
        summed = CollectorRegistry()
        MultiProcessCollector(summed, folder)  # type: ignore[no-untyped-call]
        return generate_latest(summed)


def _forget_the_dead(folder: Path) -> None:
    """Processes that were killed have nothing under way any more; what they have counted stays."""
    for file in folder.glob("gauge_live*.db"):
        pid = int(file.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
        except OSError:
            continue  # it lives, and is somebody else's


class Watch:
    """Counts and logs each request, and gives it an identifier (``X-Request-ID``)."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        identifier = uuid4().hex
        begun = time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = identifier
            await send(message)

        self._figures.under_way.inc()
        try:
            await self._app(scope, receive, noted)
        finally:
            took = time.perf_counter() - begun
            route = getattr(scope.get("route"), "path", None) or "other"
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "DELETE", "OPTIONS") else "other"
            self._figures.under_way.dec()
            self._figures.requests.labels(method, route, str(status)).inc()
            self._figures.seconds.labels(route).observe(took)
            caller = scope.get("state", {}).get("caller")
            ACCESS.info(
                "request",
                extra={
                    "request": identifier, "method": method, "route": route, "status": status,
                    "milliseconds": round(took * 1000, 1), "who": getattr(caller, "name", "anonymous"),
                },
            )  # fmt: skip
