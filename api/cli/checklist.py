"""``signpost checklist``: what applies to a described organisation, and why."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from api.cli import terminal
from api.cli.export import put

EXAMPLES = """
[bold]Examples[/bold]

signpost checklist "we fine-tune an open model and host it for hospitals"

signpost checklist --role data-custodian --format xlsx --out checklist.xlsx
"""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(epilog=EXAMPLES)(checklist)


def checklist(
    description: Annotated[str, typer.Argument(help="What you do with the system, in your own words.")] = "",
    role: Annotated[list[str] | None, typer.Option(help="A role instead; may be repeated.")] = None,
    phase: Annotated[list[str] | None, typer.Option(help="Only this phase; may be repeated.")] = None,
    scenario: Annotated[str | None, typer.Option(help="Take examples from this scenario of the guide.")] = None,
    form: Annotated[str, typer.Option("--format", help="markdown, json, csv or xlsx.")] = "markdown",
    out: Annotated[str, typer.Option(help="File to write; standard output when absent.")] = "-",
) -> None:
    """Make a checklist: exactly the provisions that apply, why, and what would show that they are done."""

    def run() -> None:
        from api import practice

        house = terminal.house()
        made, described = practice.checklist_for(house, description, role or (), phase or (), scenario)
        for reason in described.why if described else ():
            kind, _, identifier = reason.what.partition("/")
            hint = f" It leaves nothing out; --phase {identifier} would limit the list." if kind == "phase" else ""
            print(f"Read {reason.what} from “{reason.words}”.{hint}", file=sys.stderr)
        if form == "json":
            put(out, (json.dumps(made.to_json(), ensure_ascii=False, indent=2) + "\n").encode())
            return
        _, content = practice.export(house, form, roles=made.roles, phases=made.phases, scenario=made.scenario)
        put(out, content)

    terminal.guarded(run)
