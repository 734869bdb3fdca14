"""``signpost keys``: API keys for those who serve others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from api.guards.keys import KeyRing

keys = typer.Typer(help="Create, list and revoke API keys.", no_args_is_help=True)
EXAMPLES = """
[bold]Examples[/bold]

signpost keys create "audit team" --scope ask --scope read

signpost keys revoke 1f0c9a7be2d4
"""


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(keys, name="keys", epilog=EXAMPLES)


def _ring() -> KeyRing:
    from api.guards.keys import KeyRing
    from api.settings import load

    return KeyRing(load().keys)


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is; shown in the audit log.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="ask, read, conversations, assessments or metrics; may repeat.")
    ] = None,
) -> None:
    """Make a key. It is printed this once; only its hash is kept."""

    def run() -> None:
        from api.guards.keys import DEFAULT_SCOPES

        _, token = _ring().create(name, tuple(scope or DEFAULT_SCOPES))
        print(token)

    terminal.guarded(run)


@keys.command("list")
def list_keys(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the keys, without their secrets."""

    def run() -> None:
        rows = [
            {"id": k.id, "name": k.name, "scopes": list(k.scopes), "created": k.created, "revoked": k.revoked}
            for k in _ring().keys().values()
        ]
        if as_json:
            print(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            state = f"revoked {row['revoked']}" if row["revoked"] else "valid"
            print(f"{row['id']}  {state}  {','.join(map(str, row['scopes'] or ()))}  {row['name']}")

    terminal.guarded(run)


@keys.command()
def revoke(identifier: Annotated[str, typer.Argument(help="The key's identifier, as “keys list” shows it.")]) -> None:
    """Make a key useless from now on, also for servers that are running."""

    def run() -> None:
        key = _ring().revoke(identifier)
        print(f"Revoked {key.id} ({key.name}).")

    terminal.guarded(run)
