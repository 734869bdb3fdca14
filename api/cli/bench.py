"""``signpost bench``: what an answer costs in time and memory, beside the usual recipe."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import terminal
from api.cli.bench_material import QUESTION, copied, questions

if TYPE_CHECKING:
    from api.wiring import House
    from evals.bench import Costs

group = typer.Typer()


def register(app: typer.Typer) -> None:
    """Add the command, and ``retrieval``, ``load`` and ``vectors`` below it, to `app`."""
    from api.cli import bench_load, bench_retrieval, bench_vectors

    group.callback(invoke_without_command=True)(bench)
    bench_retrieval.register(group)
    bench_load.register(group)
    bench_vectors.register(group)
    app.add_typer(group, name="bench")


def bench(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    recipe: Annotated[bool, typer.Option(help="Measure the usual recipe in the same run.")] = True,
    build: Annotated[bool, typer.Option(help="Measure a first build, in a folder of its own.")] = True,
    runs: Annotated[int, typer.Option(min=1, help="Cold starts to take the median of.")] = 5,
) -> None:
    """Measure a cold ask, warm asks, the serving process's memory and the first build; takes some minutes."""
    if context.invoked_subcommand:
        return

    def run() -> None:
        from api.cli.serving import environment
        from evals import bench as costs
        from evals.errors import EvalsError

        house = terminal.house()
        asked = questions()
        ours = _measured(house, asked, build, runs)
        theirs = None
        if recipe:
            print("Measuring the usual recipe …", file=sys.stderr)
            passages = house.index.folder / "passages.jsonl"
            try:
                theirs = costs.recipe(passages, asked, environment(house.settings.home), runs)
            except EvalsError as error:  # what was measured of ours is not lost for it
                print(f"signpost: {error}", file=sys.stderr)
        measured = costs.to_json(ours, theirs)
        print(json.dumps(measured, indent=2) if as_json else costs.table(measured))

    terminal.guarded(run)


def _measured(house: House, asked: list[str], build: bool, runs: int) -> Costs:
    import httpx

    from api.cli import serving
    from evals import bench as costs

    child = [sys.executable, "-c", serving.PROGRAM]
    built = None
    if build:
        print("Measuring a first build …", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="signpost-bench-") as empty:
            built = costs.seconds([*child, "index", "build"], serving.environment(Path(empty)))
    print("Measuring cold and warm asks …", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as name:
        copy = copied(house, Path(name))
        home = copy.settings.home
        cold = costs.cold([*child, "ask", QUESTION], serving.environment(home), runs)
        adviser = copy.adviser
        p50, p95 = costs.warm(lambda question: adviser.ask(question), asked)
        copy.state.dispose()
        with serving.served(home) as server, httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
            for question in asked:
                client.post("/v1/ask", json={"question": question}).raise_for_status()
            memory = costs.resident(server.pid)
    return costs.Costs(cold, p50, p95, memory, built)
