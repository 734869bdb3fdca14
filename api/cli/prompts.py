"""``signpost prompts``: what a language model is told, version by version."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import terminal


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    prompts = typer.Typer(no_args_is_help=True, help="What a language model is told, version by version.")
    prompts.command("list")(listed)
    prompts.command("show")(show)
    prompts.command("diff")(diff)
    app.add_typer(prompts, name="prompts")


def listed() -> None:
    """Each prompt and version, with the start of its SHA-256."""

    def run() -> None:
        from bot.llm import prompts

        for prompt in prompts.listed():
            print(f"{prompt.label}  {prompt.sha256[:16]}")

    terminal.guarded(run)


def show(name: Annotated[str, typer.Argument(help="“write”, or “write-1” for that version.")]) -> None:
    """The words of a prompt; the latest version unless one is named."""

    def run() -> None:
        from bot.llm import prompts

        print(prompts.prompt(name).text, end="")

    terminal.guarded(run)


def diff(
    before: Annotated[str, typer.Argument(help="Such as “write-1”; a name alone means its first version.")],
    after: Annotated[str | None, typer.Argument(help="Such as “write-2”; the latest version when left out.")] = None,
) -> None:
    """What changed between two versions; nothing is printed when nothing did."""

    def run() -> None:
        from bot.llm import prompts

        old = prompts.prompt(before) if "-" in before else prompts.prompt(before, 1)
        changed = prompts.diff(old, prompts.prompt(after or old.name))
        if changed:
            print(changed)

    terminal.guarded(run)
