"""``signpost ask``: one question, one checked answer."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from bot.answer import Answer
    from bot.streaming import Event

EXAMPLES = """
[bold]Examples[/bold]

signpost ask "What must I do as a data custodian?"

signpost ask "Our supplier went quiet about patches" --json

echo "Only the firm ones?" | signpost ask - --conversation 5f0c…
"""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(epilog=EXAMPLES)(ask)


def ask(
    question: Annotated[str, typer.Argument(help="The question, or “-” to read it from standard input.")],
    conversation: Annotated[str | None, typer.Option(help="Go on with the conversation of that identifier.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    explain: Annotated[
        bool, typer.Option(help="Show how the question was understood and why each provision was chosen.")
    ] = False,
) -> None:
    """Ask about the Code. Answers rest on citations that can be checked; no language model is needed."""

    def run() -> None:
        from bot.text import clean

        asked = clean(sys.stdin.read() if question == "-" else question)
        house = terminal.house()
        if house.settings.llm and not as_json:
            show(told(house.adviser.stream(asked, conversation)), terminal.console(), explain, text=False)
            return
        answer = house.adviser.ask(asked, conversation)
        if as_json:
            body = answer.to_json() | ({"frame": answer.frame.to_json()} if explain else {})
            print(json.dumps(body, ensure_ascii=False, indent=2))
        else:
            show(answer, terminal.console(), explain)

    terminal.guarded(run)


def told(events: Iterator[Event]) -> Answer:
    """Print sentences as they come, and return the answer that they make."""
    from bot.answer import Section, markdown
    from bot.streaming import Done, Part, Sentence

    listed = False
    for event in events:
        if isinstance(event, Part):
            listed = event.listed
            print(f"\n**{event.heading}**" if event.heading else "")
        elif isinstance(event, Sentence):
            print(markdown((Section((event.claim,), listed=listed),)), flush=True)
        elif isinstance(event, Done):
            return event.answer
    raise AssertionError("an answer's events end with the answer")


def show(answer: Answer, console: Console, explain: bool = False, text: bool = True) -> None:
    """Print an answer for a reader; without its `text` when that has been printed already."""
    from rich.markup import escape

    from bot.answer import DISCLAIMER

    if not text:
        pass
    elif console.is_terminal:
        from rich.markdown import Markdown  # takes a while, and a pipe has no use for it

        console.print(Markdown(answer.text))
    else:
        print(answer.text)
    if answer.citations:
        console.print("\n[bold]Sources[/bold]")
        for citation in answer.citations:
            wording = "official wording" if citation.verbatim else "restated"
            kind = f"{citation.modality}, " if citation.modality else ""
            console.print(escape(f"[{citation.marker}] {citation.label} ({kind}{wording}) {citation.uri}"))
    if answer.related:
        console.print("\n[bold]Related[/bold]")
        for pointer in answer.related:
            console.print(escape(f"    {pointer.label} {pointer.uri}"))
    if explain:
        console.print("\n[bold]How this was understood[/bold]")
        console.print(escape(f"    intent: {answer.frame.intent}"))
        for field, why in answer.frame.why:
            console.print(escape(f"    {field}: {why}"))
    if answer.notice:
        console.print(f"\n[dim]{escape(answer.notice)}[/dim]")
    console.print(f"\n[dim]{DISCLAIMER}[/dim]")
    if answer.attribution:
        console.print(f"[dim]{escape(answer.attribution)}[/dim]")
    console.print(f"[dim]Conversation {answer.conversation_id}[/dim]")
