"""``signpost conformance``: how Signpost itself stands against the Code."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from api.cli import terminal


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(conformance)


def conformance(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show for all 72 provisions whether and how Signpost itself meets them, with evidence and gaps."""

    def run() -> None:
        from api.conformance.conformance import conformance as own

        found = own()
        if as_json:
            print(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
            return
        counts = ", ".join(f"{number} {status}" for status, number in found.counts.items())
        print(f"As of {found.as_of}, by our own reading: {counts}.")
        for statement in found.statements:
            print(f"\n{statement.id} {statement.status}: {statement.how}")
            if statement.gap:
                print(f"  Gap: {statement.gap}")
            if statement.evidence:
                print(f"  Evidence: {', '.join(statement.evidence)}")

    terminal.guarded(run)
