"""``signpost index``: building the index and saying how it stands."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from api.cli import terminal

index = typer.Typer(help="Build the index, or see how it stands.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(index, name="index")


@index.command()
def build(force: Annotated[bool, typer.Option(help="Build anew even if the index is current.")] = False) -> None:
    """Build the index if it is missing or stale."""

    def run() -> None:
        house = terminal.house()
        built = house.build_index() if force else house.index
        print(f"The index is ready: {built.manifest['passages']} passages in {built.folder}.")

    terminal.guarded(run)


@index.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Say whether the index is current, and what it was made with. Builds nothing."""

    def run() -> None:
        facts = terminal.house().index_status()
        if as_json:
            print(json.dumps(facts, ensure_ascii=False, indent=2))
        else:
            for key, value in facts.items():
                print(f"{key.replace('_', ' ')}: {value}")

    terminal.guarded(run)
