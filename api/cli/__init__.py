"""The command line. Each command lives in a module of its own and imports what it needs when it runs, so that
``signpost ask`` starts in well under a second and a half.

Exit status: 0 done (also when a question is declined), 1 something went wrong, 2 the call was wrong.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from api.cli import terminal

app = typer.Typer(
    name="signpost",
    help="An adviser on the UK Code of Practice for the Cyber Security of AI.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

# Modules that register commands: each has ``register(app)``. A new command adds its module here.
COMMANDS = (
    "ask",
    "obligations",
    "show",
    "index",
    "serve",
    "eval",
    "bench",
    "keys",
    "corpus",
    "search",
    "checklist",
    "assess",
    "crosswalk",
    "export",
    "conformance",
    "sbom",
    "slack",
    "prompts",
)

for _name in COMMANDS:
    import_module(f"api.cli.{_name}").register(app)


def main() -> None:
    """Entry point of the console script."""
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the one place where nothing may get through as a stack trace
        sys.exit(terminal.failed(error))
