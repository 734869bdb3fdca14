"""``signpost eval``: put a question set to the adviser and measure what comes back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.wiring import House
    from evals.record import Record
    from evals.sets import Question
    from evals.trial import Trial

TELL_EVERY = 50
HTTP_QUESTIONS = 100


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(name="eval")(evaluate)


def evaluate(
    name: Annotated[str, typer.Option("--set", help="dev, test, or the path of a YAML file.")] = "dev",
    report: Annotated[Path | None, typer.Option(help="Write report.html and run.json into this folder.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with this stored run.")] = None,
    save: Annotated[Path | None, typer.Option(help="Store the run in this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
    gate: Annotated[bool, typer.Option(help="Exit with 1 when a figure falls below its floor.")] = False,
    peers: Annotated[bool, typer.Option(help="Put the questions to the usual recipe as well.")] = True,
    http: Annotated[bool, typer.Option(help="Measure latency over HTTP, too.")] = False,
    category: Annotated[list[str] | None, typer.Option(help="Only this category; may be given again.")] = None,
    only: Annotated[list[str] | None, typer.Option("--id", help="Only this question; may be given again.")] = None,
    explain: Annotated[bool, typer.Option(help="Show frame and answer of each failure.")] = False,
    llm: Annotated[bool, typer.Option("--llm", help="Compare SIGNPOST_LLM's answers with the template's.")] = False,
    runs: Annotated[int, typer.Option(min=1, max=20, help="With --llm: how often the model is put to the set.")] = 1,
) -> None:
    """Measure the adviser on a question set: citations, lists, refusals, facts, and what its answers say."""

    def run() -> None:
        from evals import gate as bounds
        from evals import record, sets
        from evals import report as page

        questions = _chosen(sets.load(name), category, only)
        if llm:
            worded(terminal.house(), name, questions, runs, save, as_json, gate)
            return
        before = record.load(against) if against else None
        trial = _held(terminal.house(), name, questions, peers, http)
        if save:
            trial.record.save(save)
        if report:
            print(f"The report is in {page.write(trial, report, before)}.", file=sys.stderr)
        if as_json:
            print(json.dumps(trial.record.to_json(), ensure_ascii=False, indent=1))
        else:
            _show(trial, before, explain)
        short = bounds.shortfalls(trial.record, bounds.floors()) if gate else []
        for sentence in short:
            print(f"signpost: {sentence}", file=sys.stderr)
        if short:
            raise typer.Exit(terminal.FAILED)

    terminal.guarded(run)


def _chosen(questions: Sequence[Question], category: list[str] | None, only: list[str] | None) -> list[Question]:
    from evals.errors import SetInvalid

    found = [q for q in questions if (not category or q.category in category) and (not only or q.id in only)]
    if not found:
        raise SetInvalid("No question of the set has that category or identifier.")
    return found


def _held(house: House, name: str, questions: Sequence[Question], peers: bool, http: bool) -> Trial:
    from bot.conversation import InMemoryConversations
    from evals import latency, trial
    from evals import peers as recipe
    from evals.run import Ground

    house.conversations = InMemoryConversations()  # a measurement leaves nothing in the database
    retriever = house.index.retriever

    def told(done: int, total: int) -> None:
        if done % TELL_EVERY == 0 or done == total:
            print(f"{done} of {total} questions", file=sys.stderr)

    if peers and not recipe.installed():
        hint = "“pip install signpost-adviser[evals]” brings its packages"
        print(f"The usual recipe is left out; {hint}.", file=sys.stderr)
        peers = False
    ground = Ground.over(house.catalogue, retriever.passages)
    held = trial.hold(name, questions, house.adviser, ground, retriever, peers, told)
    if http:
        from api.cli.serving import served

        with served(house.settings.home) as server:
            held.record.latency["over HTTP"] = latency.over_http(
                server.url, questions[:: max(1, len(questions) // HTTP_QUESTIONS)]
            )
    return held


def _show(trial: Trial, before: Record | None, explain: bool) -> None:
    from evals import figures, record

    run = trial.record
    print(figures.table(run.systems[record.OURS]))
    if len(run.systems) > 1:
        print("\n" + figures.table({system: rows[figures.ALL] for system, rows in run.systems.items()}))
    for system, found in run.rankings.items():
        print(f"{system}: " + ", ".join(f"{name} {figures.shown(value)}" for name, value in found.items()))
    for where, times in run.latency.items():
        print(f"latency {where}: " + ", ".join(f"{name} {value or 0:.1f}" for name, value in times.items()))
    failures = figures.failures(trial.outcomes, explain)
    print(f"\n{failures}" if failures else "\nEvery question is right.")
    if before:
        _compare(before, run)


def _compare(before: Record, after: Record) -> None:
    from evals import record

    print("\nAgainst the stored run:")
    if before.questions != after.questions:
        print("The questions are not the same; only those in both are compared.")
    for metric, c in record.compared(before, after).items():
        print(f"{metric}: {c.before:.3f} before, {c.after:.3f} now, {c.questions} questions, p = {c.p:.4f}")
    better, worse = record.turned(before, after)
    print(f"now right: {', '.join(better) or 'none'}\nno longer right: {', '.join(worse) or 'none'}")
    differing = record.changed(before, after)
    print("\n".join(differing) if differing else "Every figure is the same to three decimals.")


def worded(
    house: House, name: str, questions: Sequence[Question], runs: int, save: Path | None, as_json: bool, gate: bool
) -> None:
    """Answers worded by a language model beside the template's; with `gate`, exit with 1 when they are any worse."""
    from bot.conversation import InMemoryConversations
    from bot.errors import ModelUnavailable
    from evals import llm
    from evals.run import Ground

    if not house.settings.llm:
        raise ModelUnavailable("No language model is set; set SIGNPOST_LLM, such as SIGNPOST_LLM=scripted:good.")
    house.conversations = InMemoryConversations()
    ground = Ground.over(house.catalogue, house.index.retriever.passages)

    def told(what: str, done: int, total: int) -> None:
        if done % TELL_EVERY == 0 or done == total:
            print(f"{what}: {done} of {total} questions", file=sys.stderr)

    plain = house.adviser.without_model()
    trial = llm.hold(name, questions, house.settings.llm, plain, house.adviser, ground, runs, told)
    if save:
        trial.save(save)
    if as_json:
        print(json.dumps(trial.to_json(), ensure_ascii=False, indent=1))
    else:
        print(llm.table(trial))
    wrong = [f"{i}: “{text}”: {why}" for run in trial.runs for i, text, why in run.unsupported]
    moved = sorted({i for run in trial.runs for i in run.moved})
    print(f"\nSentences shown that their sources don't support: {len(wrong)}", file=sys.stderr)
    print(f"Questions whose citations are not the template's: {', '.join(moved) or 'none'}", file=sys.stderr)
    for sentence in (*trial.worse, *wrong):
        print(f"signpost: {sentence}", file=sys.stderr)
    if gate and (trial.worse or wrong or moved):
        raise typer.Exit(terminal.FAILED)
