"""``signpost bench load``: answers a second, for several clients at once."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from evals.load import Load

UNLIMITED = "1000000"
EXAMPLES = """
[bold]Examples[/bold]

signpost bench load --server uvicorn --workers 1 --workers 2

signpost bench load --minutes 10     # does memory keep?
"""


def register(group: typer.Typer) -> None:
    """Add the command to ``signpost bench``."""
    group.command(name="load", epilog=EXAMPLES)(load)


def load(
    server: Annotated[list[str] | None, typer.Option(help="uvicorn or granian; may be given again.")] = None,
    workers: Annotated[list[int] | None, typer.Option(min=1, help="Processes; may be given again.")] = None,
    clients: Annotated[list[int] | None, typer.Option(min=1, help="Connections; may be given again.")] = None,
    seconds: Annotated[float, typer.Option(min=1, help="How long each is measured.")] = 15,
    minutes: Annotated[int, typer.Option(min=0, help="Instead, follow the memory of one server so long.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Serve on loopback and ask from several connections, the client on the same processors as the server."""

    def run() -> None:
        from evals import load as loads

        if minutes:
            _memory(minutes, as_json)
            return
        rows: list[tuple[str, int, Load]] = []
        for name in server or ["uvicorn", "granian"]:
            for count in workers or [1, 2]:
                rows += [(name, count, each) for each in _loads(name, count, clients or [1, 8, 32], seconds)]
        if as_json:
            print(json.dumps([{"server": s, "workers": w} | asdict(each) for s, w, each in rows], indent=1))
        else:
            print(loads.table(rows))

    terminal.guarded(run)


def _loads(server: str, workers: int, clients: list[int], seconds: float) -> list[Load]:
    from api.cli.bench_material import questions
    from api.cli.serving import served
    from evals import load as loads

    options = ("--server", server, "--workers", str(workers))
    with served(terminal.house().settings.home, *options, SIGNPOST_RATE_PER_MINUTE=UNLIMITED) as up:
        found = []
        for count in clients:
            print(f"{server}, {workers} workers, {count} clients …", file=sys.stderr)
            found.append(loads.measure(up.url, questions(), count, seconds))
        return found


def _memory(minutes: int, as_json: bool) -> None:
    from api.cli.bench_material import questions
    from api.cli.serving import served
    from evals import load as loads

    def told(minute: int, megabytes: float) -> None:
        print(f"minute {minute} of {minutes}: {megabytes:.0f} MB", file=sys.stderr)

    with served(terminal.house().settings.home, SIGNPOST_RATE_PER_MINUTE=UNLIMITED) as up:
        found = [round(mb, 1) for mb in loads.memory(up.url, up.pid, questions(), minutes, told)]
    print(json.dumps({"memory_mb": found}) if as_json else "MB by minute: " + ", ".join(f"{mb:.0f}" for mb in found))
