"""``signpost bench retrieval``: how well the index finds, on passages and questions of your own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli import terminal

EXAMPLES = """
[bold]Examples[/bold]

signpost bench retrieval --passages passages.jsonl.gz --questions dev.jsonl

signpost bench retrieval --passages passages.jsonl.gz --questions dev.jsonl --json
"""


def register(group: typer.Typer) -> None:
    """Add the command to `group`, which is ``signpost bench``."""
    group.command(epilog=EXAMPLES)(retrieval)


def retrieval(
    passages: Annotated[Path, typer.Option(help="JSON Lines (gzip or not): id, text; document and locator if known.")],
    questions: Annotated[Path, typer.Option(help="JSON Lines (gzip or not): id, question, relevant (ids).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the runs as JSON.")] = False,
) -> None:
    """Search passages with BM25, dense, reciprocal rank fusion and Signpost's own, and compare.

    Questions that the shipped fusion learned from are judged by one that has not seen them (five folds).
    """

    def run() -> None:
        from evals import encoding_rate, retrieval_figures, retrieval_files
        from evals.retrieval_bench import Bench, peak_memory
        from indexer import encoder_store

        known = retrieval_files.passages(passages)
        asked = retrieval_files.questions(questions, known)
        house = terminal.house()
        home, model = house.settings.home, house.settings.encoder
        encoder = encoder_store.ensure(home, model)
        built = Bench(known, encoder, house.report)
        rate = encoding_rate.measure(encoder, encoder_store.graph_of(home, model), built.texts)
        runs = [one.to_json() for one in built.runs(asked)]
        facts = {
            "passages": len(known),
            "questions": len(asked),
            "depth": retrieval_figures.DEPTH,
            "seconds": {name: round(value, 2) for name, value in built.seconds.items()},
            "encoding": rate.to_json(),
            "peak_memory_mb": round(peak_memory(), 1),
        }
        print(json.dumps({"runs": runs, **facts}, indent=2) if as_json else _table(runs, facts))

    terminal.guarded(run)


def _table(runs: list[dict[str, Any]], facts: dict[str, Any]) -> str:
    columns = ("recall@10", "map@10", "ndcg@10", "build_seconds", "p50_ms", "p95_ms")
    heads = ("", "Recall@10", "MAP@10", "nDCG@10", "build s", "p50 ms", "p95 ms")
    lines = ["{:<10}{:>10}{:>9}{:>9}{:>10}{:>9}{:>9}".format(*heads)]
    for one in runs:
        values = [one[column] for column in columns]
        lines.append("{:<10}{:>10.4f}{:>9.4f}{:>9.4f}{:>10.1f}{:>9.1f}{:>9.1f}".format(one["name"], *values))
    lines.append(f"{facts['passages']} passages, {facts['questions']} questions; {facts['peak_memory_mb']} MB at most.")
    encoding = facts["encoding"]
    lines.append(
        "Encoding: {texts_per_second} texts a second; ONNX Runtime alone {ceiling_per_second}; "
        "{share_of_ceiling:.0%} of it.".format(**encoding)
    )
    held = runs[-1].get("out_of_fold_questions")
    if held:
        lines.append(f"{held} questions served to learn the fusion; each is judged by a fold that did not see it.")
    return "\n".join(lines)
