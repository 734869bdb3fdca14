"""Reference pages made from the code: ``python -m api.documentation [--check]``.

Writes ``docs/settings.md`` (every environment variable) and ``docs/commands.md`` (every command). With ``--check``
nothing is written, and the exit status is 1 when a page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from api.settings import PREFIX, Settings

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- made by: python -m api.documentation -->\n\n"


def settings_page() -> str:
    """Every setting with its type, default and meaning."""
    lines = [
        "# Settings\n",
        "Environment variables. An unknown `SIGNPOST_*` name is an error. Any of them can be read from a file by",
        "adding `_FILE` to its name, which is the way for secrets.\n",
        "| variable | default | meaning |",
        "| --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        default = "" if field.default_factory or field.default in (None, "") else f"`{field.default}`"
        if name == "home":
            default = "the XDG data folder"
        meaning = (field.description or "").replace("|", "\\|")
        lines.append(f"| `{PREFIX}{name.upper()}` | {default} | {meaning} |")
    lines.append(
        "\nSlack's own variables (`SLACK_BOT_TOKEN`, `SLACK_SIGNING_SECRET`, ...) are in [slack.md](slack.md)."
    )
    return MADE + "\n".join(lines) + "\n"


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if not children:
        yield " ".join(path), command
        return
    for name in sorted(children):
        yield from _commands(children[name], (*path, name))


def commands_page() -> str:
    """Every command with its arguments and options."""
    from api.cli import app

    root = typer.main.get_command(app)
    lines = ["# Commands\n", "`signpost COMMAND --help` says the same, with examples.\n"]
    for path, command in _commands(root, ("signpost",)):
        about = " ".join((command.help or "").split())
        lines += [f"## `{path}`\n", f"{about}\n"]
        rows = []
        for parameter in command.params:
            if "--help" in parameter.opts:
                continue
            shown = ", ".join(f"`{o}`" for o in (*parameter.opts, *parameter.secondary_opts))
            if parameter.param_type_name == "argument":
                shown = f"`{parameter.name.upper()}`"
            help_text = " ".join((getattr(parameter, "help", None) or "").split()).replace("|", "\\|")
            rows.append(f"| {shown} | {help_text} |")
        if rows:
            lines += ["| | |", "| --- | --- |", *rows, ""]
    return MADE + "\n".join(lines).rstrip() + "\n"


PAGES = {"settings.md": settings_page, "commands.md": commands_page}


def main(arguments: list[str]) -> int:
    """Write or check the pages."""
    stale = []
    for name, make in PAGES.items():
        file, page = DOCS / name, make()
        if "--check" in arguments:
            if not file.is_file() or file.read_text(encoding="utf-8") != page:
                stale.append(name)
        else:
            file.write_text(page, encoding="utf-8")
    if stale:
        print(f"Out of date: {', '.join(stale)}. Run python -m api.documentation.", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
