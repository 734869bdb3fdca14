"""OpenTelemetry traces, when SIGNPOST_OTLP_ENDPOINT is set: one span a request, named by its route."""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import SettingsInvalid


def exporting(endpoint: str) -> Any:
    """A tracer that sends its spans to an OTLP collector over HTTP, in batches.

    Raises:
        SettingsInvalid: the extra ``otel`` is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsInvalid(
            "SIGNPOST_OTLP_ENDPOINT needs the extra “otel”; install it with: pip install 'signpost-adviser[otel]'."
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": "signpost"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint.rstrip("/") + "/v1/traces")))
    return provider.get_tracer("signpost")


class Traces:
    """Spans with method, route and status; never a query string, a header or a body."""

    def __init__(self, app: ASGIApp, tracer: Any) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        span = self._tracer.start_span(scope["method"])
        span.set_attribute("http.request.method", scope["method"])

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                span.set_attribute("http.response.status_code", message["status"])
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", None) or "other"
            span.update_name(f"{scope['method']} {route}")
            span.set_attribute("http.route", route)
            span.end()
