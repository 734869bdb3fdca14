"""``signpost crosswalk``: the Code seen from another framework, and the other way round."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from api.cli import terminal

EXAMPLES = """
[bold]Examples[/bold]

signpost crosswalk nist-ai-rmf "MEASURE 2.7"

signpost crosswalk owasp-llm-2026 --assessment ID
"""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(epilog=EXAMPLES)(crosswalk)


def crosswalk(
    framework: Annotated[str, typer.Argument(help="Such as nist-ai-rmf, owasp-llm-2026, mitre-atlas, iso-42001.")],
    code: Annotated[str, typer.Argument(help="One element of it; all when absent.")] = "",
    assessment: Annotated[str | None, typer.Option(help="Show how the linked provisions stand in it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what of the Code is linked to another framework. A link shows where to look, not that anything is met."""

    def run() -> None:
        from bot.practice.projection import RELATION_WORDS, RESERVATION, project, touching

        house = terminal.house()
        stand = house.assessments.get(assessment) if assessment else None
        whole = () if code else project(house.catalogue, framework, stand).rows
        rows = whole or (touching(house.catalogue, framework, code, stand),)
        if as_json:
            body = {"framework": framework, "reservation": RESERVATION, "rows": [row.to_json() for row in rows]}
            print(json.dumps(body, ensure_ascii=False, indent=2))
            return
        for row in rows:
            title = f" {row.target.label}" if row.target.label != row.target.code else ""
            print(f"{row.target.code}{title}")
            for link in row.links:
                whose = "our own reading" if link.own_reading else "published"
                via = f", by way of {link.via}" if link.via else ""
                status = f" [{link.status.value}]" if link.status else ""
                said = f"{RELATION_WORDS[link.relation]}, {whose}, confidence {link.confidence}{via}"
                print(f"  {link.kind} {link.id} {link.label} ({said}){status}")
            if row.standing:
                print(f"  {row.standing}")
        print(RESERVATION)

    terminal.guarded(run)
