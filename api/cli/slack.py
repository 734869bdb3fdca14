"""``signpost slack``: answer in Slack without a public address, print the app manifest, play a demonstration, and
measure a busy day."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import slack_replay, terminal

if TYPE_CHECKING:
    from bot.slack.app import SlackApp

EXAMPLES = """
[bold]Examples[/bold]

signpost slack manifest > manifest.yaml

SLACK_APP_TOKEN=xapp-… SLACK_BOT_TOKEN=xoxb-… signpost slack

signpost slack demo
"""

slack = typer.Typer(help="Answer in Slack, in Socket Mode: no public address is needed.", epilog=EXAMPLES)
slack.command()(slack_replay.replay)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(slack, name="slack")


@slack.callback(invoke_without_command=True)
def connect(context: typer.Context) -> None:
    """Answer in Slack, in Socket Mode: no public address is needed."""
    if context.invoked_subcommand is None:
        terminal.guarded(_connect)


@slack.command()
def manifest(
    http: Annotated[bool, typer.Option("--http", help="For /slack/events under SIGNPOST_BASE_URL.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of YAML with reasons.")] = False,
) -> None:
    """Print the manifest to create the Slack app from, with the least scopes and the reason for each."""

    def run() -> None:
        from api.settings import load
        from api.slack_settings import config
        from bot.slack import manifest as app_manifest
        from bot.slack.errors import SlackMisconfigured

        made = config(load())
        if http and not (made.base_url or "").startswith("https://"):
            raise SlackMisconfigured("Slack needs a public https address; set SIGNPOST_BASE_URL to it.")
        if as_json:
            print(json.dumps(app_manifest.manifest(made, not http), ensure_ascii=False, indent=2))
        else:
            print(app_manifest.as_yaml(made, not http), end="")

    terminal.guarded(run)


@slack.command()
def demo(
    svg: Annotated[Path | None, typer.Option(help="Also write a picture (SVG) to this file.")] = None,
) -> None:
    """Play a conversation against a mock of Slack on this machine, and show what people would see."""

    def run() -> None:
        from bot.slack.demo import play, show

        house = terminal.house()
        scenes = play(house.adviser, house.catalogue)
        picture = show(scenes, terminal.console())
        if svg is not None:
            svg.write_text(picture, encoding="utf-8")

    terminal.guarded(run)


def _connect() -> None:
    from api.slack_settings import config
    from api.slack_wiring import wired

    house = terminal.house()
    config(house.settings).require_socket()
    asyncio.run(_serve(wired(house, house.adviser)))


async def _serve(app: SlackApp) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    await app.start()
    try:
        handler = await app.connect()
        print("Signpost answers in Slack (stop with Ctrl+C).", file=sys.stderr)
        await stopping.wait()
        await handler.close_async()  # type: ignore[no-untyped-call]
    finally:
        await app.stop()
