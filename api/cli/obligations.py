"""``signpost obligations``: the exact lists of the graph, filtered."""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from ontology.model import Obligation


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


EXAMPLES = """
[bold]Examples[/bold]

signpost obligations --role data-custodian

signpost obligations --role developer --modality shall --phase secure-design --format csv

signpost obligations --role end-user --relation involves
"""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(epilog=EXAMPLES)(obligations)


def obligations(
    role: Annotated[
        list[str] | None,
        typer.Option(help="developer, system-operator, data-custodian, end-user or affected-entity; may be repeated."),
    ] = None,
    modality: Annotated[str | None, typer.Option(help="shall, should or may (a second clause).")] = None,
    phase: Annotated[
        str | None,
        typer.Option(
            help="secure-design, secure-development, secure-deployment, secure-maintenance or secure-end-of-life."
        ),
    ] = None,
    principle: Annotated[int | None, typer.Option(help="1 to 13.")] = None,
    relation: Annotated[
        list[str] | None,
        typer.Option(help="obliges, organisation or involves; may be repeated. Default: the first two."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """List the provisions that concern a role, exactly."""

    def run() -> None:
        from api import filters

        given = [str(principle)] if principle is not None else None
        found = filters.obligations(
            terminal.house().catalogue,
            role,
            [modality] if modality else None,
            [phase] if phase else None,
            given,
            relation,
        )
        rows = [row(o) for o in found]
        if form is Format.JSON:
            print(json.dumps({"obligations": rows}, ensure_ascii=False, indent=2))
        elif form is Format.CSV:
            print(as_csv(rows), end="")
        elif form is Format.MD:
            print(as_markdown(rows))
        else:
            _table(rows)

    terminal.guarded(run)


def row(obligation: Obligation) -> dict[str, Any]:
    """One obligation as the contract of ``GET /v1/obligations`` has it, with the canonical IRI."""
    provision = obligation.provision
    return {
        "id": provision.id,
        "modality": str(provision.modality),
        "also": str(provision.also) if provision.also else None,
        "relation": str(obligation.relation),
        "says": provision.says,
        "uri": provision.iri,
    }


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV (RFC 4180) with a header; cells that a spreadsheet could run are quoted with an apostrophe."""
    from api.export.tabular import safe

    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "modality", "also", "relation", "says", "uri"], lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: safe(cell) for column, cell in row.items()} for row in rows)
    return out.getvalue()


def as_markdown(rows: list[dict[str, Any]]) -> str:
    """Rows as a Markdown table."""
    lines = ["| Provision | Strength | Relation | In our words |", "| --- | --- | --- | --- |"]
    for entry in rows:
        weaker = f" (and {entry['also']})" if entry["also"] else ""
        says = entry["says"].replace("|", "\\|")
        lines.append(f"| {entry['id']} | {entry['modality']}{weaker} | {entry['relation']} | {says} |")
    return "\n".join(lines)


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table("Provision", "Strength", "Relation", "In our words")
    for entry in rows:
        weaker = f" (and {entry['also']})" if entry["also"] else ""
        table.add_row(entry["id"], entry["modality"] + weaker, entry["relation"], entry["says"])
    console = terminal.console()
    console.print(table)
    console.print(f"{len(rows)} listed")
