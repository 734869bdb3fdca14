"""``signpost export``: everything that can be taken away, by format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli import terminal
from api.export.formats import FORMATS

EXAMPLES = """
[bold]Examples[/bold]

signpost export oscal-profile --role developer --out developer.json

signpost export ciso-assistant --framework nist-ai-rmf --out mapping.yaml

signpost export report --assessment ID --out report.docx
"""
HELP = "Export the Code, a checklist or an assessment. Formats: " + "; ".join(
    f"{made.name} ({made.summary})" for made in FORMATS.values()
)


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(epilog=EXAMPLES, help=HELP + ".")(export)


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="One of the formats above.")],
    out: Annotated[str, typer.Option(help="File to write; “-” for standard output.")] = "-",
    role: Annotated[list[str] | None, typer.Option(help="Whose provisions; may be repeated.")] = None,
    phase: Annotated[list[str] | None, typer.Option(help="Only this phase; may be repeated.")] = None,
    scenario: Annotated[str | None, typer.Option(help="Take examples from this scenario of the guide.")] = None,
    framework: Annotated[str | None, typer.Option(help="The other framework, for mappings and crosswalks.")] = None,
    assessment: Annotated[str | None, typer.Option(help="Identifier of an assessment to show.")] = None,
) -> None:
    """Export; the help text is :data:`HELP`."""

    def run() -> None:
        from api import practice

        _, content = practice.export(
            terminal.house(), form, roles=role or (), phases=phase or (), scenario=scenario, framework=framework,
            assessment_id=assessment,
        )  # fmt: skip
        put(out, content)

    terminal.guarded(run)


def put(out: str, content: bytes) -> None:
    """Write to a file or, for ``-``, standard output; binary formats are not thrown at a terminal.

    Raises:
        PracticeError: a binary file for a terminal.
        OSError: the file cannot be written.
    """
    if out != "-":
        Path(out).write_bytes(content)
        print(f"Wrote {out} ({len(content):,} bytes).", file=sys.stderr)
        return
    if content.startswith(b"PK") and sys.stdout.isatty():
        from bot.errors import PracticeError

        raise PracticeError("This format is not text; name a file with --out.")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
