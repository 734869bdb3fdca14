"""``signpost sbom``: what Signpost is made of, software and models, as CycloneDX."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import terminal


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(sbom)


def sbom(out: Annotated[str, typer.Option(help="File to write; “-” for standard output.")] = "-") -> None:
    """Write a CycloneDX bill of materials: packages as installed, models and data with their hashes."""

    def run() -> None:
        from datetime import UTC, datetime

        from api.cli.export import put
        from api.conformance.bill import bill

        put(out, bill(datetime.now(UTC).replace(microsecond=0)))

    terminal.guarded(run)
