"""``signpost bench vectors``: what nearness costs as a collection grows, in the engine of your choice."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.cli import terminal

EXAMPLES = """
[bold]Examples[/bold]

signpost bench vectors --size 10000 --size 100000

signpost bench vectors --engine postgresql://me@db/signpost --size 100000 --plot cost.svg
"""


def register(group: typer.Typer) -> None:
    """Add the command to ``signpost bench``."""
    group.command(name="vectors", epilog=EXAMPLES)(vectors)


def vectors(
    size: Annotated[list[int] | None, typer.Option(min=1000, help="How many vectors; may be given again.")] = None,
    engine: Annotated[list[str] | None, typer.Option(help="Address of an engine; may be given again.")] = None,
    server: Annotated[
        int | None, typer.Option(help="Process of the PostgreSQL or Milvus server, to see its memory.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw cost against size into this SVG file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Fill an engine with synthetic vectors and search it, each size in a process of its own; removed afterwards."""

    def run() -> None:
        from evals import vector_bench, vector_plot

        costs = []
        for address in engine or ["faiss:"]:
            for count in sorted(size or [10_000, 100_000]):
                print(f"{count:,} vectors in {address.split('@')[-1]} …", file=sys.stderr)
                costs.append(vector_bench.apart(address, count, None if address.startswith("faiss:") else server))
        if plot:
            plot.write_text(vector_plot.plot(costs) + "\n", encoding="utf-8")
        print(json.dumps([asdict(c) for c in costs], indent=1) if as_json else vector_plot.table(costs))

    terminal.guarded(run)
